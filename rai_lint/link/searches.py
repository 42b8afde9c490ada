"""Searches for origins: each is made once, also those that lead back to one another."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.context import Origin, Stop, no_surer

_LEADS_BACK = Stop("it leads back to itself")


class Searches(Struct):
    """Remembers what searches found; one that is still going on answers that it leads back."""

    _found: dict[object, Sequence[Origin | Stop]] = field(default_factory=dict)
    _pending: set[object] = field(default_factory=set)

    def begins(self, key: object) -> bool:
        """Say whether a search is new, and note that it has begun."""
        if key in self._found:
            return False
        self._found[key] = [replace(_LEADS_BACK, loop=key)]
        self._pending.add(key)
        return True

    def others(self, key: object, found: Sequence[Origin | Stop]) -> Sequence[Origin | Stop]:
        """Return what was found without what leads back to the search itself."""
        return [item for item in found if not (isinstance(item, Stop) and item.loop == key)]

    def ends(self, key: object, found: Sequence[Origin | Stop]) -> None:
        """Keep what a search found."""
        self._found[key] = found or [_LEADS_BACK]
        self._pending.discard(key)

    def found(self, key: object) -> Sequence[Origin | Stop]:
        """Return what a search found, with what those found since that it led back to."""
        found = self._found[key]
        if not any(isinstance(item, Stop) and item.loop is not None for item in found):
            return found
        if key in self._pending:
            return found
        seen: set[object] = {key}
        closed = self._closed(found, seen) or [_LEADS_BACK]
        if self._pending.isdisjoint(seen):
            self._found[key] = closed
        return closed

    def _closed(self, found: Sequence[Origin | Stop], seen: set[object]) -> list[Origin | Stop]:
        closed: list[Origin | Stop] = []
        for item in found:
            if not isinstance(item, Stop) or item.loop is None:
                closed.append(item)
            elif item.loop in self._pending:
                closed.append(item)
                seen.add(item.loop)
            elif item.loop not in seen:
                seen.add(item.loop)
                further = self._closed(self._found.get(item.loop, ()), seen)
                closed += no_surer(further, item.how)
        return list(dict.fromkeys(closed))
