"""Files that a program unpickles and that are the repository's own: kept in it, or written by it.

Nobody else supplies them, unless they can write to the repository; a file that a user may name
instead, by an argument, is none of these.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from rai_lint.link.own_files import KIND
from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex
from rai_lint.model.value import Known

_SAVE = "model-save"
#: A folder of one person on one machine: whoever else runs the program has to put in another.
_HOME = regex(r"(?:/Users/|/home/|[A-Za-z]:[\\/]+Users[\\/]+)(?!runner\b|user\b|app\b)[\w.-]+[\\/]")


def with_kept_files(facts: Iterable[Fact], paths: AbstractSet[str]) -> Iterator[Fact]:
    """Yield the facts; loads of the repository's own files say so in `kept`.

    Those are files among these paths, what any program saves to the same place of one machine or
    under the same name, and what lies in the home folder of whoever wrote the program, where nobody
    else has it. A program that saves and that loads what nothing here names resumes its own work.
    What a program reads of its own is said where it is read.
    """
    facts = tuple(facts)
    saves = [fact for fact in facts if fact.kind == _SAVE]
    saved = {_settled(fact, "destination") for fact in saves}
    names = {_name(fact, "destination") for fact in saves} - {""}
    saving = {fact.place.path for fact in saves}
    for fact in facts:
        path = _settled(fact, "id") if fact.kind == KIND else ""
        here = posixpath.dirname(fact.place.path)
        near = {path, posixpath.normpath(posixpath.join(here, path))} if path else set()
        on_machine = _HOME.match(path) or (_absolute(path) and path in saved)
        name = _name(fact, "id") if fact.kind == KIND else ""
        resumed = fact.kind == KIND and not name and fact.place.path in saving
        if not paths.isdisjoint(near) or on_machine or name in names or resumed:
            yield replace(fact, fields={**fact.fields, "kept": Known(value=True, how="implied")})
        else:
            yield fact


def _settled(fact: Fact, name: str) -> str:
    """Return a path that no user chooses; empty if it is another one, or none."""
    value = fact.get(name)
    if isinstance(value, Known) and value.how != "default" and isinstance(value.value, str):
        return posixpath.normpath(value.value) if value.value else ""
    return ""


def _name(fact: Fact, field: str) -> str:
    """Return the name of a file, also of one that a user may replace; empty if nothing tells it."""
    value = fact.get(field)
    path = value.value if isinstance(value, Known) else None
    return posixpath.basename(path) if isinstance(path, str) else ""


def _absolute(path: str) -> bool:
    return path.startswith(("/", "~")) or path[1:2] == ":"
