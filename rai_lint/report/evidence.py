"""What a run says about the items of guidelines: over the rules that refer to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.model.pack import Guideline, GuidelineItem, items_by_reference
from rai_lint.model.report import Report
from rai_lint.model.request import Attestation
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place

State = Literal["gap", "unknown", "evidence", "not-checked"]

NO_MACHINE = "no machine can see this in a repository"
NO_RULE = "no rule looks at this yet"
NOT_SHOWN = "nothing in the repository shows it"
NOT_ASKED = "asked by profiles that are for this guideline"


class Item(Struct, frozen=True):
    """An item of a guideline, its state, and the ids of the rules behind it.

    `places` are those of the findings, unknowns or evidence that decided; `because` says why an
    item is not checked, or a gap that is no finding. `attested` is who vouches for it today,
    which makes no evidence of it.
    """

    guideline: str
    item: str
    state: State
    rules: tuple[str, ...]
    places: tuple[Place, ...] = ()
    because: str = ""
    attested: tuple[Attestation, ...] = ()


class Reached(Struct, frozen=True):
    """The highest level whose items a repository shows ("" if none), and what the next lacks."""

    level: str
    next: str = ""
    missing: tuple[str, ...] = ()


class _Word(Struct, frozen=True):
    """What one outcome of a rule says about the items that the rule refers to."""

    rule: Rule
    state: State
    places: tuple[Place, ...] = ()
    because: str = ""


def items(report: Report) -> tuple[Item, ...]:
    """Return every item of the guidelines of a report, in their order.

    The rules of an item are those that refer to it, and those that it names. A gap if one of them
    failed (a suppressed finding is still a gap: somebody accepted it), else unknown if one is, else
    evidence if one passed, else not checked. An item that a rule refers to and no guideline has
    comes last.
    """
    listed = items_by_reference(report.guidelines)
    naming: dict[str, list[str]] = {}
    for reference, item in listed.items():
        for code in item.rules:
            naming.setdefault(code, []).append(reference)
    said: dict[str, list[_Word]] = {}
    for word in _words(report):
        for reference in dict.fromkeys((*word.rule.references, *naming.get(word.rule.id, ()))):
            said.setdefault(reference, []).append(word)
    attested: dict[str, tuple[Attestation, ...]] = {}
    for each in report.attestations:
        if not each.over:
            attested[each.item] = (*attested.get(each.item, ()), each)
    found = (
        _item(reference, listed.get(reference), said.get(reference, ()))
        for reference in (*listed, *sorted(set(said) - set(listed)))
    )
    return tuple(
        replace(item, attested=attested.get(f"{item.guideline}/{item.item}", ())) for item in found
    )


def _item(reference: str, item: GuidelineItem | None, words: Sequence[_Word]) -> Item:
    guideline, _, name = reference.partition("/")
    state = _worst({word.state for word in words})
    named = {word.rule.id for word in words if word.rule.id}
    rules = tuple(sorted(named.union(item.rules if item else ())))
    deciding = [word for word in words if word.state == state]
    if state == "not-checked":
        return Item(guideline, name, state, rules, because=_why_not(item, rules, deciding))
    places = tuple(dict.fromkeys(place for word in deciding for place in word.places))
    reasons = dict.fromkeys(word.because for word in deciding if word.because)
    return Item(guideline, name, state, rules, places, "; ".join(reasons))


def _why_not(item: GuidelineItem | None, rules: Sequence[str], words: Iterable[_Word]) -> str:
    """Say why an item is not checked."""
    if item is not None and not item.checkable:
        return NO_MACHINE
    if not rules:
        return NOT_ASKED if item is not None and item.shown_by else NO_RULE
    reasons: Mapping[str, None] = dict.fromkeys(
        f"{word.rule.id} does not apply: {word.because}" for word in words
    )
    return "; ".join(reasons) or f"not selected: {', '.join(rules)}"


def _words(report: Report) -> Iterator[_Word]:
    yield from _own_words(report)
    for finding in report.findings:
        yield _Word(finding.rule, "gap", finding.places)
    for outcome in report.unknown:
        yield _Word(outcome.rule, "unknown", outcome.places)
    for outcome in report.passed:
        related = tuple(each.place for each in outcome.related)
        yield _Word(outcome.rule, "evidence", (*related, *outcome.places))
    for outcome in report.not_applicable:
        yield _Word(outcome.rule, "not-checked", because=outcome.because)


def _own_words(report: Report) -> Iterator[_Word]:
    """Yield what items say that are shown by conditions of their own."""
    for outcome in report.shown:
        if outcome.state == "pass":
            # A repository stands at its card, which is evidence only where nothing else is.
            related = tuple(each.place for each in outcome.related)
            yield _Word(outcome.rule, "evidence", related or outcome.places)
        elif outcome.state == "unknown":
            yield _Word(outcome.rule, "unknown", (), outcome.because)
        else:
            yield _Word(outcome.rule, "gap", because=NOT_SHOWN)


def levels(report: Report, found: Iterable[Item]) -> Mapping[str, Reached]:
    """Return the level that each guideline of the profile with levels is shown to reach."""
    shown = {(each.guideline, each.item) for each in found if each.state == "evidence"}
    return {
        guideline.id: _reached(guideline, {item for name, item in shown if name == guideline.id})
        for guideline in report.guidelines
        if guideline.levels and guideline.id in report.asked
    }


def _reached(guideline: Guideline, shown: Collection[str]) -> Reached:
    """Return the highest level with all it needs, and what the next one lacks."""
    name = ""
    for level in guideline.levels:
        missing = tuple(item for item in level.needs if item not in shown)
        if missing:
            return Reached(name, level.name, missing)
        name = level.name
    return Reached(name)


def _worst(states: set[State]) -> State:
    order: tuple[State, ...] = ("gap", "unknown", "evidence")
    return next((state for state in order if state in states), "not-checked")
