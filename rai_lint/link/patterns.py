"""Patterns of dotted names: `*` is one part or a piece of it, `**` any number of parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import Generic, Protocol, TypeAlias, TypeVar

from rai_lint.model.knowledge import ApiCall, ApiObject, ApiResult, Catalogue


class HasPatterns(Protocol):
    """An entry of the catalogue."""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Dotted patterns, one of which must match."""


Entry = TypeVar("Entry", bound=HasPatterns)
#: An entry's number and one of its patterns, with the first part of that if it is one name.
_Candidate: TypeAlias = tuple[int, str, str, Entry]


@lru_cache(maxsize=65536)
def matches(pattern: str, dotted: str) -> bool:
    """Say whether a dotted name fits a pattern."""
    if not _is_open(pattern):
        return pattern == dotted
    parts = dotted.split(".")
    head, *rest = _split(pattern)
    if head == "**" and "**" not in rest:  # most patterns are of this form
        return len(parts) >= len(rest) and all(map(_fits, parts[len(parts) - len(rest) :], rest))
    return _parts((head, *rest), parts)


@lru_cache(maxsize=8192)
def _split(pattern: str) -> tuple[str, ...]:
    return tuple(pattern.split("."))


def _is_open(pattern: str) -> bool:
    return "*" in pattern or "?" in pattern or "[" in pattern


def _parts(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        # A second `**` in one pattern would make this quadratic; names have a few parts only.
        return any(_parts(pattern[1:], parts[skip:]) for skip in range(len(parts) + 1))
    return bool(parts) and _fits(parts[0], pattern[0]) and _parts(pattern[1:], parts[1:])


def _fits(part: str, pattern: str) -> bool:
    """Say whether a part of a name fits its pattern; most need no regular expression."""
    if pattern in ("*", part):
        return True
    return _is_open(pattern) and fnmatchcase(part, pattern)


class PatternIndex(Generic[Entry]):
    """Catalogue entries by the last part of their patterns, in catalogue order."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Take the entries; the index is made when it is first asked."""
        self.entries = entries
        self._found: dict[str, tuple[Entry, ...]] = {}

    @cached_property
    def _by_tail(self) -> dict[str, list[_Candidate[Entry]]]:
        found: dict[str, list[_Candidate[Entry]]] = defaultdict(list)
        for order, entry in enumerate(self.entries):
            for pattern in entry.patterns:
                head, tail = pattern.partition(".")[0], pattern.rpartition(".")[2]
                first = "" if _is_open(head) else head
                found["*" if "*" in tail else tail].append((order, pattern, first, entry))
        return dict(found)

    @cached_property
    def _open(self) -> dict[str, list[_Candidate[Entry]]]:
        """Those of an open tail by their first part; "*" for those of an open first part too."""
        found: dict[str, list[_Candidate[Entry]]] = defaultdict(list)
        for candidate in self._by_tail.get("*", ()):
            found[candidate[2] or "*"].append(candidate)
        return dict(found)

    def find(self, dotted: str) -> Sequence[Entry]:
        """Return the entries that match a dotted name, in catalogue order, each once."""
        # A repository calls few names, and each of them often.
        if dotted not in self._found:
            self._found[dotted] = tuple(self._matching(dotted))
        return self._found[dotted]

    def _matching(self, dotted: str) -> Iterator[Entry]:
        head, tail = dotted.partition(".")[0], dotted.rpartition(".")[2]
        candidates = [
            *self._by_tail.get(tail, ()),
            *self._open.get(head, ()),
            *self._open.get("*", ()),
        ]
        seen: set[int] = set()
        for order, pattern, first, entry in sorted(candidates, key=lambda item: item[0]):
            if order not in seen and first in ("", head) and matches(pattern, dotted):
                seen.add(order)
                yield entry


def call_index(catalogue: Catalogue) -> PatternIndex[ApiCall]:
    """Return the calls of a catalogue by their patterns; ask `Catalogue.once` for it."""
    return PatternIndex(catalogue.calls)


def object_index(catalogue: Catalogue) -> PatternIndex[ApiObject]:
    """Return what calls return by their patterns; ask `Catalogue.once` for it."""
    return PatternIndex(catalogue.objects)


def result_index(catalogue: Catalogue) -> PatternIndex[ApiResult]:
    """Return whose rows results have by their patterns; ask `Catalogue.once` for it."""
    return PatternIndex(catalogue.results)


def patterns_of_objects(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the patterns of calls of objects, `pipe("…")`; ask `Catalogue.once` for it."""
    return tuple(
        pattern
        for entry in catalogue.calls
        for pattern in entry.patterns
        if pattern.endswith(".__call__")
    )
