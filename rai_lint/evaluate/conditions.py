"""Evaluates conditions over the table of facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct, field

from rai_lint.evaluate.clauses import holds, references
from rai_lint.evaluate.frame import Frame, field_of
from rai_lint.evaluate.index import Index
from rai_lint.evaluate.narrowed import Sorted, joint, narrowed
from rai_lint.evaluate.truth import NO, YES, Verdict, all_of, any_of, negate, unknown
from rai_lint.model.fact import Fact
from rai_lint.model.rule import Clause, Condition
from rai_lint.model.value import Value


class _Plan(Struct, frozen=True):
    """A condition taken apart once: `fixed` clauses refer to nothing but the candidate."""

    fixed: tuple[Clause, ...]
    moving: tuple[Clause, ...]
    refers: tuple[str, ...] | None
    in_tests: bool
    joint: Clause | None = None
    sorted: dict[str, Sorted] = field(default_factory=dict)
    near: dict[str, tuple[tuple[Fact, Verdict], ...]] = field(default_factory=dict)
    unread: dict[str, tuple[tuple[Fact, Verdict], ...]] = field(default_factory=dict)
    answers: dict[tuple[object, ...], tuple[Verdict, Fact | None]] = field(default_factory=dict)


class Conditions(Struct, frozen=True):
    """Evaluates conditions; remembers answers, because many subjects ask the same.

    `profile` is the name of the profile in use.
    """

    index: Index
    profile: str = ""
    plans: dict[int, _Plan] = field(default_factory=dict)

    def all_hold(self, conditions: Sequence[Condition], frame: Frame) -> Verdict:
        """Return whether all conditions hold; names are bound in the frame on the way."""
        return all_of([self.holds(condition, frame) for condition in conditions])

    def any_holds(self, conditions: Sequence[Condition], frame: Frame) -> Verdict:
        """Return whether one condition holds; only what that one bound stays bound."""
        return any_of(self.holds(condition, frame) for condition in conditions)

    def holds(self, condition: Condition, frame: Frame) -> Verdict:
        """Return whether one condition holds."""
        if condition.op == "profile":
            return YES if condition.profile == self.profile else NO
        if condition.op == "test":
            return holds(condition.where, frame.own, frame)
        if condition.op == "all":
            return self.all_hold(condition.conditions, frame)
        if condition.op == "any":
            return self.any_holds(condition.conditions, frame)
        if condition.op == "not":
            return negate(self.all_hold(condition.conditions, frame.inside()))
        answer, first = self._over_facts(condition, frame)
        if condition.bind and first is not None:
            frame.bound[condition.bind] = first
        return answer

    def _over_facts(self, condition: Condition, frame: Frame) -> tuple[Verdict, Fact | None]:
        plan = self.plans.get(id(condition))
        if plan is None:
            plan = self.plans[id(condition)] = _plan(condition)
        key = _key(plan, frame)
        if key is not None and key in plan.answers:
            return plan.answers[key]
        answer = self._search(condition, plan, frame)
        if key is not None:
            plan.answers[key] = answer
        return answer

    def _search(
        self, condition: Condition, plan: _Plan, frame: Frame
    ) -> tuple[Verdict, Fact | None]:
        if condition.op == "count":
            return self._count(condition, plan, frame)
        found, first = self._exists(condition, plan, frame)
        return (found, first) if condition.op == "exists" else (negate(found), None)

    def _exists(
        self, condition: Condition, plan: _Plan, frame: Frame
    ) -> tuple[Verdict, Fact | None]:
        """Return whether there is such a fact, and the first (or, if unknown, the first maybe)."""
        maybe: list[Verdict] = []
        first: Fact | None = None
        for fact, answer in self._candidates(condition, plan, frame):
            if answer.truth:
                return Verdict(truth=True, evidence=(fact, *answer.evidence)), fact
            maybe.append(answer)
            first = first or fact
        maybe += self._unread(condition, plan, frame)
        return (any_of(maybe), first) if maybe else (NO, None)

    def _count(
        self, condition: Condition, plan: _Plan, frame: Frame
    ) -> tuple[Verdict, Fact | None]:
        answers = list(self._candidates(condition, plan, frame))
        sure = [fact for fact, answer in answers if answer.truth]
        open_ones = [answer for _, answer in answers if answer.truth is None]
        hidden = self._unread(condition, plan, frame)
        most = None if hidden else len(sure) + len(open_ones)
        truth = _between(len(sure), most, condition.at_least, condition.at_most)
        first = sure[0] if sure else None
        if truth is None:
            return any_of([*open_ones, *hidden]), first
        return Verdict(truth, evidence=tuple(sure[:3]) if truth else ()), first

    def _candidates(
        self, condition: Condition, plan: _Plan, frame: Frame
    ) -> Iterator[tuple[Fact, Verdict]]:
        """Yield the facts for which the condition may hold, nearest unit first."""
        by_unit = self.index.by_kind.get(condition.kind, {})
        for unit in self.index.units_in(frame.unit, condition.look):
            if unit in by_unit:
                near = _near(plan, plan.near, unit, by_unit[unit], frame)
                for fact, fixed in narrowed(near, plan.joint, plan.sorted, frame):
                    answer = self._fits(condition, plan, fact, fixed, frame)
                    if answer.truth is not False:
                        yield fact, answer

    def _fits(
        self, condition: Condition, plan: _Plan, fact: Fact, fixed: Verdict, frame: Frame
    ) -> Verdict:
        answer = fixed
        if plan.moving:
            answer = all_of((fixed, holds(plan.moving, partial(field_of, fact), frame)))
        if condition.unless and answer.truth is not False:
            inner = frame.inside(condition.bind, fact)
            answer = all_of((answer, negate(self.any_holds(condition.unless, inner))))
        return answer

    def _unread(self, condition: Condition, plan: _Plan, frame: Frame) -> list[Verdict]:
        """Return unknown verdicts for the skipped sources that may hold such a fact."""
        by_unit = self.index.unread.get(condition.kind, {})
        found: list[Verdict] = []
        for unit in self.index.units_in(frame.unit, condition.look) if by_unit else ():
            for fact, fixed in _near(plan, plan.unread, unit, by_unit.get(unit, ()), frame):
                moving = holds(plan.moving, partial(field_of, fact), frame)
                if all_of((fixed, moving)).truth is not False:
                    found.append(unknown(_reason(fact, condition)))
        return found


def _plan(condition: Condition) -> _Plan:
    fixed = tuple(clause for clause in condition.where if not list(references((clause,))))
    moving = tuple(clause for clause in condition.where if list(references((clause,))))
    refers = None if condition.unless else tuple(dict.fromkeys(references(moving)))
    return _Plan(fixed, moving, refers, condition.counts_tests, joint(moving))


def _key(plan: _Plan, frame: Frame) -> tuple[object, ...] | None:
    """Return what the answer depends on, or None where that cannot be remembered."""
    if plan.refers is None:
        return None
    values: tuple[Value, ...] = tuple(frame.reference(each) for each in plan.refers)
    key = (frame.unit, *values)
    try:
        hash(key)
    except TypeError:  # a mapping, or a vocabulary entry
        return None
    return key


def _near(
    plan: _Plan,
    seen: dict[str, tuple[tuple[Fact, Verdict], ...]],
    unit: str,
    facts: Sequence[Fact],
    frame: Frame,
) -> tuple[tuple[Fact, Verdict], ...]:
    """Return the facts of a unit for which the fixed clauses may hold, worked out once."""
    found = seen.get(unit)
    if found is None:
        counted = (fact for fact in facts if plan.in_tests or fact.scope != "test")
        answers = ((fact, holds(plan.fixed, partial(field_of, fact), frame)) for fact in counted)
        found = tuple(each for each in answers if each[1].truth is not False)
        seen[unit] = found
    return found


def _between(least: int, most: int | None, lower: int, upper: int) -> bool | None:
    """Return whether a number known to lie from `least` to `most` lies in the bounds asked for."""
    if (most is not None and most < lower) or -1 < upper < least:
        return False
    below = upper == -1 or (most is not None and most <= upper)
    return True if least >= lower and below else None


def _reason(fact: Fact, condition: Condition) -> str:
    unread = next(iter(fact.fields.values()))
    return getattr(unread, "because", f"{fact.place.path} was not read ({condition.kind})")


def describe(condition: Condition) -> str:
    """Return in a few words why a condition that is false does not hold."""
    kind = condition.kind.replace("-", " ")
    if condition.op in ("exists", "count"):
        return f"no {kind} of that sort" if condition.where else f"no {kind}"
    if condition.op == "profile":
        return f"the profile in use is not {condition.profile}"
    if condition.op == "absent":
        return f"there is a {kind}"
    if condition.op == "any":
        return " and ".join(dict.fromkeys(describe(each) for each in condition.conditions))
    if condition.op == "all":
        return " or ".join(dict.fromkeys(describe(each) for each in condition.conditions))
    return "it is not of the sort the rule is about"
