"""Compiles profiles, and checks the codes and guidelines they name."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rai_lint.model.pack import Profile
from rai_lint.model.rule import Rule
from rai_lint.packs.documents import ProfileDoc
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


def check_guidelines(doc: ProfileDoc, known: Collection[str], problems: Problems) -> None:
    """Add a problem for every guideline of a profile that there is not."""
    for number, name in enumerate(doc.guidelines):
        if name not in known:
            place = problems.at("guidelines", number)
            place.add(f"there is no guideline `{name}`{near(name, sorted(known))}")


def compile_profile(doc: ProfileDoc) -> Profile:
    """Return the profile of a document."""
    return Profile(
        name=doc.name,
        title=doc.title,
        about=doc.about.strip(),
        select=tuple(doc.select),
        ignore=tuple(doc.ignore),
        severity=doc.severity,
        guidelines=tuple(doc.guidelines),
    )
