"""What a run says about items of guidelines: over the rules that refer to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from rai_lint.model.report import Report
from rai_lint.model.rule import Rule

State = Literal["gap", "unknown", "evidence", "not-checked"]


class Item(Struct, frozen=True):
    """An item of a guideline, its state, and the ids of the rules of this run behind it."""

    guideline: str
    item: str
    state: State
    rules: tuple[str, ...]


def items(report: Report) -> tuple[Item, ...]:
    """Return every item that a rule of this run refers to, sorted.

    A gap if one of the rules failed (a suppressed finding is still a gap: somebody accepted it),
    else unknown if one is, else evidence if one passed, else not checked.
    """
    states: dict[tuple[str, str], dict[str, set[State]]] = {}
    for rule, state in _states(report):
        for reference in rule.references:
            guideline, _, item = reference.partition("/")
            states.setdefault((guideline, item), {}).setdefault(rule.id, set()).add(state)
    return tuple(
        Item(guideline, item, _worst({one for each in rules.values() for one in each}), (*rules,))
        for (guideline, item), rules in sorted(states.items())
    )


def _states(report: Report) -> Iterator[tuple[Rule, State]]:
    for finding in report.findings:
        yield finding.rule, "gap"
    for outcome in report.unknown:
        yield outcome.rule, "unknown"
    for outcome in report.passed:
        yield outcome.rule, "evidence"
    for outcome in report.not_applicable:
        yield outcome.rule, "not-checked"


def _worst(states: set[State]) -> State:
    order: tuple[State, ...] = ("gap", "unknown", "evidence")
    return next((state for state in order if state in states), "not-checked")
