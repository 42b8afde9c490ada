"""Compiles profiles and guidelines, and checks the codes they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET

from rai_lint.model.pack import Guideline, GuidelineItem, Profile
from rai_lint.model.rule import Rule
from rai_lint.packs.documents import GuidelineDoc, ItemDoc, ProfileDoc
from rai_lint.packs.problems import Problems, near


def check_codes(doc: ProfileDoc, rules: Sequence[Rule], problems: Problems) -> None:
    """Add a problem for every code of a profile that names no rule; `rules` are all there are."""
    ids = [rule.id for rule in rules]
    codes = ["ALL", *sorted({rule.family for rule in rules}), *ids, *(rule.name for rule in rules)]
    for key, values in (("select", doc.select), ("ignore", doc.ignore)):
        for number, code in enumerate(values):
            if code not in codes:
                problems.at(key, number).add(f"`{code}` names no rule or family{near(code, codes)}")
    sure = {rule.id for rule in rules if rule.confidence == "high"}
    for code, severity in doc.severity.items():
        place = problems.at("severity", code)
        if code not in ids:
            place.add(f"`{code}` is no rule id{near(code, ids)}", key=True)
        elif severity == "error" and code not in sure:
            place.add(f"an error must be sure: the confidence of {code} is not high")


def compile_profile(doc: ProfileDoc) -> Profile:
    """Return the profile of a document."""
    return Profile(
        name=doc.name,
        title=doc.title,
        about=doc.about.strip(),
        select=tuple(doc.select),
        ignore=tuple(doc.ignore),
        severity=doc.severity,
    )


def compile_guideline(
    doc: GuidelineDoc, rules: Sequence[Rule] | None, problems: Problems
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
        if evidence and not item.checkable:
            text = f"no machine can check this, but {evidence[0]} claims to give evidence for it"
            place.at("checkable").add(text)
        items.append(_item(item, evidence))
    return Guideline(
        id=doc.id,
        title=doc.title,
        source=doc.source,
        date=doc.date,
        dated=doc.dated,
        items=tuple(items),
    )


def _by_reference(rules: Sequence[Rule]) -> Mapping[str, Sequence[str]]:
    """Return the ids of the rules that refer to an item, by `guideline/item`."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for reference in rule.references:
            found.setdefault(reference, []).append(rule.id)
    return found


def _item(doc: ItemDoc, rules: Sequence[str]) -> GuidelineItem:
    return GuidelineItem(
        id=doc.id,
        text=doc.text.strip(),
        rules=tuple(sorted(set(rules))),
        checkable=doc.checkable,
        date="" if doc.date is UNSET else doc.date,
    )
