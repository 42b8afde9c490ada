"""Pairs labelled rows with reported facts, one to one, nearest line first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.accuracy.identity import number, same
from benchmarks.accuracy.labels import Row
from benchmarks.accuracy.observed import Seen, texts

FAR = 2  # further away than any line that fits; for rows that any line of the file fits


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and the fact that matches it; `right` is False where only the place does."""

    row: Row
    seen: Seen
    right: bool = True


@dataclass(slots=True)
class Pairing:
    """What came of pairing: pairs, rows without a fact, facts without a row."""

    pairs: list[Pair] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)


def pair(rows: Sequence[Row], seen: Sequence[Seen]) -> Pairing:
    """Pair the rows of a repository with its facts.

    First by kind, place and id. What is left of rows with an unknown id is then paired by place
    alone: there the place was found and the id is wrong.
    """
    found = Pairing(rows=list(rows), seen=list(seen))
    _take(found, lambda row, fact: row.kind == fact.kind and right_id(row, fact), right=True)
    # A licence in a file that counts as a card, labelled as a licence of the repository.
    _take(found, _stated, right=True)
    _take_again(found)
    _take(found, lambda row, fact: row.kind == fact.kind and row.id == "unknown", right=False)
    return found


def _stated(row: Row, fact: Seen) -> bool:
    return row.kind == "licence" and fact.kind == "card-licence" and right_id(row, fact)


def _take_again(found: Pairing) -> None:
    """Pair licences labelled twice, as the card's and as the repository's, with the one fact."""
    stated = [one.seen for one in found.pairs if one.row.kind == "card-licence"]
    for row in list(found.rows):
        for fact in stated:
            if _stated(row, fact) and distance(row, fact) is not None:
                found.pairs.append(Pair(row, fact))
                found.rows.remove(row)
                break


def _take(found: Pairing, fits: Callable[[Row, Seen], bool], *, right: bool) -> None:
    """Move the best pairs that fit from what is left to the pairs."""
    options = sorted(_options(found, fits))
    rows: set[int] = set()
    facts: set[int] = set()
    for _, _, row, fact in options:
        if row not in rows and fact not in facts:
            rows.add(row)
            facts.add(fact)
            found.pairs.append(Pair(found.rows[row], found.seen[fact], right))
    found.rows = [row for index, row in enumerate(found.rows) if index not in rows]
    found.seen = [fact for index, fact in enumerate(found.seen) if index not in facts]


def _options(
    found: Pairing, fits: Callable[[Row, Seen], bool]
) -> Iterable[tuple[int, bool, int, int]]:
    by_path: dict[str, list[tuple[int, Seen]]] = {}
    for index, fact in enumerate(found.seen):
        by_path.setdefault(fact.path, []).append((index, fact))
    for at, row in enumerate(found.rows):
        for index, fact in by_path.get(row.path, ()):
            far = distance(row, fact)
            if far is not None and fits(row, fact):
                yield far, not row.required, at, index


def distance(row: Row, seen: Seen) -> int | None:
    """Return how far a fact stands from a row (0, 1 or FAR), or None if it is elsewhere."""
    if row.path != seen.path:
        return None
    if row.cell != seen.fact.place.cell:
        return FAR if row.anywhere else None
    if abs(row.line - seen.line) <= 1:
        return abs(row.line - seen.line)
    if seen.line in row.others:
        return 1
    return FAR if row.anywhere else None


def right_id(row: Row, seen: Seen) -> bool:
    """Return whether a fact says of what a row speaks. Rows without an id fit any."""
    if row.kind == "card-metric":
        return _right_metric(row, seen)
    if not row.id:
        return True
    return any(same(row.kind, wanted, given) for wanted in row.accepted for given in seen.ids)


def _right_metric(row: Row, seen: Seen) -> bool:
    """Return whether the number, and the dataset if one is labelled, are the same."""
    wanted = number(row.fields.get("value", ""))
    given = {number(text) for name in ("value", "printed") for text in texts(seen.fact.get(name))}
    dataset = row.fields.get("dataset", "")
    datasets = texts(seen.fact.get("dataset"))
    return wanted in given and (
        not dataset or any(same("card-dataset", dataset, name) for name in datasets)
    )
