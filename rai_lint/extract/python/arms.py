"""The parts of a statement that may run or not, as lines: what order and branches are read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import libcst as cst
from msgspec import Struct, field

from rai_lint.model.module import Block, BlockKind
from rai_lint.model.source import Place


def arms(node: cst.CSTNode) -> Iterator[tuple[BlockKind, cst.BaseSuite]]:
    """Yield the bodies of a statement of which some run, some do not, or which run repeatedly.

    The body of a `try` counts as run: what follows a failed one is seldom what people look for.
    So does what stands under `if __name__ == "__main__"`.
    """
    if isinstance(node, cst.If):
        if not _is_main(node.test):
            yield "branch", node.body
        if node.orelse is not None:
            yield from arms(node.orelse)
    elif isinstance(node, (cst.For, cst.While)):
        yield "loop", node.body
    elif isinstance(node, (cst.Else, cst.ExceptHandler, cst.ExceptStarHandler, cst.MatchCase)):
        yield "branch", node.body
    elif isinstance(node, (cst.Try, cst.TryStar)):
        for handler in node.handlers:
            yield from arms(handler)
    elif isinstance(node, cst.Match):
        for case in node.cases:
            yield from arms(case)


def _is_main(test: cst.BaseExpression) -> bool:
    return (
        isinstance(test, cst.Comparison)
        and isinstance(test.left, cst.Name)
        and test.left.value == "__name__"
    )


class Blocks(Struct):
    """Records which lines of statements may run or not."""

    at: Callable[[cst.CSTNode], Place]
    found: list[Block]
    _arms: set[int] = field(default_factory=set)

    def of(self, node: cst.CSTNode) -> None:
        """Record the blocks of a statement; an `elif` is an arm of its `if`."""
        if id(node) not in self._arms:
            self.found += self._blocks(node, len(self.found))
        if isinstance(node, cst.If) and node.orelse is not None:
            self._arms.add(id(node.orelse))

    def _blocks(self, node: cst.CSTNode, statement: int) -> list[Block]:
        """Return the blocks of a statement; `statement` is the number that its arms share."""
        blocks = []
        for kind, body in arms(node):
            place = self.at(body)
            # A block reaches from the line break after its colon to the one after its text.
            first = place.line + isinstance(body, cst.IndentedBlock)
            blocks.append(
                Block(kind, statement, first, max(first, place.last_line - 1), place.cell)
            )
        return blocks
