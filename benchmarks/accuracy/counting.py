"""Counts what pairing found, by the counting rules of the labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.accuracy.identity import key, same
from benchmarks.accuracy.labels import KINDS, Row
from benchmarks.accuracy.observed import Seen, observe
from benchmarks.accuracy.pairing import Pair, Pairing, distance, pair, right_id
from rai_lint.model.fact import Fact

#: Kinds that count once for each file and id, on any line.
ONCE = frozenset({"experiment-tracking", "ui-app"})
#: Kinds of which a second mention of the same thing in a file is no error.
MENTIONED = frozenset({"card-dataset", "card-language", "card-licence", "licence"})


@dataclass(slots=True)
class Tally:
    """The counts of one kind in one repository.

    `found` of `required` rows were found at their place, `right` of these with the right id;
    `true` of `reported` facts match a row. Optional rows and facts are in none of them.
    `config_found` of `config_required` values in configs were found at a place that counts.
    """

    required: int = 0
    found: int = 0
    right: int = 0
    reported: int = 0
    true: int = 0
    config_required: int = 0
    config_found: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for name in Tally.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Counted:
    """One repository: tallies by kind, and what they are made of."""

    name: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    false: list[Seen] = field(default_factory=list)
    wrong: list[Pair] = field(default_factory=list)

    def tally(self, kind: str) -> Tally:
        """Return the tally of a kind, which is made if it is the first asked."""
        return self.tallies.setdefault(kind, Tally())


def count(name: str, rows: Iterable[Row], facts: Iterable[Fact]) -> Counted:
    """Compare the labelled rows of a repository with the facts reported of it."""
    rows = [row for row in _once_rows(rows) if row.kind in KINDS]
    seen = [one for one in _once_seen(map(observe, facts)) if one.kind in KINDS]
    stated = [row for row in rows if not row.in_config]
    configured = [row for row in rows if row.in_config]
    pairing = pair(stated, seen)
    counted = Counted(name, pairs=pairing.pairs)
    _count_rows(counted, stated, pairing)
    _count_configured(counted, configured, seen)
    _count_facts(counted, configured, pairing)
    return counted


def _count_rows(counted: Counted, rows: Sequence[Row], pairing: Pairing) -> None:
    for row in rows:
        counted.tally(row.kind).required += row.required
    for one in pairing.pairs:
        tally = counted.tally(one.row.kind)
        tally.found += one.row.required
        tally.right += one.row.required and one.right
    counted.wrong = [one for one in pairing.pairs if not one.right]
    counted.missed = [row for row in pairing.rows if row.required]


def _count_configured(counted: Counted, rows: Sequence[Row], seen: Sequence[Seen]) -> None:
    """Count values in configs: found at their own line, or where they are used."""
    for row in rows:
        if not row.optional:
            tally = counted.tally(row.kind)
            tally.config_required += 1
            tally.config_found += any(_at_config(row, fact) for fact in seen)


def _at_config(row: Row, seen: Seen) -> bool:
    if row.kind != seen.kind or not right_id(row, seen):
        return False
    used = any(path == seen.path and abs(line - seen.line) <= 1 for path, line in row.via)
    return used or distance(row, seen) is not None


def _count_facts(counted: Counted, configured: Sequence[Row], pairing: Pairing) -> None:
    for one in pairing.pairs:
        if not one.row.optional:
            tally = counted.tally(one.row.kind)
            tally.reported += 1
            tally.true += 1
    for fact in pairing.seen:
        verdict = _verdict(fact, configured, pairing.pairs)
        if verdict is None:
            continue
        tally = counted.tally(fact.kind)
        tally.reported += 1
        tally.true += verdict
        if not verdict:
            counted.false.append(fact)


def _verdict(fact: Seen, configured: Sequence[Row], pairs: Sequence[Pair]) -> bool | None:
    """Return whether a fact without a row of its own is right; None if it does not count."""
    at = [row for row in configured if _at_config(row, fact)]
    if at:
        return None if all(row.optional for row in at) else True
    if any(row.kind == fact.kind and right_id(row, fact) for row in configured):
        return None
    return None if _mentioned_again(fact, pairs) else False


def _mentioned_again(fact: Seen, pairs: Sequence[Pair]) -> bool:
    return fact.kind in MENTIONED and any(
        one.seen.path == fact.path
        and one.seen.kind == fact.kind
        and any(same(fact.kind, left, right) for left in one.seen.ids for right in fact.ids)
        for one in pairs
    )


def _once_rows(rows: Iterable[Row]) -> list[Row]:
    """Return rows with those of once-per-file kinds joined; a required one counts first."""
    kept: dict[tuple[object, ...], Row] = {}
    for index, row in enumerate(sorted(rows, key=lambda row: row.optional)):
        if row.kind in ONCE:
            once = (row.kind, row.path, row.in_config, key(row.kind, row.id))
            kept.setdefault(once, replace(row, anywhere=True))
        else:
            kept[index,] = row
    return list(kept.values())


def _once_seen(seen: Iterable[Seen]) -> list[Seen]:
    """Return facts with those of once-per-file kinds joined, the first of each."""
    kept: dict[tuple[object, ...], Seen] = {}
    for index, one in enumerate(seen):
        if one.kind in ONCE:
            ids = tuple(sorted({key(one.kind, identity) for identity in one.ids}))
            kept.setdefault((one.kind, one.path, ids), one)
        else:
            kept[index,] = one
    return list(kept.values())
