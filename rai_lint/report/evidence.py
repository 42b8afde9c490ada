"""What a run says about the items of guidelines: over the rules that refer to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from rai_lint.model.pack import GuidelineItem
from rai_lint.model.report import Report
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place

State = Literal["gap", "unknown", "evidence", "not-checked"]

NO_MACHINE = "no machine can see this in a repository"
NO_RULE = "no rule looks at this yet"


class Item(Struct, frozen=True):
    """An item of a guideline, its state, and the ids of the rules behind it.

    `places` are those of the findings, unknowns or evidence that decided; `because` says why an
    item is not checked.
    """

    guideline: str
    item: str
    state: State
    rules: tuple[str, ...]
    places: tuple[Place, ...] = ()
    because: str = ""


class _Word(Struct, frozen=True):
    """What one outcome of a rule says about the items that the rule refers to."""

    rule: Rule
    state: State
    places: tuple[Place, ...] = ()
    because: str = ""


def items(report: Report) -> tuple[Item, ...]:
    """Return every item of the guidelines of a report, in their order.

    A gap if one of the rules failed (a suppressed finding is still a gap: somebody accepted it),
    else unknown if one is, else evidence if one passed, else not checked. An item that a rule
    refers to and no guideline has comes last.
    """
    said: dict[str, list[_Word]] = {}
    for word in _words(report):
        for reference in word.rule.references:
            said.setdefault(reference, []).append(word)
    listed = {
        f"{guideline.id}/{item.id}": item
        for guideline in report.guidelines
        for item in guideline.items
    }
    return tuple(
        _item(reference, listed.get(reference), said.get(reference, ()))
        for reference in (*listed, *sorted(set(said) - set(listed)))
    )


def _item(reference: str, item: GuidelineItem | None, words: Sequence[_Word]) -> Item:
    guideline, _, name = reference.partition("/")
    state = _worst({word.state for word in words})
    rules = tuple(sorted({word.rule.id for word in words}.union(item.rules if item else ())))
    deciding = [word for word in words if word.state == state]
    if state == "not-checked":
        return Item(guideline, name, state, rules, because=_why_not(item, rules, deciding))
    places = tuple(dict.fromkeys(place for word in deciding for place in word.places))
    return Item(guideline, name, state, rules, places)


def _why_not(item: GuidelineItem | None, rules: Sequence[str], words: Iterable[_Word]) -> str:
    """Say why an item is not checked."""
    if item is not None and not item.checkable:
        return NO_MACHINE
    if not rules:
        return NO_RULE
    reasons: Mapping[str, None] = dict.fromkeys(
        f"{word.rule.id} does not apply: {word.because}" for word in words
    )
    return "; ".join(reasons) or f"not selected: {', '.join(rules)}"


def _words(report: Report) -> Iterator[_Word]:
    for finding in report.findings:
        yield _Word(finding.rule, "gap", finding.places)
    for outcome in report.unknown:
        yield _Word(outcome.rule, "unknown", outcome.places)
    for outcome in report.passed:
        related = tuple(each.place for each in outcome.related)
        yield _Word(outcome.rule, "evidence", (*related, *outcome.places))
    for outcome in report.not_applicable:
        yield _Word(outcome.rule, "not-checked", because=outcome.because)


def _worst(states: set[State]) -> State:
    order: tuple[State, ...] = ("gap", "unknown", "evidence")
    return next((state for state in order if state in states), "not-checked")
