"""Compiles profiles and guidelines, and checks the codes they name."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from rai_lint.model.pack import Guideline, GuidelineItem, Profile
from rai_lint.model.rule import Rule
from rai_lint.packs.documents import GuidelineDoc, ProfileDoc
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
    doc: GuidelineDoc, ids: Sequence[str] | None, problems: Problems
) -> Guideline:
    """Return the guideline of a document; what is wrong with its items is added to `problems`.

    `ids` are those of all rules, None where some could not be read.
    """
    seen: set[str] = set()
    for number, item in enumerate(doc.items):
        if item.id in seen:
            problems.at("items", number, "id").add(f"the item `{item.id}` stands here twice")
        seen.add(item.id)
        for position, code in enumerate(item.rules):
            if ids is not None and code not in ids:
                place = problems.at("items", number, "rules", position)
                place.add(f"`{code}` is no rule id{near(code, ids)}")
    return Guideline(
        id=doc.id,
        title=doc.title,
        source=doc.source,
        date="" if doc.date is UNSET else doc.date,
        items=tuple(
            GuidelineItem(id=item.id, text=item.text.strip(), rules=tuple(item.rules))
            for item in doc.items
        ),
    )
