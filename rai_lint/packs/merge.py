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


def merge_tables(first: Table, more: Table) -> Table:
    """Return a table with the entries of another; of two that go by one name, the first counts."""
    return Table(name=first.name, match=first.match, terms=(*first.terms, *more.terms))


def merge_packs(packs: tuple[Pack, ...]) -> Pack:
    """Return several packs as one; a table of one that an earlier one has too adds to that."""
    tables: dict[str, Table] = {}
    for pack in packs:
        for name, table in pack.knowledge.tables.items():
            tables[name] = merge_tables(tables[name], table) if name in tables else table
    catalogue = merge_catalogues(pack.knowledge.catalogue for pack in packs)
    return Pack(
        rules=tuple(rule for pack in packs for rule in pack.rules),
        knowledge=Knowledge(tables=tables, catalogue=catalogue),
        profiles=tuple(profile for pack in packs for profile in pack.profiles),
        guidelines=tuple(guideline for pack in packs for guideline in pack.guidelines),
    )
