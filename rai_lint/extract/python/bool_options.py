"""Options of argparse with `type=bool`, for which every text but the empty one is true.

A program in; one `bool-option` fact for each such option out, with its default where that is a
literal.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from rai_lint.extract.python.syntax import python_tree, written
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import ABSENT, Known, Unknown, Value

KIND = "bool-option"

_SIGN = regex(r"\btype\s*=\s*(?:bool\b|lambda\s+\w+\s*:\s*bool\()")
_ARGPARSE = regex(r"argparse|ArgumentParser|ArgParser")
#: Parsers with the same method that read the word "False" as people mean it, or other requests.
_OTHER = regex(r"\bjsonargparse\b|\bimport tap\b|\bfrom tap\b|\breqparse\b|\bLightningCLI\b")


def bool_options(
    source: Source, programs: Iterable[tuple[int | None, str]], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the options with `type=bool` of a program: of a file, or of the cells of a notebook."""
    if not knowledge.asks(KIND):
        return
    given = [(cell, text) for cell, text in programs if "bool" in text or "argparse" in text]
    whole = "\n".join(text for _, text in given)
    if not _SIGN.search(whole) or not _ARGPARSE.search(whole) or _OTHER.search(whole):
        return
    for cell, text in given:
        tree = python_tree(text)
        if isinstance(tree, str) or _rebinds(tree):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_bool_option(node):
                place = Place(source.path, node.lineno, end_line=node.end_lineno or 0, cell=cell)
                yield Fact(kind=KIND, place=place, fields=_fields(node), scope=source.scope)


def _is_bool_option(call: ast.Call) -> bool:
    named = getattr(call.func, "attr", "") == "add_argument"
    return named and any(each.arg == "type" and _is_bool(each.value) for each in call.keywords)


def _is_bool(node: ast.expr) -> bool:
    """Say whether a converter is `bool`, or a function of one argument that gives it to `bool`."""
    if isinstance(node, ast.Lambda) and isinstance(node.body, ast.Call):
        parameters = [each.arg for each in node.args.args]
        given = [each.id for each in node.body.args if isinstance(each, ast.Name)]
        return (
            len(given) == len(node.body.args) and given == parameters and _is_bool(node.body.func)
        )
    return isinstance(node, ast.Name) and node.id == "bool"


def _rebinds(tree: ast.Module) -> bool:
    """Say whether a program gives the name `bool` to something of its own."""
    return any(
        getattr(node, "name", "") == "bool"
        or getattr(node, "asname", "") == "bool"
        or (isinstance(node, ast.Name) and node.id == "bool" and isinstance(node.ctx, ast.Store))
        for node in ast.walk(tree)
    )


def _fields(call: ast.Call) -> dict[str, Value]:
    flags = [each.value for each in call.args if isinstance(each, ast.Constant)]
    names = [flag for flag in flags if isinstance(flag, str)]
    long = next((name for name in names if name.startswith("--")), names[0] if names else "")
    default = next((each.value for each in call.keywords if each.arg == "default"), None)
    return {
        "id": Known(long) if long else Unknown(written(call), "its name is put together"),
        "default": _literal(default),
    }


def _literal(node: ast.expr | None) -> Value:
    if node is None:
        return ABSENT
    if isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, str, type(None))):
        return Known(bool(node.value))
    return Unknown(written(node), "the default is worked out when the program runs")
