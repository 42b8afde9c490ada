"""Says how a rule was decided: which clause held and which did not, for each subject."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial

from rai_lint.evaluate.clauses import holds
from rai_lint.evaluate.conditions import Conditions
from rai_lint.evaluate.decide import decide_subject
from rai_lint.evaluate.frame import Frame, field_of
from rai_lint.evaluate.index import Index, build_index
from rai_lint.evaluate.stage import roles_forbid
from rai_lint.evaluate.subjects import Subject, subjects
from rai_lint.evaluate.truth import Verdict
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.rule import Clause, Condition, Rule
from rai_lint.model.source import Skipped
from rai_lint.model.value import Absent, Unknown, Value

MAX_CANDIDATES = 6
_WORDS = {True: "true", False: "false", None: "unknown"}


def trace(  # noqa: PLR0913 - the whole input of the stage
    rule: Rule,
    facts: Sequence[Fact],
    roles: Collection[str],
    skipped: Sequence[Skipped],
    units: Collection[str],
    knowledge: Knowledge,
    profile: str = "",
) -> str:
    """Return, as indented text, every condition of a rule with its truth, subject by subject."""
    forbidden = roles_forbid(rule, roles)
    if forbidden:
        return f"{rule.id}: not applicable: {forbidden}"
    index = build_index(facts, skipped, units)
    conditions = Conditions(index, profile)
    lines = [
        line
        for subject in subjects(rule, index, knowledge)
        for line in _subject(rule, subject, conditions, index)
    ]
    return "\n".join(lines) if lines else f"{rule.id}: not applicable: no {rule.subject}"


def _subject(rule: Rule, subject: Subject, conditions: Conditions, index: Index) -> Iterator[str]:
    frame = subject.frame
    fact = frame.subject
    where = f"at {_at(fact)}" if fact is not None else f"in unit {frame.unit}"
    yield f"{rule.id} {rule.subject} {subject.name} {where}".replace("  ", " ")
    if rule.where and fact is not None:
        yield from _clauses("where", rule.where, fact, frame)
    for name, part in (("when", rule.when), ("unless", rule.unless), ("require", rule.require)):
        if part:
            yield f"  {name}"
            for condition in part:
                yield from _condition(condition, frame, conditions, index, "    ")
    decision = decide_subject(rule, subject, conditions)
    reasons = f": {'; '.join(decision.because)}" if decision.because else ""
    yield f"  = {decision.state}{reasons}"


def _clauses(title: str, clauses: Sequence[Clause], fact: Fact, frame: Frame) -> Iterator[str]:
    yield f"  {title}"
    for clause in clauses:
        answer = holds((clause,), partial(field_of, fact), frame)
        yield f"    {_word(answer)}  {written(clause)}  {_given(clause, fact)}".rstrip()


def _condition(
    condition: Condition, frame: Frame, conditions: Conditions, index: Index, indent: str
) -> Iterator[str]:
    answer = conditions.holds(condition, frame)
    yield f"{indent}{_word(answer)}  {_title(condition)}{_because(answer)}"
    for inner in condition.conditions:
        yield from _condition(inner, frame, conditions, index, f"{indent}  ")
    if condition.kind:
        yield from _candidates(condition, frame, index, f"{indent}  ")


def _candidates(condition: Condition, frame: Frame, index: Index, indent: str) -> Iterator[str]:
    """Yield the facts that were looked at, each with the first clause that does not hold."""
    by_unit = index.by_kind.get(condition.kind, {})
    found = [
        fact
        for unit in index.units_in(frame.unit, condition.look)
        for fact in by_unit.get(unit, ())
        if condition.counts_tests or fact.scope != "test"
    ]
    for fact in found[:MAX_CANDIDATES]:
        failing = next(
            (
                f"{_word(answer)}  {written(clause)}  {_given(clause, fact)}".rstrip()
                for clause in condition.where
                if (answer := holds((clause,), partial(field_of, fact), frame)).truth is not True
            ),
            "true",
        )
        yield f"{indent}{_at(fact)}  {failing}"
    if len(found) > MAX_CANDIDATES:
        yield f"{indent}and {len(found) - MAX_CANDIDATES} more"


def _word(answer: Verdict) -> str:
    return _WORDS[answer.truth]


def _because(answer: Verdict) -> str:
    return f"  ({'; '.join(answer.because)})" if answer.because else ""


def _at(fact: Fact) -> str:
    cell = "" if fact.place.cell is None else f" cell {fact.place.cell}"
    return f"{fact.place.path}{cell}:{fact.place.line}"


def _title(condition: Condition) -> str:
    if condition.op == "test":
        return f"test {', '.join(map(written, condition.where))}"
    if condition.op == "profile":
        return f"profile {condition.profile}"
    bind = f" as {condition.bind}" if condition.bind else ""
    return f"{condition.op} {condition.kind}{bind}".rstrip()


def written(clause: Clause) -> str:
    """Return a clause nearly as it is written in the rule."""
    if clause.op in ("all", "any", "not"):
        return f"{clause.op}({', '.join(map(written, clause.clauses))})"
    argument = clause.argument
    shown = ", ".join(map(str, argument)) if isinstance(argument, tuple) else str(argument)
    return f"{clause.field} {clause.op} {shown}"


def _given(clause: Clause, fact: Fact) -> str:
    """Return what the fact says in the field that a clause tests."""
    if not clause.field or "." in clause.field:
        return ""
    return f"[{_shown(field_of(fact, clause.field))}]"


def _shown(value: Value) -> str:
    if isinstance(value, Absent):
        return "absent"
    if isinstance(value, Unknown):
        return f"unknown: {value.because}"
    text = str(value.value)
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - one line of a trace
