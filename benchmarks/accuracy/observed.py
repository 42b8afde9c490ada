"""Facts as they are compared with labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from rai_lint.model.fact import Fact
from rai_lint.model.kinds import IDENTITY
from rai_lint.model.value import ABSENT, Absent, Known, Unknown, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One reported fact: `ids` are the values its identity may have."""

    kind: str
    fact: Fact
    ids: tuple[str, ...] = ()
    unknown: bool = False

    @property
    def path(self) -> str:
        """Return the file the fact stands in."""
        return self.fact.place.path

    @property
    def line(self) -> int:
        """Return the fact's first line."""
        return self.fact.place.line


def observe(fact: Fact) -> Seen:
    """Return a fact as labels name it.

    A licence that a card states is a `card-licence`. What a README that is no card states is of no
    labelled kind (`readme-metric`).
    """
    kind = fact.kind
    in_card = isinstance(fact.get("card"), Known)
    if kind == "licence" and in_card:
        kind = "card-licence"
    in_readme = PurePosixPath(fact.place.path).name.lower().startswith("readme")
    if kind.startswith("card-") and in_readme and not in_card:
        kind = kind.replace("card-", "readme-", 1)
    value = fact.get(IDENTITY[fact.kind]) if fact.kind in IDENTITY else ABSENT
    return Seen(kind=kind, fact=fact, ids=texts(value), unknown=isinstance(value, Unknown))


def texts(value: Value) -> tuple[str, ...]:
    """Return what a value may be, as texts: "absent" if it is not given."""
    if isinstance(value, Absent):
        return ("absent",)
    if isinstance(value, Unknown):
        return ("unknown", *(spelled(candidate) for candidate in value.candidates))
    several = value.value if isinstance(value.value, (tuple, list)) else (value.value,)
    return tuple(spelled(one) for one in several)


def spelled(value: object) -> str:
    """Return a plain value as labels spell it."""
    return "null" if value is None else str(value)
