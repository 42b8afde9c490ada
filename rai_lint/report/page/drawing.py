"""Where the nodes and arrows of the picture stand: three columns, from left to right."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.report.page.flow import Flow, Node
from rai_lint.report.page.spots import clip

WIDTH = 900
_NODE_WIDTH = 250
_NODE_HEIGHT = 50
_STEP = _NODE_HEIGHT + 16
_TOP = 34
_COLUMNS = (1, (WIDTH - _NODE_WIDTH) // 2, WIDTH - _NODE_WIDTH - 1)
#: What fits into a node at the sizes of the style sheet, in characters.
_NAME = 30
_WORD = 40


class Box(Struct, frozen=True):
    """A node at its place."""

    x: int
    y: int
    name: str
    word: str
    open: bool


class Path(Struct, frozen=True):
    """An arrow as the path of an SVG; `open` if it leads to or from what is not known."""

    line: str
    open: bool


class Drawing(Struct, frozen=True, kw_only=True):
    """The picture: boxes and paths, and the left edge of each column."""

    width: int
    height: int
    box_width: int
    box_height: int
    columns: tuple[int, ...]
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]


def draw(flow: Flow) -> Drawing:
    """Return the picture of a flow."""
    tallest = max((_count(flow, column) for column in range(3)), default=0)
    height = _TOP + tallest * _STEP
    boxes: list[Box] = []
    for column in range(3):
        own = [node for node in flow.nodes if node.column == column]
        top = _TOP + (tallest - len(own)) * _STEP // 2
        boxes += [_box(node, top + number * _STEP) for number, node in enumerate(own)]
    paths = dict.fromkeys(
        Path(
            _line(boxes[each.start], boxes[each.end]),
            boxes[each.start].open or boxes[each.end].open,
        )
        for each in flow.arrows
    )
    return Drawing(
        width=WIDTH,
        height=height,
        box_width=_NODE_WIDTH,
        box_height=_NODE_HEIGHT,
        columns=_COLUMNS,
        boxes=tuple(boxes),
        paths=tuple(paths),
    )


def _count(flow: Flow, column: int) -> int:
    return sum(node.column == column for node in flow.nodes)


def _box(node: Node, y: int) -> Box:
    return Box(_COLUMNS[node.column], y, clip(node.name, _NAME), clip(node.word, _WORD), node.open)


def _line(start: Box, end: Box) -> str:
    """Return a curve from the right edge of a box to the left edge of another."""
    x1, y1 = start.x + _NODE_WIDTH, start.y + _NODE_HEIGHT // 2
    x2, y2 = end.x - 7, end.y + _NODE_HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
