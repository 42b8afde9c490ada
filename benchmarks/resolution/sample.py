"""Resolved ids to be read by hand: a sample spread over the repositories, with its source."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from json import loads
from pathlib import Path

from benchmarks.resolution.places import RESOLVED, Place

_AROUND = 2


def chosen(found: Mapping[str, Sequence[Place]], count: int, seed: int) -> list[Place]:
    """Return resolved places: repositories in turn, so that large ones do not crowd the rest.

    Literals are left out where there is enough else: what is written there cannot be wrong.
    """
    order = random.Random(seed)  # noqa: S311 - a sample to read, not a secret
    piles = []
    for places in found.values():
        resolved = [place for place in places if place.state in RESOLVED]
        order.shuffle(resolved)
        resolved.sort(key=lambda place: place.state == "literal", reverse=True)
        piles.append(resolved)
    picked: list[Place] = []
    while len(picked) < count and any(piles):
        for pile in piles:
            if pile and len(picked) < count:
                picked.append(pile.pop())
    return sorted(picked, key=lambda place: (place.repository, place.path, place.line))


def shown(place: Place, checkouts: Path) -> Iterator[str]:
    """Yield a place with its value and the lines of source around it."""
    cell = "" if place.cell is None else f" cell {place.cell}"
    value = " | ".join(place.values)
    where = f"{place.repository} {place.path}:{place.line}{cell}"
    yield f"{where}  {place.kind}  {place.how or place.state}: {value}"
    for line in _source(checkouts / place.repository / place.path, place):
        yield f"    {line.strip()[:140]}"


def _source(path: Path, place: Place) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if place.cell is not None:
        cell = loads(text)["cells"][place.cell]["source"]
        text = cell if isinstance(cell, str) else "".join(cell)
    lines = text.split("\n")
    return lines[max(place.line - 1, 0) : place.line + _AROUND]
