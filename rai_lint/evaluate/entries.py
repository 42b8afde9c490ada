"""Vocabulary entries as rules see them: one, or several joined, or none."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rai_lint.evaluate.identity import clean
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.value import ABSENT, Known, Plain, Unknown, Value
from rai_lint.model.vocabulary import Term

#: Tables whose keys are ids as code and cards write them: with owners, revisions and addresses.
_BY_IDENTITY = ("datasets", "models")

#: Stands for a key that is not given; no vocabulary has it.
_NOTHING = "nothing"


class Entry(Struct, frozen=True):
    """What a table says about one or several values.

    `missing` holds the keys it has no entry for; `because` says why a key itself is not known.
    """

    table: str
    terms: tuple[Term, ...]
    missing: tuple[str, ...] = ()
    because: str = ""

    @property
    def complete(self) -> bool:
        """Return whether there is an entry for every key."""
        return not self.missing and not self.because


def look_up(table: str, keys: Sequence[Value], knowledge: Knowledge) -> Entry:
    """Return the entries of a table for values (each may be a list), joined."""
    terms: list[Term] = []
    missing: list[str] = []
    because = ""
    for key in keys:
        if isinstance(key, Unknown):
            because = because or _reason(key)
            continue
        for text in _texts(key.value) if isinstance(key, Known) else [_NOTHING]:
            term = find_term(table, text, knowledge)
            if term is None:
                missing.append(text)
            elif term not in terms:
                terms.append(term)
    if not terms and not missing and not because:
        missing.append(_NOTHING)
    return Entry(table, tuple(terms), tuple(missing), because)


def find_term(table: str, name: str, knowledge: Knowledge) -> Term | None:
    """Return the entry of a name in a table, under any of its spellings."""
    found = knowledge.table(table)
    term = found.find(name)
    if term is None and table in _BY_IDENTITY:
        term = found.find(clean(name))
    return term


def _texts(value: Plain) -> list[str]:
    if isinstance(value, Entry):
        return [term.id for term in value.terms]
    return [str(each) for each in value] if isinstance(value, (tuple, list)) else [str(value)]


def _reason(value: Unknown) -> str:
    return f"`{value.text}`: {value.because}" if value.text else value.because


def entry_field(entry: Entry, name: str) -> Value:
    """Return a field of an entry: lists united, truth values joined by "or", equal values once.

    A field is unknown where an entry is missing, except `found`, which then is false.
    """
    if name == "found":
        if entry.because and not entry.missing:
            return _open(entry)
        return Known(entry.complete, "implied")
    values = [value for term in entry.terms if (value := _value(term, name)) is not None]
    if any(value is True for value in values):
        return Known(value=True, how="implied")
    if not entry.complete:
        return _open(entry)
    return Known(_joined(values), "implied") if values else ABSENT


def _open(entry: Entry) -> Unknown:
    """Return why nothing is known: the key itself is not, or the table has no such entry."""
    if entry.because:
        return Unknown("", entry.because)
    return Unknown(", ".join(entry.missing), f"not in the vocabulary `{entry.table}`")


def _value(term: Term, name: str) -> Plain:
    if name in ("id", "source", "date"):
        return getattr(term, name) or None
    return term.names if name == "names" else term.values.get(name)


def _joined(values: list[Plain]) -> Plain:
    if len(values) == 1:
        return values[0]
    several: list[Plain] = []
    for value in values:
        members = value if isinstance(value, (tuple, list)) else (value,)
        several += [each for each in members if each not in several]
    return several[0] if len(several) == 1 else tuple(several)
