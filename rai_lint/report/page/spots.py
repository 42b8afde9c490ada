"""Places and texts as a page shows them: in words, cut to a length, listed up to a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

from rai_lint.model.source import Place

_T = TypeVar("_T")
_CODE = re.compile(r"`([^`]+)`")


class Some(Struct, Generic[_T], frozen=True):
    """The first of several things, and how many more there are."""

    shown: tuple[_T, ...] = ()
    more: int = 0


class Span(Struct, frozen=True):
    """A piece of a text, which may be code."""

    text: str
    code: bool = False


def some(things: Iterable[_T], most: int) -> Some[_T]:
    """Return the first `most` things, and the number of the others."""
    found = tuple(things)
    return Some(found[:most], max(0, len(found) - most))


def spot(place: Place) -> str:
    """Return a place in words: `train.py:3`, `train.py:3-5`, `a.ipynb, cell 2, line 3`."""
    lines = str(place.line)
    if place.last_line > place.line:
        lines += f"-{place.last_line}"
    path = clip(place.path, 160)
    if place.cell is None:
        return f"{path}:{lines}"
    return f"{path}, cell {place.cell + 1}, line {lines}"


def spots(places: Iterable[Place], most: int) -> Some[str]:
    """Return places in words, each once, up to a number."""
    return some(dict.fromkeys(spot(place) for place in places), most)


def clip(text: str, most: int) -> str:
    """Return a text on one line, cut with "…" where it is longer than `most`."""
    flat = " ".join(text[: most * 4].split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def spans(text: str) -> Sequence[Span]:
    """Return a text in pieces, on one line: what stands between back ticks is code."""
    parts = _CODE.split(" ".join(text.split()))
    return [Span(part, code=bool(number % 2)) for number, part in enumerate(parts) if part]
