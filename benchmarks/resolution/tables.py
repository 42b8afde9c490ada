"""The tables that are printed: by repository, by cause, and place by place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.resolution.places import RESOLVED, Place

_COLUMNS = ("literal", "followed", "set", "missed", "user", "caller", "outside")
_NAME = re.compile(r"`[^`]*`")
_NUMBER = re.compile(r"\d+")

#: What each class of unresolved ids means, in the words of docs/resolution.md.
CLASSES = {
    "missed": "the repository decides it, and it was not resolved",
    "user": "the user decides it at run time",
    "caller": "an argument of a function that nothing in the repository calls",
    "outside": "something that is not in the repository decides it",
}


def ratio(places: Sequence[Place], *, outside: bool = False) -> float | None:
    """Return the share of resolved ids among those the repository decides; None if none are.

    With `outside`, ids that libraries, files and servers decide count as not resolved.
    """
    states = Counter(place.state for place in places)
    resolved = sum(states[state] for state in RESOLVED)
    of = resolved + states["missed"] + (states["outside"] if outside else 0)
    return resolved / of if of else None


def mean(found: Mapping[str, Sequence[Place]], *, outside: bool = False) -> tuple[float, int]:
    """Return the mean of the ratios of repositories, and of how many."""
    ratios = [ratio(places, outside=outside) for places in found.values()]
    given = [each for each in ratios if each is not None]
    return (sum(given) / len(given) if given else 0.0), len(given)


def repositories(found: Mapping[str, Sequence[Place]]) -> Iterator[str]:
    """Yield one row for each repository, and the means."""
    yield f"| repository | {' | '.join(_COLUMNS)} | resolved | with outside |"
    yield "| --- |" + " --- |" * (len(_COLUMNS) + 2)
    for name, places in found.items():
        states = Counter(place.state for place in places)
        cells = [str(states[column]) for column in _COLUMNS]
        cells += [_percent(ratio(places)), _percent(ratio(places, outside=True))]
        yield f"| {name} | {' | '.join(cells)} |"
    for title, outside in (("mean", False), ("mean with outside as missed", True)):
        value, count = mean(found, outside=outside)
        yield f"{title} over {count} repositories: {value:.3f}"


def causes(found: Mapping[str, Sequence[Place]]) -> Iterator[str]:
    """Yield what stopped the search, by class and most frequent first; names become `…`."""
    counted = Counter(
        (place.state, _general(place.because))
        for places in found.values()
        for place in places
        if place.state in CLASSES
    )
    for state, meaning in CLASSES.items():
        rows = [(why, count) for (of, why), count in counted.most_common() if of == state]
        yield f"{meaning}: {sum(count for _, count in rows)}"
        yield from (f"  {count:5}  {why}" for why, count in rows)


def unresolved(found: Mapping[str, Sequence[Place]]) -> Iterator[str]:
    """Yield every place that is not resolved, those that the repository decides first."""
    for state in CLASSES:
        for places in found.values():
            for place in places:
                if place.state == state:
                    cell = "" if place.cell is None else f" cell {place.cell}"
                    where = f"{place.repository}/{place.path}:{place.line}{cell}"
                    yield f"{state}  {where}  {place.kind}  {place.text}: {place.because}"


def _general(because: str) -> str:
    return _NUMBER.sub("N", _NAME.sub("`…`", because))


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
