"""A Python file to a `Module`: decoded, looked at for what would hurt the parser, parsed, read."""

from __future__ import annotations

import ast
import io
import sys
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst
from msgspec.structs import replace

from rai_lint.extract.directives import parse_directive
from rai_lint.extract.python.decode import UndecodableError, decode
from rai_lint.extract.python.guard import refusal
from rai_lint.extract.python.options import speaks_of_command_line
from rai_lint.extract.python.positions import Span, Spans
from rai_lint.extract.python.reader import read_tree
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
    because = refusal(text)
    if because is not None:
        return because
    try:
        with deep_recursion(), _unchecked():
            return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        return _where(text, error.raw_line)
    except RecursionError:
        return "nested too deeply"


def _where(text: str, line: int, fits: str = "syntax that the parser does not take") -> str:
    """Say where a program goes wrong: CPython knows the column, and syntax newer than libcst's.

    `fits` is the answer where CPython finds nothing wrong.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of the style is not asked
            ast.parse(text)
    except SyntaxError as error:
        if error.lineno is None:  # zero bytes, which have no place in some versions
            return f"syntax error: {error.msg}"
        return f"syntax error at {error.lineno}:{error.offset}"
    except (ValueError, RecursionError, MemoryError):
        return f"syntax error at line {line}"
    return f"{fits} at line {line}" if fits else ""


def fault_of(source: Source, data: bytes) -> Skipped | None:
    """Return why a program could not be read if it had to be; a quicker look than reading it."""
    try:
        text = decode(data)
    except UndecodableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope)
    because = fault_in(text)
    return Skipped(source.path, because, source.kind, source.scope) if because else None


def fault_in(text: str) -> str:
    """Return why text could not be read as a program, or "" if it could."""
    return refusal(text) or _where(text, 1, fits="")


def read_program(source: Source, data: bytes) -> tuple[Module | Skipped, tuple[Directive, ...]]:
    """Return what a Python file says and its suppressions, or why it was not read."""
    try:
        text = decode(data)
    except UndecodableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope), ()
    tree = parse(text)
    if isinstance(tree, str):
        return Skipped(source.path, tree, source.kind, source.scope), ()

    def place(span: Span) -> Place:
        return Place(source.path, span.line, span.column, span.end_line)

    spans = Spans()
    with deep_recursion():
        spans.add(tree, text)
        module = read_tree((tree,), spans, place, source)
    module = replace(
        module,
        command_line=speaks_of_command_line(text),
        unread_options=unread_options(text),
        exported=bool(_EXPORTED.search(text)),
    )
    return module, tuple(directives(text, source.path))


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
