"""A Python file to a `Module`: decoded, looked at for what would hurt the parser, parsed, read."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import libcst as cst
from msgspec.structs import replace

from rai_lint.extract.directives import parse_directive
from rai_lint.extract.python.decode import UndecodableError, decode
from rai_lint.extract.python.guard import refusal, too_long
from rai_lint.extract.python.options import speaks_of_command_line
from rai_lint.extract.python.positions import Span, Spans
from rai_lint.extract.python.reader import read_tree
from rai_lint.extract.python.syntax import python_tree
from rai_lint.extract.python.unread_options import unread_options
from rai_lint.model.fact import Directive
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Skipped, Source

#: What nbconvert and jupytext leave in a script that they write from a notebook.
_EXPORTED = regex(r"(?m)^# In ?\[[ \d]*\]:?[ \t]*$|^#[ \t]+jupytext:[ \t]*$")
#: Frames for trees as deep as `guard` lets through: each level costs a few.
RECURSION = 12_000


@contextmanager
def deep_recursion() -> Iterator[None]:
    """Let trees as deep as the guard allows be walked."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, RECURSION))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


@contextmanager
def _unchecked() -> Iterator[None]:
    """Let nodes be made without a look at each whether it could be written.

    That is for trees made by hand, and costs a sixth of a parse; the parser's own can be.
    """
    checked = cst.CSTNode.__post_init__
    cst.CSTNode.__post_init__ = _nothing  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        cst.CSTNode.__post_init__ = checked  # type: ignore[method-assign]


def _nothing(_: cst.CSTNode) -> None:
    pass


def parse(text: str) -> cst.Module | str:
    """Return the tree of a program, or why there is none."""
    because = refusal(text) or too_long(text)
    if because is not None:
        return because
    try:
        with deep_recursion(), _unchecked():
            return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        return _where(text, error.raw_line)
    except RecursionError:
        return "nested too deeply"


def _where(text: str, line: int) -> str:
    """Say where a program goes wrong: CPython knows the column, and syntax newer than libcst's."""
    found = python_tree(text)
    if isinstance(found, str):
        return found or f"syntax error at line {line}"
    return f"syntax that the parser does not take at line {line}"


def fault_in(text: str) -> str:
    """Return why text could not be read as a program, or "" if it could: a quick look.

    What CPython refuses is shown to the parser as well: which syntax the one knows depends on the
    version that runs, and whether a file counts as read must not depend on what is asked for.
    """
    tree = parse(text) if isinstance(python_tree(text), str) else ""
    return tree if isinstance(tree, str) else ""


def read_program(
    source: Source, data: bytes, passes: Callable[[str, ast.Module], bool] | None = None
) -> tuple[Module | Skipped | None, tuple[Directive, ...]]:
    """Return what a Python file says and its suppressions, or why it was not read.

    `passes` says of the text and CPython's tree of a program whether libcst must parse it; there
    is no module of one that need not be. What CPython cannot read is libcst's to judge.
    """
    try:
        text = decode(data)
    except UndecodableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope), ()
    if passes is not None:
        quick = python_tree(text)
        if not isinstance(quick, str) and not passes(text, quick):
            return None, tuple(directives(text, source.path))
    tree = parse(text)
    if isinstance(tree, str):
        return Skipped(source.path, tree, source.kind, source.scope), ()
    return _module(source, text, tree), tuple(directives(text, source.path))


def _module(source: Source, text: str, tree: cst.Module) -> Module:
    def place(span: Span) -> Place:
        return Place(source.path, span.line, span.column, span.end_line)

    spans = Spans()
    with deep_recursion():
        spans.add(tree, text)
        module = read_tree((tree,), spans, place, source)
    return replace(
        module,
        command_line=speaks_of_command_line(text),
        unread_options=unread_options(text),
        exported=bool(_EXPORTED.search(text)),
    )


def directives(text: str, path: str, cell: int | None = None) -> Iterator[Directive]:
    """Yield the suppression comments of a program; a line of its own speaks of the next code."""
    if "rai-lint" not in text:
        return
    lines = text.split("\n")
    for number, start, comment in _comments(text):
        alone = not lines[number - 1][:start].strip()
        target = _next_code(lines, number) if alone else number
        place = Place(path, number, start + 1, number, cell)
        directive = parse_directive(comment.removeprefix("#"), place, target)
        if directive is not None:
            yield directive


def _comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and text of the comments that may be suppressions, not of strings."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and "rai-lint" in token.string:
                yield *token.start, token.string
    except (tokenize.TokenError, SyntaxError):
        return  # what does not parse is reported as such; its comments before the fault count


def _next_code(lines: list[str], number: int) -> int:
    for following, line in enumerate(lines[number:], start=number + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return following
    return number
