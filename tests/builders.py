"""Rules, outcomes and directives for tests; what a test does not speak of is filled in."""

from __future__ import annotations

from rai_lint.model.fact import Directive
from rai_lint.model.message import Message, Part
from rai_lint.model.outcome import Outcome, State
from rai_lint.model.rule import Rule, Severity, Status
from rai_lint.model.source import Place


def make_rule(
    code: str = "DAT001",
    name: str = "training-dataset-undeclared",
    *,
    severity: Severity = "warning",
    status: Status = "stable",
    references: tuple[str, ...] = ("hf-model-card/datasets",),
) -> Rule:
    """Return a rule."""
    return Rule(
        id=code,
        name=name,
        title="A dataset is not declared",
        severity=severity,
        confidence="high",
        since="0.1",
        status=status,
        references=references,
        subject="dataset-load",
        message=Message((Part("message"),)),
        why="Nobody can tell what it learnt.",
        fix_text="List it under `datasets`. Then check its licence.",
        family=code[:3],
    )


def make_outcome(
    rule: Rule,
    *places: Place,
    state: State = "fail",
    subject: str = "imdb",
    unit: str = ".",
    because: str = "",
) -> Outcome:
    """Return an outcome of a rule at places."""
    return Outcome(
        rule=rule,
        state=state,
        subject=subject,
        unit=unit,
        places=places,
        severity=rule.severity,
        message=f"`{subject}` is not listed." if state == "fail" else "",
        because=because,
    )


def make_directive(
    path: str, line: int, *codes: str, reason: str = "agreed", malformed: str = "", until: str = ""
) -> Directive:
    """Return a suppression comment that speaks of its own line."""
    return Directive(Place(path, line), line, codes, reason, malformed, until)
