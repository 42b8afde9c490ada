"""Where the nodes of a libcst tree stand, for the few kinds of nodes that need it.

libcst's own provider has a tree write itself out node by node and costs more than the parse. This
adds up how long everything is, by the layouts of the nodes; where that does not come out at the
length of the text, the tree is written out after all.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import accumulate
from typing import Any

import libcst as cst
from libcst._nodes.internal import CodegenState
from msgspec import Struct, field

from rai_lint.extract.python.layout import Layout, Step, Written, layouts

_PLACED = frozenset(
    (
        cst.Call,
        cst.Name,
        cst.Assign,
        cst.AnnAssign,
        cst.AugAssign,
        cst.Subscript,
        cst.SimpleString,
        cst.FormattedString,
        cst.ConcatenatedString,
        cst.IndentedBlock,
        cst.SimpleStatementSuite,
        cst.Assert,
        cst.IfExp,
        cst.ListComp,
        cst.SetComp,
        cst.DictComp,
        cst.GeneratorExp,
    )
)


_SPACE = cst.SimpleWhitespace
_NOTHING: AbstractContextManager[None] = nullcontext()


class Span(Struct, frozen=True):
    """First line, first column and last line of a node, all 1-based."""

    line: int
    column: int
    end_line: int


class Spans:
    """The spans of calls, names, assignments and strings, by the `id` of their nodes."""

    def __init__(self) -> None:
        """Begin without a tree."""
        self._starts: list[int] = []  # of the lines of the text added last
        self._found: dict[int, tuple[int, int]] = {}
        self._counted: Mapping[int, Span] = {}

    def add(self, tree: cst.Module, text: str) -> None:
        """Take the nodes of a tree, parsed from this text, in place of those before it."""
        # The last line ends with a line break, written or not.
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        if text.endswith("\n"):
            self._starts.pop()
        self._found = _added(tree, len(text) + (not tree.has_trailing_newline))
        self._counted = {} if self._found else counted(tree)

    def get(self, node: int) -> Span | None:
        """Return the span of a node by its `id`."""
        found = self._found.get(node)
        if found is None:
            return self._counted.get(node)
        start, end = found
        line = bisect_right(self._starts, start)
        return Span(line, start - self._starts[line - 1] + 1, bisect_right(self._starts, end))


def _added(tree: cst.Module, length: int) -> dict[int, tuple[int, int]]:
    """Return where nodes begin and end in a text of that length; nothing if it does not fit."""
    adder = _Adder(len(tree.default_indent))
    try:
        return adder.found if adder.end_of(tree, 0) == length else {}
    except KeyError:  # a kind of node that has no layout
        return {}


class _Adder(Struct):
    """Adds up the lengths of nodes; says where those begin and end that need a place."""

    default_indent: int
    indent: int = 0
    found: dict[int, tuple[int, int]] = field(default_factory=dict)
    layouts: Mapping[type[cst.CSTNode], Layout] = field(default_factory=layouts)

    def end_of(self, node: Any, at: int) -> int:
        """Return where a node ends that begins at an offset."""
        kind = node.__class__
        start = at
        if kind in _SPECIAL:
            at = _SPECIAL[kind](self, node, at)
        else:
            layout = self.layouts[kind]
            if layout.fields is None:
                at = self._by_steps(node, layout.steps, at)
            else:
                for part, before in zip(layout.fields(node), layout.before, strict=True):
                    # White space and what is left out are most of all fields.
                    what = part.__class__
                    if what is _SPACE:
                        at += before + len(part.value)
                    elif what in _NEVER:
                        at += before
                    else:
                        at = self.end_of_part(part, at + before)
                at += layout.after
        if kind in _PLACED:
            self.found[id(node)] = (start, at)
        return at

    def _by_steps(self, node: Any, steps: Sequence[Step], at: int) -> int:
        for step in steps:
            if isinstance(step, str):
                at = self.end_of_part(getattr(node, step), at)
            elif isinstance(step, Written):
                given = getattr(node, step.field).__class__ not in _NEVER
                at += step.length if given is step.given else 0
            else:
                at += self.indent if step is None else step
        return at

    def end_of_part(self, part: Any, at: int) -> int:
        """Return where the value of a field ends: text, a node, several of them or nothing."""
        kind = part.__class__
        if kind is list or kind is tuple:
            for each in part:
                at = self.end_of(each, at)
            return at
        if kind is str:
            return at + len(part)
        return at if kind in _NEVER else self.end_of(part, at)

    def name(self, node: cst.Name, at: int) -> int:
        if node.lpar:
            at = self.end_of_part(node.lpar, at) + len(node.value)
            return self.end_of_part(node.rpar, at)
        return at + len(node.value)

    def space(self, node: cst.SimpleWhitespace, at: int) -> int:
        return at + len(node.value)

    def newline(self, node: cst.Newline, at: int) -> int:
        return at + (1 if node.value is None else len(node.value))

    def empty_line(self, node: cst.EmptyLine, at: int) -> int:
        at = self.end_of_part(node.whitespace, at + (self.indent if node.indent else 0))
        return self.newline(node.newline, self.end_of_part(node.comment, at))

    def bracketed_space(self, node: cst.ParenthesizedWhitespace, at: int) -> int:
        at = self.end_of_part(node.empty_lines, self.end_of(node.first_line, at))
        return self.end_of_part(node.last_line, at + (self.indent if node.indent else 0))

    def block(self, node: cst.IndentedBlock, at: int) -> int:
        at = self.end_of(node.header, at)
        return self._indented(node.indent, (node.body, node.footer), at)

    def match(self, node: cst.Match, at: int) -> int:
        at = self.end_of_part(node.leading_lines, at) + self.indent + len("match")
        at = self.end_of_part(node.whitespace_after_match, at)
        at = self.end_of_part(node.whitespace_before_colon, self.end_of(node.subject, at)) + 1
        at = self.end_of_part(node.whitespace_after_colon, at)
        return self._indented(node.indent, (node.cases, node.footer), at)

    def _indented(self, indent: str | None, parts: tuple[Any, ...], at: int) -> int:
        before = self.indent
        self.indent += self.default_indent if indent is None else len(indent)
        for part in parts:
            at = self.end_of_part(part, at)
        self.indent = before
        return at

    def condition(self, node: cst.If, at: int) -> int:
        """Return where an `if` ends; one in the place of an `else` is written `elif`."""
        at = self.end_of_part(node.leading_lines, at) + self.indent + len("if")
        at = self.end_of_part(node.whitespace_before_test, at)
        at = self.end_of_part(node.whitespace_after_test, self.end_of(node.test, at)) + 1
        at = self.end_of(node.body, at)
        return self.end_of_part(node.orelse, at + 2 * isinstance(node.orelse, cst.If))


#: What stands in a field that is not given.
_NEVER = frozenset((type(None), cst.MaybeSentinel))

_SPECIAL: Mapping[type[cst.CSTNode], Callable[[_Adder, Any, int], int]] = {
    cst.Name: _Adder.name,
    cst.SimpleWhitespace: _Adder.space,
    cst.Newline: _Adder.newline,
    cst.EmptyLine: _Adder.empty_line,
    cst.ParenthesizedWhitespace: _Adder.bracketed_space,
    cst.IndentedBlock: _Adder.block,
    cst.Match: _Adder.match,
    cst.If: _Adder.condition,
}


@dataclasses.dataclass
class _Counter(CodegenState):
    """Counts lines and columns where a tree would be written, and writes nothing."""

    line: int = 1
    column: int = 0
    spans: dict[int, Span] = dataclasses.field(default_factory=dict)
    starts: list[tuple[int, int]] = dataclasses.field(default_factory=list)

    def add_indent_tokens(self) -> None:
        self.column += sum(map(len, self.indent_tokens))

    def add_token(self, value: str) -> None:
        breaks = value.count("\n")
        if breaks:
            self.line += breaks
            self.column = len(value) - value.rfind("\n") - 1
        else:
            self.column += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        if type(node) in _PLACED:
            self.starts.append((self.line, self.column))

    def after_codegen(self, node: cst.CSTNode) -> None:
        if type(node) in _PLACED:
            line, column = self.starts.pop()
            self.spans[id(node)] = Span(line, column + 1, self.line)

    def pop_trailing_newline(self) -> None:
        pass

    def record_syntactic_position(  # type: ignore[override]  # nothing to enter is cheaper
        self, *_: object, **__: object
    ) -> AbstractContextManager[None]:
        return _NOTHING


def counted(tree: cst.Module) -> Mapping[int, Span]:
    """Return the spans of a tree, found by having it write itself out."""
    counter = _Counter(default_indent=tree.default_indent, default_newline=tree.default_newline)
    tree._codegen(counter)  # noqa: SLF001  # the only way to write a tree into a state of one's own
    return counter.spans
