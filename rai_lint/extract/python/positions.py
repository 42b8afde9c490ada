"""Where the nodes of a libcst tree stand, for the few kinds of nodes that need it.

libcst's own provider records every node and costs more than the parse; this records a handful,
while the tree writes itself out once.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import libcst as cst
from libcst._nodes.internal import CodegenState
from msgspec import Struct

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
    )
)


_NOTHING: AbstractContextManager[None] = nullcontext()


class Span(Struct, frozen=True):
    """First line, first column and last line of a node, all 1-based."""

    line: int
    column: int
    end_line: int


@dataclass
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


def spans(module: cst.Module) -> Mapping[int, Span]:
    """Return the span of every call, name, assignment and string, by the `id` of its node."""
    counter = _Counter(default_indent=module.default_indent, default_newline=module.default_newline)
    module._codegen(counter)  # noqa: SLF001  # the only way to write a tree into a state of one's own
    return counter.spans
