"""Split names with slices, as `train[:90%]` and `train+test`: whether they share rows."""

from __future__ import annotations

import re
from math import inf

from msgspec import Struct

from rai_lint.model.value import Plain

_EDGE = r"\s*(?:(-?\d{1,12}%?)\s*)?"
_SPLIT = re.compile(rf"([^\[\]+,]+)(?:\[{_EDGE}:{_EDGE}\])?")


class _Slice(Struct, frozen=True):
    """Rows of a split from `start` up to `end`, in rows or in percent."""

    name: str
    start: float = 0.0
    end: float = inf
    percent: bool | None = None


def overlap(one: Plain, other: Plain) -> bool | None:
    """Return whether two splits, or lists of them, have something in common; None: cannot tell."""
    results = [_meet(left, right) for left in _slices(one) for right in _slices(other)]
    if any(result is True for result in results):
        return True
    return None if None in results else False


def _slices(value: Plain) -> list[_Slice]:
    texts = value if isinstance(value, (tuple, list)) else str(value).split("+")
    return [_parse(str(text)) for text in texts]


def _parse(text: str) -> _Slice:
    match = _SPLIT.fullmatch(text.strip())
    if match is None or (match[2] is None and match[3] is None):
        name = match[1] if match else text
        return _Slice(name.strip().casefold())
    percent = "%" in (match[2] or match[3] or "")
    start, end = (_edge(edge, percent=percent) for edge in (match[2], match[3]))
    return _Slice(
        match[1].strip().casefold(),
        0.0 if start is None else start,
        _whole(percent) if end is None else end,
        percent,
    )


def _whole(percent: bool) -> float:
    return 100.0 if percent else inf


def _edge(text: str | None, *, percent: bool) -> float | None:
    """Return an edge of a slice; from the end it is known in percent only (else not a number)."""
    if text is None:
        return None
    number = float(text.rstrip("%"))
    if number >= 0:
        return number
    return 100.0 + number if percent else float("nan")


def _meet(one: _Slice, other: _Slice) -> bool | None:
    if one.name != other.name:
        return False
    if one.percent is None or other.percent is None:
        return True
    if one.percent != other.percent:
        return True if one.start == other.start == 0 else None
    edges = (one.start, one.end, other.start, other.end)
    if any(edge != edge for edge in edges):  # noqa: PLR0124 - not a number
        return None
    return one.start < other.end and other.start < one.end
