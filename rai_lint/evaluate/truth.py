"""Three-valued truth that carries why it is not settled, and the facts that settled it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.model.fact import Fact

MAX_REASONS = 3
MAX_EVIDENCE = 20


class Verdict(Struct, frozen=True):
    """True, false, or None for unknown; `because` says what could not be settled."""

    truth: bool | None
    because: tuple[str, ...] = ()
    evidence: tuple[Fact, ...] = ()


YES = Verdict(truth=True)
NO = Verdict(truth=False)


def unknown(because: str) -> Verdict:
    """Return an unknown verdict with its reason."""
    return Verdict(truth=None, because=(because,))


def verdict(truth: bool | None, because: str) -> Verdict:
    """Return the verdict of a plain truth value; `because` counts if it is None."""
    if truth is None:
        return unknown(because)
    return YES if truth else NO


def negate(inner: Verdict) -> Verdict:
    """Return the opposite; what was evidence for the one is none for the other."""
    if inner.truth is None:
        return replace(inner, evidence=())
    return NO if inner.truth else YES


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return false if one is false, else unknown if one is unknown, else true (also for none)."""
    seen: list[Verdict] = []
    for each in verdicts:
        if each.truth is False:
            return NO
        if each is not YES:
            seen.append(each)
    if not seen:
        return YES
    if len(seen) == 1:
        return seen[0]
    truth = None if any(each.truth is None for each in seen) else True
    return Verdict(truth, _reasons(seen), _evidence(seen))


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return true if one is true, else unknown if one is unknown, else false (also for none)."""
    open_ones: list[Verdict] = []
    for each in verdicts:
        if each.truth is True:
            return each
        if each.truth is None:
            open_ones.append(each)
    if not open_ones:
        return NO
    return Verdict(None, _reasons(open_ones), _evidence(open_ones))


def _reasons(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    reasons = dict.fromkeys(text for each in verdicts for text in each.because)
    return tuple(reasons)[:MAX_REASONS]


def _evidence(verdicts: Iterable[Verdict]) -> tuple[Fact, ...]:
    facts = {id(fact): fact for each in verdicts for fact in each.evidence}
    return tuple(facts.values())[:MAX_EVIDENCE]
