"""The places where an id is needed, and how far each is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from rai_lint.model.fact import Fact
from rai_lint.model.request import Request
from rai_lint.model.value import Absent, Known, Unknown
from rai_lint.run import inventory

#: The field that holds the id, by kind of fact.
KINDS = {
    "dataset-load": "id",
    "model-load": "id",
    "download": "id",
    "llm-call": "id",
    "eval-run": "tasks",
}
SCOPES = frozenset({"source", "example", "docs"})

#: `literal`: written there. `followed`: one value, found elsewhere. `set`: one of several values
#: that are all known. `missed`: the repository decides it. The rest is decided elsewhere.
State: TypeAlias = Literal["literal", "followed", "set", "missed", "user", "caller", "outside"]
RESOLVED: tuple[State, ...] = ("literal", "followed", "set")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One fact whose id is given: where it stands, its state, its values or what stopped it."""

    repository: str
    kind: str
    path: str
    line: int
    cell: int | None
    state: State
    values: tuple[str, ...] = ()
    how: str = ""
    text: str = ""
    because: str = ""


def places(root: Path, repository: str) -> list[Place]:
    """Return the places of a checkout; facts whose id is not given at all are no places."""
    facts, _ = inventory(Request(root=root))
    found = (_place(fact, repository) for fact in facts if _counts(fact))
    return [place for place in found if place is not None]


def _counts(fact: Fact) -> bool:
    return fact.kind in KINDS and fact.scope in SCOPES


def _place(fact: Fact, repository: str) -> Place | None:
    value = fact.get(KINDS[fact.kind])
    if isinstance(value, Absent):
        return None
    one = value if isinstance(value, Known) else None
    stop = value if isinstance(value, Unknown) else None
    return Place(
        repository=repository,
        kind=fact.kind,
        path=fact.place.path,
        line=fact.place.line,
        cell=fact.place.cell,
        state=state_of(value),
        values=_texts(value),
        how=one.how if one else "",
        text=stop.text if stop else "",
        because=stop.because if stop else "",
    )


def _texts(value: Known | Unknown) -> tuple[str, ...]:
    several = (value.value,) if isinstance(value, Known) else value.candidates
    return tuple(str(each) for each in several)


def state_of(value: Known | Unknown) -> State:
    """Return how far a value is resolved."""
    if isinstance(value, Known):
        return "literal" if value.how == "literal" else "followed"
    if value.complete:
        return "set"
    return "missed" if value.by == "repository" else value.by
