"""Duties of licences, as sets; never a linear order of permissive and strict."""

from __future__ import annotations

from rai_lint.evaluate.entries import Entry
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.value import Plain
from rai_lint.model.vocabulary import Term


def duties(value: Plain, knowledge: Knowledge) -> tuple[frozenset[str], bool]:
    """Return the duties of a licence id (or of what `let` found), and whether these are all.

    An entry of another vocabulary stands for the licence it names.
    """
    if not isinstance(value, Entry):
        return _of_licence(str(value), knowledge)
    found: frozenset[str] = frozenset()
    sure = value.complete
    for term in value.terms:
        inner, settled = _of_term(term, knowledge)
        found, sure = found | inner, sure and settled
    return found, sure


def _of_licence(name: str, knowledge: Knowledge) -> tuple[frozenset[str], bool]:
    term = knowledge.table("licences").find(name)
    return (frozenset(), False) if term is None else _own(term)


def _own(term: Term) -> tuple[frozenset[str], bool]:
    listed = term.values.get("duties")
    found = frozenset(map(str, listed)) if isinstance(listed, (tuple, list)) else frozenset()
    return found, listed is not None and term.values.get("unclear") is not True


def _of_term(term: Term, knowledge: Knowledge) -> tuple[frozenset[str], bool]:
    if "duties" in term.values:
        return _own(term)
    named = term.values.get("licence")
    names = named if isinstance(named, (tuple, list)) else () if named is None else (named,)
    parts = [_of_licence(str(name), knowledge) for name in names]
    sure = bool(parts) and all(settled for _, settled in parts)
    return frozenset().union(*(found for found, _ in parts)), sure


def has_duty(licence: Plain, duty: Plain, knowledge: Knowledge) -> bool | None:
    """Return whether a licence carries a duty; None where its terms are not clear."""
    found, sure = duties(licence, knowledge)
    if duty in found:
        return True
    return False if sure else None


def drops_duty(licence: Plain, source: Plain, knowledge: Knowledge) -> bool | None:
    """Return whether a licence lacks a duty that the licence of a source carries."""
    own, own_sure = duties(licence, knowledge)
    theirs, theirs_sure = duties(source, knowledge)
    if theirs - own:
        return True if own_sure else None
    return False if theirs_sure else None
