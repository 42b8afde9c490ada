"""One value out of several places where it may be made: known only if all agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from rai_lint.link.context import Origin, Stop, reached, weaker
from rai_lint.model.value import Decider, How, Known, Plain, Unknown

MAX_CANDIDATES = 40

_NOT_SET = Stop("it is not set by default; the user may give it", "user")

#: Who decides, where several places differ: what lies outside the repository cannot be known
#: however well the rest is followed.
_DECIDERS: tuple[Decider, ...] = ("user", "caller", "outside", "repository")


def agreed(
    found: Sequence[Known | Unknown | Stop],
    text: str,
    *,
    because: str = "it has several values",
) -> Known | Unknown:
    """Return the one value that all origins agree on, else what is in the way."""
    found = [*filter(reached, found)] or found
    known = [value for value in found if isinstance(value, Known)]
    if any(value.value is not None for value in known):
        found = [_NOT_SET if _open(value) else value for value in found]
        known = [value for value in found if isinstance(value, Known)]
    candidates = _distinct(known)
    if known and len(known) == len(found) and len(candidates) == 1:
        how: How = "literal"
        for value in known:
            how = weaker(how, value.how)
        return replace(known[0], how=how)
    more = [c for value in found if isinstance(value, Unknown) for c in value.candidates]
    options = tuple(dict.fromkeys([*candidates, *_hashable(more)]))
    stops = [value for value in found if not isinstance(value, Known) and not _is_set(value)]
    if stops:
        stop = first_cause(stops)
        return Unknown(text, stop.because, options[:MAX_CANDIDATES], by=stop.by)
    complete = 0 < len(options) <= MAX_CANDIDATES and not any(map(_container, found))
    return Unknown(text, because, options[:MAX_CANDIDATES], complete)


def changed(
    value: Known | Unknown, change: Callable[[str], Plain], because: str = "it is no text"
) -> Known | Unknown | Stop:
    """Return a known text, or each of several, as a function changes it."""
    if isinstance(value, Known) and value.value is None and value.how == "default":
        return Stop("it is not set by default; the user may give it", "user")
    if isinstance(value, Known):
        made = change(value.value) if isinstance(value.value, str) else None
        return Stop(because) if made is None else replace(value, value=made)
    if not value.complete:
        return Stop(value.because, value.by)
    several = [changed(Known(one), change, because) for one in value.candidates]
    return agreed(several, value.text, because=value.because)


def first_cause(stops: Sequence[Stop | Unknown]) -> Stop | Unknown:
    """Return what is in the way for good: what the user decides before what was not followed."""
    return min(stops, key=lambda stop: _DECIDERS.index(stop.by))


def in_turn(
    origins: Sequence[Origin | Stop], found: Sequence[Known | Unknown | Stop]
) -> list[Known | Unknown | Stop]:
    """Return the values that count where `a or b` was followed: the first that is not empty.

    `found` are the values of `origins`, in order.
    """
    turns = [origin.turn if isinstance(origin, Origin) else None for origin in origins]
    if not any(turns):
        return list(found)
    options: dict[tuple[int, int], list[Known | Unknown | Stop]] = {}
    for turn, value in zip(turns, found, strict=True):
        if turn is not None:
            options.setdefault(turn, []).append(value)
    sure = sorted(turn for turn, values in options.items() if all(map(_is_given, values)))
    last: dict[int, int] = dict(reversed(sure))
    kept: list[Known | Unknown | Stop] = []
    for turn, value in zip(turns, found, strict=True):
        if turn is None:
            kept.append(value)
        elif turn[1] <= last.get(turn[0], turn[1]) and not _is_empty(value):
            kept.append(_after(value, turn, options))
    return kept or list(found)


def _after(
    value: Known | Unknown | Stop,
    turn: tuple[int, int],
    options: Mapping[tuple[int, int], Sequence[Known | Unknown | Stop]],
) -> Known | Unknown | Stop:
    """Return a value no surer than what comes before it in `a or b` is empty."""
    if not isinstance(value, Known):
        return value
    how = value.how
    for (choice, option), before in options.items():
        if choice == turn[0] and option < turn[1]:
            for each in before:
                how = weaker(how, each.how) if isinstance(each, Known) else how
    return replace(value, how=how)


def _is_given(value: Known | Unknown | Stop) -> bool:
    return isinstance(value, Known) and bool(value.value)


def _is_empty(value: Known | Unknown | Stop) -> bool:
    return isinstance(value, Known) and not value.value


def _open(value: Known | Unknown | Stop) -> bool:
    """Say whether a value is nothing unless the user gives it."""
    return isinstance(value, Known) and value.value is None and value.how == "default"


def _is_set(value: Stop | Unknown) -> bool:
    """Say whether a value is one of several that are all known."""
    return isinstance(value, Unknown) and value.complete


def _container(value: Known | Unknown | Stop) -> bool:
    return isinstance(value, Known) and isinstance(value.value, (dict, tuple))


def _distinct(known: Iterable[Known]) -> list[Plain]:
    return list(dict.fromkeys(_hashable(value.value for value in known)))


def _hashable(values: Iterable[Plain]) -> list[Plain]:
    return [str(value) if isinstance(value, (dict, tuple)) else value for value in values]
