"""One value out of several places where it may be made: known only if all agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rai_lint.link.context import Stop, weaker
from rai_lint.model.value import How, Known, Plain, Unknown

MAX_CANDIDATES = 12


def agreed(
    found: Sequence[Known | Unknown | Stop],
    text: str,
    *,
    fallback: bool = False,
    because: str = "it has several values",
) -> Known | Unknown:
    """Return the one value that all origins agree on, else what is in the way."""
    known = [value for value in found if isinstance(value, Known)]
    if fallback and len(known) == len(found):
        known = [value for value in known if value.value] or known[-1:]
        return known[0]
    candidates = _distinct(known)
    if known and len(known) == len(found) and len(candidates) == 1:
        how: How = "literal"
        for value in known:
            how = weaker(how, value.how)
        return replace(known[0], how=how)
    stops = [value.because for value in found if isinstance(value, (Stop, Unknown))]
    more = [c for value in found if isinstance(value, Unknown) for c in value.candidates]
    options = tuple(dict.fromkeys([*candidates, *_hashable(more)]))[:MAX_CANDIDATES]
    return Unknown(text, stops[0] if stops else because, options)


def _distinct(known: Iterable[Known]) -> list[Plain]:
    return list(dict.fromkeys(_hashable(value.value for value in known)))


def _hashable(values: Iterable[Plain]) -> list[Plain]:
    return [str(value) if isinstance(value, (dict, tuple)) else value for value in values]
