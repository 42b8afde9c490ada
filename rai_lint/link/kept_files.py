"""Files that a program unpickles and that are the repository's own: kept in it, or written by it.

Nobody else supplies them, unless they can write to the repository; a file that a user may name
instead, by an argument, is none of these.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.value import Known

KIND = "unsafe-load"
_SAVE = "model-save"


def with_kept_files(facts: Iterable[Fact], paths: AbstractSet[str]) -> Iterator[Fact]:
    """Yield the facts; loads of the repository's own files say so in `kept`.

    Those are files among these paths, what the same program saves to the same path, and what
    another program saves to the same place of one machine.
    """
    facts = tuple(facts)
    saved = {
        (fact.place.path, path)
        for fact in facts
        if fact.kind == _SAVE and (path := _settled(fact, "destination"))
    }
    placed = {path for _, path in saved}
    for fact in facts:
        path = _settled(fact, "id") if fact.kind == KIND else ""
        written = (fact.place.path, path) in saved or (path in placed and _absolute(path))
        here = posixpath.dirname(fact.place.path)
        near = {path, posixpath.normpath(posixpath.join(here, path))} if path else set()
        if path and (written or not paths.isdisjoint(near)):
            yield replace(fact, fields={**fact.fields, "kept": Known(value=True, how="implied")})
        else:
            yield fact


def _settled(fact: Fact, name: str) -> str:
    """Return a path that no user chooses; empty if it is another one, or none."""
    value = fact.get(name)
    if isinstance(value, Known) and value.how != "default" and isinstance(value.value, str):
        return posixpath.normpath(value.value) if value.value else ""
    return ""


def _absolute(path: str) -> bool:
    return path.startswith(("/", "~")) or path[1:2] == ":"
