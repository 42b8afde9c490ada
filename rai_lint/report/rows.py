"""Lists of the text report: columns that stand below each other, long lines wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

#: A column is no wider than this for the sake of one long cell.
_MOST = 44
#: With less room than this the last column is not wrapped: it would be a ribbon.
_LEAST = 30

Row = tuple[str, ...]


def rows(cells: Sequence[Row], width: int, indent: str = "  ") -> Iterator[str]:
    """Yield rows of neutral text as lines: each column as wide as it must be, the last wrapped."""
    widths = (
        [_width([row[at] for row in cells]) for at in range(len(cells[0]) - 1)] if cells else []
    )
    for row in cells:
        head = "".join(_padded(cell, width) for cell, width in zip(row, widths, strict=False))
        yield from hanging(f"{indent}{head}", row[-1], width)


def hanging(head: str, text: str, width: int) -> Iterator[str]:
    """Yield a text after a head, its further lines below its first one where there is room."""
    room = width - len(head)
    below = len(head) if room >= _LEAST else 8
    first, *rest = folded(text, max(room, _LEAST)) or [""]
    yield f"{head}{first}".rstrip()
    for line in folded(" ".join(rest), max(width - below, _LEAST)):
        yield f"{' ' * below}{line}"


def folded(text: str, width: int) -> list[str]:
    """Return a text as lines of at most a width, never within a word."""
    return wrap(text, width, break_on_hyphens=False, break_long_words=False)


def _width(cells: Sequence[str]) -> int:
    fitting = [len(cell) for cell in cells if len(cell) <= _MOST]
    return max(fitting, default=0)


def _padded(cell: str, width: int) -> str:
    return f"{cell:<{width}}  " if cell or width else ""
