"""Evaluates clauses on a fact, or on the subject and what is bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeGuard

from rai_lint.evaluate.frame import Frame
from rai_lint.evaluate.predicates import decide
from rai_lint.evaluate.truth import Verdict, all_of, any_of, negate
from rai_lint.model.rule import Argument, Clause
from rai_lint.model.value import Known, Value

#: Returns a field of what a bare name means here: a candidate, or the subject.
Own = Callable[[str], Value]


def holds(clauses: Sequence[Clause], own: Own, frame: Frame) -> Verdict:
    """Return whether all clauses hold."""
    return all_of(_clause(clause, own, frame) for clause in clauses)


def _clause(clause: Clause, own: Own, frame: Frame) -> Verdict:
    if clause.op == "all":
        return holds(clause.clauses, own, frame)
    if clause.op == "any":
        return any_of(_clause(each, own, frame) for each in clause.clauses)
    if clause.op == "not":
        return negate(holds(clause.clauses, own, frame))
    head, dot, rest = clause.field.partition(".")
    left = frame.dotted(head, rest) if dot else own(clause.field)
    return decide(clause.op, left, _arguments(clause, frame), frame.knowledge)


def _arguments(clause: Clause, frame: Frame) -> list[Value]:
    several = clause.argument if isinstance(clause.argument, tuple) else (clause.argument,)
    if clause.op in ("matches", "mentions"):
        return [Known(each) for each in several]
    if isinstance(clause.argument, tuple) and clause.op in ("is", "overlaps", "disjoint"):
        return [Known(clause.argument)]
    return [argument_value(each, frame) for each in several]


def argument_value(argument: Argument, frame: Frame) -> Value:
    """Return what an argument stands for: itself, or what it refers to."""
    return frame.reference(argument) if is_reference(argument) else Known(argument)


def is_reference(argument: Argument) -> TypeGuard[str]:
    """Return whether an argument refers to a field or a bound name."""
    return isinstance(argument, str) and len(argument) > 1 and argument.startswith("$")


def references(clauses: Sequence[Clause]) -> Iterator[str]:
    """Yield what clauses refer to besides the fact they test, as `$field` or `$name.field`."""
    for clause in clauses:
        yield from references(clause.clauses)
        if "." in clause.field:
            yield f"${clause.field}"
        if clause.op in ("matches", "mentions"):
            continue
        several = clause.argument if isinstance(clause.argument, tuple) else (clause.argument,)
        for each in several:
            if is_reference(each):
                yield each
