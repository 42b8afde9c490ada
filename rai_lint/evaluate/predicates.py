"""The predicates: one table from name to function.

A function gets plain values and says true, false, or None where it cannot tell. Unknown and absent
values, and lists, are dealt with here once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rai_lint.evaluate import coverage, identity, licences, numbers, version_sets, wording
from rai_lint.evaluate.entries import Entry
from rai_lint.evaluate.index import Unread
from rai_lint.evaluate.truth import NO, Verdict, any_of, negate, unknown, verdict
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import found_in
from rai_lint.model.splits import overlap
from rai_lint.model.value import Absent, Known, Plain, Unknown, Value

Plainly = Callable[[Plain, Plain, Knowledge], "bool | None"]


def decide(op: str, left: Value, rights: Sequence[Value], knowledge: Knowledge) -> Verdict:
    """Return whether a predicate holds between a value and its arguments, of which one must fit."""
    if op in _STATES:
        wanted = isinstance(rights[0], Known) and bool(rights[0].value)
        state = _STATES[op](left)
        return state if wanted else negate(state)
    if op == "disjoint" and not any(isinstance(each, Absent) for each in (left, *rights)):
        return negate(decide("overlaps", left, rights, knowledge))
    if isinstance(left, Unknown):
        return unknown(why(left))
    if isinstance(left, Absent):
        return unknown("no version is asked for") if op == "allows-below" else NO
    if op == "disjoint":  # from something that is not given
        return NO
    options = [option for right in rights for option in _options(op, right)]
    return any_of(_one(op, left.value, option, knowledge) for option in options)


def why(value: Unknown) -> str:
    """Return in words what could not be settled."""
    return f"`{value.text}`: {value.because}" if value.text else value.because


def _options(op: str, right: Value) -> list[Value]:
    """Return the members of a list on the right side, where a predicate takes any of them."""
    if op in _WHOLE or not isinstance(right, Known) or not isinstance(right.value, (tuple, list)):
        return [right]
    return [Known(each) for each in right.value]


def _one(op: str, left: Plain, right: Value, knowledge: Knowledge) -> Verdict:
    if isinstance(right, Unknown):
        return unknown(why(right))
    if isinstance(right, Absent):
        return NO
    holds, argument = PLAINLY[op], right.value
    if isinstance(left, (tuple, list)) and op not in _WHOLE_LEFT and not _same_list(op, argument):
        return any_of(
            _verdict(op, holds(each, argument, knowledge), each, argument) for each in left
        )
    return _verdict(op, holds(left, argument, knowledge), left, argument)


def _same_list(op: str, argument: Plain) -> bool:
    return op == "is" and isinstance(argument, (tuple, list))


def _verdict(op: str, truth: bool | None, left: Plain, argument: Plain) -> Verdict:
    if truth is None:
        return unknown(f"{_shown(left)} {op.replace('-', ' ')} {_shown(argument)}: cannot be told")
    return verdict(truth, "")


def _shown(value: Plain) -> str:
    text = ", ".join(term.id for term in value.terms) if isinstance(value, Entry) else str(value)
    return f"`{text[:40]}`"


def _known(value: Value) -> Verdict:
    if isinstance(value, Unread):
        return unknown(value.because)
    return verdict(isinstance(value, Known), "")


def _is_unknown(value: Value) -> Verdict:
    if isinstance(value, Unread):
        return unknown(value.because)
    return verdict(isinstance(value, Unknown), "")


def _absent(value: Value) -> Verdict:
    if isinstance(value, Unread):
        return unknown(value.because)
    return verdict(isinstance(value, Absent), "")


def _settled(value: Value) -> Verdict:
    """Return whether a value is known and nobody may override it; a default may be overridden."""
    if isinstance(value, Unknown):
        return unknown(why(value))
    if isinstance(value, Known) and value.how == "default":
        return unknown(f"{_shown(value.value)} is a default that may be overridden")
    return verdict(isinstance(value, Known), "")


_STATES: Mapping[str, Callable[[Value], Verdict]] = {
    "absent": _absent,
    "given": lambda value: negate(_absent(value)),
    "known": _known,
    "unknown": _is_unknown,
    "settled": _settled,
}

#: Predicates whose argument may itself be a list, and those that look at a list as a whole.
_WHOLE = frozenset({"is", "contains", "overlaps", "same-value"})
_WHOLE_LEFT = frozenset({"contains", "overlaps", "same-value"})


def equal(left: Plain, right: Plain) -> bool:
    """Return whether two plain values are equal; texts without case, `True` is not 1."""
    if isinstance(right, Entry):
        return any(equal(left, term.id) for term in right.terms)
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    if isinstance(left, (tuple, list)) and isinstance(right, (tuple, list)):
        return len(left) == len(right) and all(map(equal, left, right))
    return isinstance(left, bool) is isinstance(right, bool) and bool(left == right)


def _contains(left: Plain, right: Plain) -> bool:
    if isinstance(left, (tuple, list)):
        return any(equal(each, right) for each in left)
    return str(right).casefold() in str(left).casefold()


def _at_least(left: Plain, right: Plain) -> bool | None:
    one, other = numbers.number(left), numbers.number(right)
    return None if one is None or other is None else one >= other


def _at_most(left: Plain, right: Plain) -> bool | None:
    one, other = numbers.number(left), numbers.number(right)
    return None if one is None or other is None else one <= other


def _names(table: str) -> Plainly:
    def holds(left: Plain, right: Plain, knowledge: Knowledge) -> bool:
        return wording.names(str(left), identity.spellings(_text(right), knowledge.table(table)))

    return holds


def _mentions(left: Plain, right: Plain, knowledge: Knowledge) -> bool:
    term = knowledge.table("phrases").ids.get(str(right).casefold())
    return term is not None and wording.mentions(str(left), term)


def _text(value: Plain) -> str:
    """Return a plain value as text; an entry of a vocabulary goes by its id."""
    return value.terms[0].id if isinstance(value, Entry) and value.terms else str(value)


def _texts(holds: Callable[[str, str, Knowledge], bool | None]) -> Plainly:
    return lambda left, right, knowledge: holds(str(left), _text(right), knowledge)


PLAINLY: Mapping[str, Plainly] = {
    "is": lambda left, right, _: equal(left, right),
    "in": lambda left, right, _: equal(left, right),
    "matches": lambda left, right, _: found_in(str(right), str(left)),
    "contains": lambda left, right, _: _contains(left, right),
    "starts-with": lambda left, right, _: str(left).casefold().startswith(str(right).casefold()),
    "at-least": lambda left, right, _: _at_least(left, right),
    "at-most": lambda left, right, _: _at_most(left, right),
    "allows-below": lambda left, right, _: numbers.allows_below(str(left), str(right)),
    "same-release": lambda left, right, _: numbers.same_release(str(left), str(right)),
    "shares-version": lambda left, right, _: version_sets.shares_version(str(left), str(right)),
    "same-dataset": _texts(identity.same_dataset),
    "same-model": _texts(identity.same_model),
    "same-metric": _texts(identity.same_metric),
    "computes-metric": _texts(identity.computes_metric),
    "same-licence": _texts(identity.same_licence),
    "names-dataset": _names("datasets"),
    "names-model": _names("models"),
    "rounds-to": lambda left, right, _: numbers.rounds_to(left, right),
    "same-value": lambda left, right, _: numbers.same_value(left, right),
    "mentions": _mentions,
    "says": lambda left, right, _: wording.says(str(left), str(right)),
    "overlaps": lambda left, right, _: overlap(left, right),
    "contains-benchmark": _texts(coverage.contains_benchmark),
    "covers-language": _texts(coverage.covers_language),
    "drops-duty-of": licences.drops_duty,
    "has-duty": licences.has_duty,
}

#: Every predicate that can be evaluated.
NAMES = frozenset({*PLAINLY, *_STATES, "disjoint"})
