"""Facts by kind and unit, and what skipped sources might have held."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.kinds import FIELDS, HELD_BY
from rai_lint.model.rule import Look
from rai_lint.model.source import Place, Skipped
from rai_lint.model.value import Unknown, Value

ROOT = "."
#: Skipped tests and vendored files hide nothing that a rule would have counted.
_COUNTED_SCOPES = ("source", "docs", "example")


class Unread(Unknown, frozen=True):
    """A field of a fact that a skipped source may hold: nothing at all is known about it."""


class Index(Struct, frozen=True):
    """The table of facts as conditions search it."""

    by_kind: Mapping[str, Mapping[str, tuple[Fact, ...]]]
    unread: Mapping[str, Mapping[str, tuple[Fact, ...]]]
    units: tuple[str, ...]

    def units_in(self, unit: str, look: Look) -> tuple[str, ...]:
        """Return the units to search from a unit, nearest first."""
        if look == "repository":
            return (unit, *(each for each in self.units if each != unit))
        above = tuple(parents(unit))
        below = tuple(each for each in self.units if each != unit and is_below(each, unit))
        return {
            "outward": (unit, *above),
            "inward": (unit, *below),
            "around": (unit, *above, *below),
        }[look]


def build_index(facts: Sequence[Fact], skipped: Sequence[Skipped], units: Collection[str]) -> Index:
    """Return the index of facts; `units` are the directories that own a card or manifest."""
    everywhere = tuple(sorted({ROOT, *units, *(fact.unit for fact in facts)}))
    ordered = sorted(facts, key=lambda fact: fact.place.order())
    return Index(_grouped(ordered), _grouped(_unread_facts(skipped, everywhere)), everywhere)


def parents(unit: str) -> list[str]:
    """Return the directories above a unit, nearest first; the root is `.`."""
    if unit == ROOT:
        return []
    steps = unit.split("/")
    return ["/".join(steps[:end]) for end in range(len(steps) - 1, 0, -1)] + [ROOT]


def is_below(path: str, unit: str) -> bool:
    """Return whether a path (or unit) lies in a unit's directory."""
    return unit == ROOT or path.startswith(f"{unit}/")


def unit_of(path: str, units: Sequence[str]) -> str:
    """Return the nearest unit upward of a file."""
    above = (unit for unit in units if unit != ROOT and is_below(path, unit))
    return max(above, key=len, default=ROOT)


def _grouped(facts: Sequence[Fact]) -> dict[str, dict[str, tuple[Fact, ...]]]:
    found: dict[str, dict[str, list[Fact]]] = {}
    for fact in facts:
        found.setdefault(fact.kind, {}).setdefault(fact.unit, []).append(fact)
    return {
        kind: {unit: tuple(each) for unit, each in by_unit.items()}
        for kind, by_unit in found.items()
    }


def _unread_facts(skipped: Sequence[Skipped], units: Sequence[str]) -> list[Fact]:
    """Return a stand-in for what each skipped source may hold, of every kind it could hold."""
    found: list[Fact] = []
    for source in skipped:
        if source.scope not in _COUNTED_SCOPES or source.kind is None:
            continue
        unread = Unread("", f"{source.path} was not read: {source.because}")
        unit = unit_of(source.path, units)
        for kind, held_by in HELD_BY.items():
            if source.kind in held_by:
                fields: dict[str, Value] = dict.fromkeys((*FIELDS[kind], "line"), unread)
                place = Place(source.path)
                found.append(
                    Fact(kind=kind, place=place, fields=fields, scope=source.scope, unit=unit)
                )
    return found
