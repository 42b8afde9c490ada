"""The lines of code around a place, a few of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from rai_lint.model.source import Place
from rai_lint.report.neutral import neutral_code

Lines = Callable[[str, int | None], Sequence[str]]

_MOST = 4
_AROUND = 1
_WIDTH = 140


class Line(Struct, frozen=True):
    """A line with its number; `hit` if the place spans it."""

    number: int
    text: str
    hit: bool


def frame(place: Place, lines: Lines) -> tuple[Line, ...]:
    """Return the first lines of a place with one before and one after; none if it has none."""
    source = lines(place.path, place.cell)
    last = min(place.last_line, place.line + _MOST - 1)
    if not 0 < place.line <= len(source):
        return ()
    numbers = range(max(1, place.line - _AROUND), min(len(source), last + _AROUND) + 1)
    found = [
        Line(number, neutral_code(source[number - 1], _WIDTH), place.line <= number <= last)
        for number in numbers
    ]
    return tuple(line for line in found if line.text or line.hit)
