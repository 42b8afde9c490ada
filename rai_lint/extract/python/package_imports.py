"""Imports of packages that a program cannot do without: `package-import` facts.

What a program tries (`try: import wandb`) or asks for first (`if args.plot:`) is no such import.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from rai_lint.extract.python.syntax import python_tree
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.packages import Packages
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

_IMPORTED = regex(r"(?m)(?:^|;)[ \t]*(?:import|from)[ \t]+([^\n;#]+)")
_NAME = regex(r"\w+")
#: What asks whether a package is there, in a function that imports it.
_ASKS = regex(r"find_spec|importorskip|is_(?:(?!is_)\w)*(?:available|installed)\b")
_Blocks = tuple[Sequence[ast.stmt], bool, bool]


class _Found(Struct, frozen=True):
    """A dotted name that is imported: where, whether it may fail, and whether in a function."""

    name: str
    line: int
    optional: bool
    inside: bool


def package_imports(
    source: Source, programs: Iterable[tuple[int | None, str]], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the first import of each package that the table `imports` has, and cannot fail.

    `programs` is the text of a file, or those of the cells of a notebook with their indices.
    """
    packages = knowledge.once(Packages)
    first: dict[str, Fact] = {}
    optional: set[str] = set()
    for cell, text in programs:
        if packages.roots.isdisjoint(_NAME.findall(" ".join(_IMPORTED.findall(text)))):
            continue  # most files: none of their imports is of interest
        for found in _imports(text):
            package = packages.named(found.name)
            if package is None:
                continue
            if found.optional:
                optional.add(package.id)
                continue
            before = first.get(package.id)
            if before is None or (before.known("level") == "function" and not found.inside):
                first[package.id] = Fact(
                    kind="package-import",
                    place=Place(source.path, found.line, cell=cell),
                    fields={
                        "id": Known(package.id),
                        "module": Known(package.module),
                        "level": Known("function" if found.inside else "module"),
                    },
                    scope=source.scope,
                )
    # A package that the same file can do without is not needed where it is used.
    yield from (fact for name, fact in first.items() if name not in optional)


def _imports(text: str) -> Iterator[_Found]:
    """Yield what a program imports; nothing of a program that cannot be read."""
    module = python_tree(text)
    if isinstance(module, str):
        return
    asks = _ASKS.search(text) is not None
    waiting: list[_Blocks] = [(module.body, False, False)]
    while waiting:
        body, optional, inside = waiting.pop()
        for statement in body:
            for name in _named(statement):
                yield _Found(name, statement.lineno, optional or (inside and asks), inside)
            waiting += _within(statement, optional=optional, inside=inside)


def _named(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        # `from google import genai` imports `google.genai`.
        yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def _within(statement: ast.stmt, *, optional: bool, inside: bool) -> Iterator[_Blocks]:
    """Yield the blocks of a statement, with whether their imports may be left out or fail."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield statement.body, optional, True
    elif isinstance(statement, ast.ClassDef) or _is_main(statement):
        yield getattr(statement, "body", []), optional, inside
    else:
        for field in ("body", "orelse", "finalbody"):
            yield getattr(statement, field, []), True, inside
        for arm in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield arm.body, True, inside


def _is_main(statement: ast.stmt) -> bool:
    """Say whether a statement is `if __name__ == "__main__":`."""
    if not isinstance(statement, ast.If) or not isinstance(statement.test, ast.Compare):
        return False
    left = statement.test.left
    return isinstance(left, ast.Name) and left.id == "__name__"
