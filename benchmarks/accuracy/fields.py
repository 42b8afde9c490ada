"""Compares fields of facts with the labels, on matched rows only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.accuracy.identity import same
from benchmarks.accuracy.observed import texts
from benchmarks.accuracy.pairing import Pair

#: Labelled fields, and the field of the fact where it has another name for some kind.
_SEED = {"seed-set": "value"}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "revision": {},
    "split": {},
    "seed": _SEED,
    "guard": {},
    "checksum": {},
    "remote_code": {},
    "origin": {},
    "role": {},
}
#: Two spellings of one split.
_SPLITS = {"val": "validation"}
_NOTE = re.compile(r"\s*\(.*\)\s*$")


@dataclass(slots=True)
class FieldCount:
    """How often a field was right, and where it was not: (pair, wanted, given).

    `unsure` counts answers of "unknown" where the label has a better one.
    """

    compared: int = 0
    right: int = 0
    unsure: int = 0
    wrong: list[tuple[Pair, str, str]] = field(default_factory=list)

    def add(self, pair: Pair, wanted: tuple[str, ...], given: tuple[str, ...]) -> None:
        """Compare one field of one pair."""
        self.compared += 1
        if any(_equal(left, right) for left in wanted for right in given):
            self.right += 1
        else:
            self.unsure += "unknown" in given
            self.wrong.append((pair, "|".join(wanted), "|".join(given)))


def compare(pairs: Iterable[Pair]) -> dict[str, FieldCount]:
    """Return the counts of every field that a label gives, by name."""
    counts: dict[str, FieldCount] = {}
    for pair in pairs:
        for name, wanted, given in _compared(pair):
            counts.setdefault(name, FieldCount()).add(pair, wanted, given)
    return counts


def _compared(pair: Pair) -> Iterable[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield (field, wanted, given) for what a row says of its fact."""
    row, fact = pair.row, pair.seen.fact
    for name, other in _FIELDS.items():
        # Elsewhere the labels' `guard` is a note on the condition a call stands under.
        if name in row.fields and (name != "guard" or row.kind == "unsafe-load"):
            given = texts(fact.get(other.get(row.kind, name)))
            yield name, _wanted(name, row.fields), _given(name, given)
    if row.kind == "card-section":
        accepted = row.fields.get("accept_state", "").split("|")
        yield "state", (row.how, *filter(None, accepted)), texts(fact.get("state"))
    if row.kind in ("licence", "card-licence") and "scope" in row.fields:
        yield "covers", (row.fields["scope"],), texts(fact.get("covers"))
    if row.kind == "card-metric":
        yield "name", row.accepted, _given("name", texts(fact.get("name")))
    if row.scope and row.scope != "docs":
        yield "scope", (_side(row.scope),), (_side(fact.scope),)


def _wanted(name: str, labelled: Mapping[str, str]) -> tuple[str, ...]:
    """Return the answers that count, without the notes in brackets."""
    text = _NOTE.sub("", labelled[name])
    if name == "guard" and text.endswith(" absent"):
        text = "absent"
    # "train and test (two callers)": a fact that names one of several values matches.
    several = [_SPLITS.get(one, one) for one in text.split(" and ")] if name == "split" else [text]
    others = labelled.get(f"accept_{name}", "")
    return (*several, *(_NOTE.sub("", other) for other in others.split("|") if other))


def _given(name: str, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a fact gives; None counts as not given, and any checksum as present."""
    plain = tuple("absent" if text == "null" else text for text in given)
    if name == "checksum" and plain != ("absent",):
        return (*plain, "present")
    if name == "name" and plain == ("absent",):
        return ("unnamed",)
    # `null` is how labels write a seed of None.
    return plain if name != "seed" else (*plain, *given)


def _side(scope: str) -> str:
    return "test" if scope == "test" else "other"


def _equal(left: str, right: str) -> bool:
    return left.casefold() == right.casefold() or same("card-metric", left, right)
