"""Compiles guidelines: their items, the rules behind each, and the levels they know."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import UNSET

from rai_lint.model.pack import Guideline, GuidelineItem, Level
from rai_lint.model.rule import Rule
from rai_lint.packs.conditions import compile_conditions
from rai_lint.packs.documents import GuidelineDoc, ItemDoc
from rai_lint.packs.names import Names, kind_fields
from rai_lint.packs.problems import Problems, near
from rai_lint.packs.vocabulary import Vocabularies


def compile_guideline(
    doc: GuidelineDoc,
    rules: Sequence[Rule] | None,
    vocabularies: Vocabularies,
    problems: Problems,
) -> Guideline:
    """Return the guideline of a document; what is wrong with its items is added to `problems`.

    `rules` are all there are, None where some could not be read. An item has the rules that it
    names and those that refer to it.
    """
    ids = None if rules is None else [rule.id for rule in rules]
    referring = _by_reference(rules or ())
    seen: set[str] = set()
    items: list[GuidelineItem] = []
    for number, item in enumerate(doc.items):
        place = problems.at("items", number)
        if item.id in seen:
            place.at("id").add(f"the item `{item.id}` stands here twice")
        seen.add(item.id)
        for position, code in enumerate(item.rules):
            if ids is not None and code not in ids:
                place.at("rules", position).add(f"`{code}` is no rule id{near(code, ids)}")
        evidence = (*item.rules, *referring.get(f"{doc.id}/{item.id}", ()))
        if not item.checkable and (evidence or item.shown_by):
            claims = evidence[0] if evidence else "`shown-by`"
            text = f"no machine can check this, but {claims} claims to give evidence for it"
            place.at("checkable").add(text)
        items.append(_item(item, evidence, vocabularies, place))
    return Guideline(
        id=doc.id,
        title=doc.title,
        source=doc.source,
        date=doc.date,
        dated=doc.dated,
        items=tuple(items),
        levels=_levels(doc, seen, problems),
    )


def _levels(doc: GuidelineDoc, known: Collection[str], problems: Problems) -> tuple[Level, ...]:
    for number, level in enumerate(doc.levels):
        for position, name in enumerate(level.needs):
            if name not in known:
                place = problems.at("levels", number, "needs", position)
                place.add(f"there is no item `{name}`{near(name, sorted(known))}")
    return tuple(Level(name=level.name, needs=tuple(level.needs)) for level in doc.levels)


def _by_reference(rules: Sequence[Rule]) -> Mapping[str, Sequence[str]]:
    """Return the ids of the rules that refer to an item, by `guideline/item`."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for reference in rule.references:
            found.setdefault(reference, []).append(rule.id)
    return found


def _item(
    doc: ItemDoc, rules: Sequence[str], vocabularies: Vocabularies, problems: Problems
) -> GuidelineItem:
    own = kind_fields("repository")
    names = Names(
        vocabularies.tables, vocabularies.fields, own, own, all_tables=vocabularies.complete
    )
    return GuidelineItem(
        id=doc.id,
        text=doc.text.strip(),
        rules=tuple(sorted(set(rules))),
        checkable=doc.checkable,
        date="" if doc.date is UNSET else doc.date,
        shown_by=compile_conditions(doc.shown_by, names, problems.at("shown-by"), "repository"),
    )
