"""The order in which a rule is decided for one subject.

`where` false: not a subject · `when` false: not applicable · `unless` true or `require` met: pass ·
any of them unknown: unknown · otherwise: fail.
"""

from __future__ import annotations

from msgspec import Struct

from rai_lint.evaluate.conditions import Conditions, describe
from rai_lint.evaluate.frame import Frame
from rai_lint.evaluate.subjects import Subject
from rai_lint.evaluate.truth import NO, Verdict, all_of
from rai_lint.model.fact import Fact
from rai_lint.model.message import Message
from rai_lint.model.outcome import State
from rai_lint.model.rule import Recipe, Rule, Severity


class Decision(Struct, frozen=True):
    """What a rule says of one subject, before members of a group are joined.

    `fix` is the edit that would mend it.
    """

    subject: Subject
    state: State
    because: tuple[str, ...] = ()
    evidence: tuple[Fact, ...] = ()
    severity: Severity = "warning"
    message: Message | None = None
    fix: Recipe | None = None


def decide_subject(rule: Rule, subject: Subject, conditions: Conditions) -> Decision:
    """Return the decision of a rule on one subject; names are bound in the subject's frame."""
    frame = subject.frame
    when = conditions.all_hold(rule.when, frame)
    if when.truth is False:
        return Decision(subject, "not-applicable", (_first_false(rule, frame, conditions),))
    unless = conditions.any_holds(rule.unless, frame)
    require = conditions.all_hold(rule.require, frame) if rule.require else NO
    for met in (unless, require):
        if met.truth:
            evidence = (*when.evidence, *met.evidence)
            return Decision(subject, "pass", evidence=evidence, severity=rule.severity)
    open_ones = [each for each in (subject.where, when, unless, require) if each.truth is None]
    if open_ones:
        together = all_of(open_ones)
        return Decision(subject, "unknown", together.because, together.evidence, rule.severity)
    return _fail(rule, subject, when, conditions)


def _first_false(rule: Rule, frame: Frame, conditions: Conditions) -> str:
    for condition in rule.when:
        if conditions.holds(condition, frame).truth is False:
            return describe(condition)
    return "it does not apply"  # pragma: no cover - one of them was false


def _fail(rule: Rule, subject: Subject, when: Verdict, conditions: Conditions) -> Decision:
    """Return the finding, in the words of the first case whose circumstances hold."""
    fix = _fix(rule, subject.frame, conditions)
    for case in rule.cases:
        circumstances = conditions.all_hold(case.when, subject.frame)
        if circumstances.truth:
            evidence = (*when.evidence, *circumstances.evidence)
            message = case.message or rule.message
            return Decision(subject, "fail", (), evidence, case.severity, message, fix)
    return Decision(subject, "fail", (), when.evidence, rule.severity, rule.message, fix)


def _fix(rule: Rule, frame: Frame, conditions: Conditions) -> Recipe | None:
    """Return the first edit whose circumstances hold; none where they are not known."""
    for recipe in rule.fixes:
        if conditions.all_hold(recipe.when, frame).truth:
            return recipe
    return None
