"""Joins packs: the built-in one first, then others in their order."""

from __future__ import annotations

from collections.abc import Iterable

from rai_lint.model.knowledge import Catalogue, Knowledge
from rai_lint.model.pack import Pack
from rai_lint.model.vocabulary import Table


def merge_catalogues(parts: Iterable[Catalogue]) -> Catalogue:
    """Return several catalogues as one, in their order."""
    found = tuple(parts)
    return Catalogue(
        calls=tuple(call for part in found for call in part.calls),
        objects=tuple(each for part in found for each in part.objects),
        classes=tuple(each for part in found for each in part.classes),
        recipes=tuple(recipe for part in found for recipe in part.recipes),
        barriers=tuple(each for part in found for each in part.barriers),
        results=tuple(each for part in found for each in part.results),
        reports=tuple(each for part in found for each in part.reports),
        same_rows=frozenset(name for part in found for name in part.same_rows),
    )


def merge_packs(packs: tuple[Pack, ...]) -> Pack:
    """Return several packs as one; of two tables of one name, the first counts."""
    tables: dict[str, Table] = {}
    for pack in packs:
        tables = {**pack.knowledge.tables, **tables}
    catalogue = merge_catalogues(pack.knowledge.catalogue for pack in packs)
    return Pack(
        rules=tuple(rule for pack in packs for rule in pack.rules),
        knowledge=Knowledge(tables=tables, catalogue=catalogue),
        profiles=tuple(profile for pack in packs for profile in pack.profiles),
        guidelines=tuple(guideline for pack in packs for guideline in pack.guidelines),
    )
