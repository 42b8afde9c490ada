"""Rules over the table of facts: an outcome for every subject."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain

from rai_lint.evaluate.conditions import Conditions
from rai_lint.evaluate.decide import Decision, decide_subject
from rai_lint.evaluate.index import Index, build_index
from rai_lint.evaluate.outcomes import group_outcome, told_apart, unknown_groups
from rai_lint.evaluate.subjects import group, subjects
from rai_lint.evaluate.unread import unread_cards
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.rule import Rule
from rai_lint.model.source import Skipped

#: Is told the id of a rule, and seconds.
Timed = Callable[[str, float], None]


def evaluate(  # noqa: PLR0913 - the whole input of the stage
    rules: Sequence[Rule],
    facts: Sequence[Fact],
    roles: Collection[str],
    skipped: Sequence[Skipped],
    units: Collection[str],
    knowledge: Knowledge,
    profile: str = "",
    timed: Timed | None = None,
) -> tuple[Outcome, ...]:
    """Return the outcomes of rules, rule by rule in their order, subjects by place.

    `roles` are those the repository plays, `units` its directories with a card or manifest,
    `profile` is the name of the profile in use. A rule that applies to no subject yields one
    outcome, `not-applicable`, with the reason. `timed` is told the seconds that each rule took.
    """
    index = build_index(facts, skipped, units)
    found: list[Outcome] = []
    for rule in rules:
        before = time.perf_counter() if timed is not None else 0.0
        found += _outcomes(rule, Conditions(index, profile), roles, knowledge)
        if timed is not None:
            timed(rule.id, time.perf_counter() - before)
    return tuple(found)


def _outcomes(
    rule: Rule, conditions: Conditions, roles: Collection[str], knowledge: Knowledge
) -> list[Outcome]:
    reason = roles_forbid(rule, roles)
    if reason:
        return [_not_applicable(rule, reason)]
    index = conditions.index
    found = list(subjects(rule, index, knowledge))
    groups = group(rule, found)
    decided = [
        [decide_subject(rule, subject, conditions) for subject in members] for members in groups
    ]
    alone = [
        decide_subject(rule, subject, conditions) for subject in found if subject.group is None
    ]
    outcomes = [
        *_by_group(rule, decided, index),
        *unknown_groups(rule, alone, index),
        *unread_cards(rule, index),
    ]
    if outcomes:
        return sorted(outcomes, key=_order)
    return [_not_applicable(rule, _why_none(rule, [*chain.from_iterable(decided), *alone]))]


def _by_group(rule: Rule, decided: Sequence[Sequence[Decision]], index: Index) -> Iterator[Outcome]:
    for group_of in decided:
        for members in told_apart(rule, group_of) if rule.tell_apart else (group_of,):
            outcome = group_outcome(rule, members, index)
            if outcome is not None:
                yield outcome


def _order(outcome: Outcome) -> tuple[tuple[str, int, int, int], str]:
    return (outcome.places[0].order(), outcome.subject)


def _not_applicable(rule: Rule, because: str) -> Outcome:
    return Outcome(rule=rule, state="not-applicable", severity=rule.severity, because=because)


def roles_forbid(rule: Rule, roles: Collection[str]) -> str:
    """Return why the roles of the repository keep a rule from applying, or ""."""
    if rule.applies_to and not set(rule.applies_to) & set(roles):
        return f"the repository plays none of these roles: {', '.join(rule.applies_to)}"
    quiet = [role for role in rule.silent_in if role in roles]
    return f"the rule is silent in this role of the repository: {quiet[0]}" if quiet else ""


def _why_none(rule: Rule, decided: Sequence[Decision]) -> str:
    reasons = dict.fromkeys(text for each in decided for text in each.because)
    if reasons:
        return "; ".join(list(reasons)[:3])
    return f"no {rule.subject.replace('-', ' ')} that the rule is about"
