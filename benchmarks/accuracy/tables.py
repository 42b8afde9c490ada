"""Writes counts as plain text tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.accuracy.counting import Counted, Tally
from benchmarks.accuracy.fields import FieldCount
from benchmarks.accuracy.interval import wilson
from benchmarks.accuracy.labels import KINDS
from benchmarks.accuracy.observed import Seen
from benchmarks.accuracy.pairing import Pair
from benchmarks.columns import columns

FEW = 30  # kinds with fewer required rows are pooled: their own shares mean little
_HEAD = (
    "required", "found", "recall", "95 %", "id right",
    "reported", "true", "precision", "95 %", "in configs",
)  # fmt: skip


def report(counted: Sequence[Counted], fields: Mapping[str, FieldCount]) -> Iterator[str]:
    """Yield the lines of the whole report: by kind, by repository, by field."""
    yield "By kind"
    yield from _table("kind", by_kind(counted))
    yield ""
    yield "By repository"
    yield from _table("repository", [(one.name, _sum(one.tallies.values())) for one in counted])
    yield ""
    yield "Fields, on matched rows"
    yield from columns(_field_rows(fields))


def details(counted: Iterable[Counted], fields: Mapping[str, FieldCount]) -> Iterator[str]:
    """Yield one line for each miss, false fact, wrong id and wrong field."""
    for one in counted:
        for row in one.missed:
            cell = _cell(row.cell)
            yield f"missed  {one.name}  {row.path}:{cell}{row.line}  {row.kind}  {row.id}".rstrip()
        for fact in one.false:
            at = f"{fact.path}:{_cell(fact.fact.place.cell)}{fact.line}"
            yield f"false   {one.name}  {at}  {fact.kind}  {_ids(fact)}".rstrip()
        for pair in one.wrong:
            yield f"wrong id  {one.name}  {_where(pair)}  {_ids(pair.seen)}"
    for name, count in fields.items():
        for pair, wanted, given in count.wrong:
            yield f"wrong {name}  {_where(pair)}  wanted {wanted}, got {given}"


def _where(pair: Pair) -> str:
    row = pair.row
    return f"{row.path}:{_cell(row.cell)}{row.line}  {row.kind}"


def _ids(seen: Seen) -> str:
    return "|".join(identity for identity in seen.ids if identity != "absent")


def _cell(cell: int | None) -> str:
    return "" if cell is None else f"cell {cell}:"


def by_kind(counted: Iterable[Counted]) -> list[tuple[str, Tally]]:
    """Return the sums of each kind, those of the small kinds together, and those of all."""
    sums: dict[str, Tally] = {}
    for one in counted:
        for kind, tally in one.tallies.items():
            sums.setdefault(kind, Tally()).add(tally)
    rows = [(kind, sums[kind]) for kind in KINDS if kind in sums]
    few = [tally for _, tally in rows if tally.required < FEW]
    return [*rows, (f"all kinds under {FEW}", _sum(few)), ("all kinds", _sum(sums.values()))]


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _table(title: str, rows: Iterable[tuple[str, Tally]]) -> Iterator[str]:
    return columns([(title, *_HEAD), *((name, *_cells(tally)) for name, tally in rows)])


def _cells(tally: Tally) -> tuple[str, ...]:
    configs = f"{tally.config_found}/{tally.config_required}" if tally.config_required else ""
    return (
        str(tally.required),
        *share(tally.found, tally.required),
        str(tally.right),
        str(tally.reported),
        *share(tally.true, tally.reported),
        configs,
    )


def share(part: int, whole: int) -> tuple[str, str, str]:
    """Return a count, its share, and the 95 % bounds of the share."""
    if not whole:
        return str(part), "-", "-"
    low, high = wilson(part, whole)
    return str(part), f"{part / whole:.3f}", f"{low:.2f}-{high:.2f}"


def _field_rows(fields: Mapping[str, FieldCount]) -> list[tuple[str, ...]]:
    head = ("field", "compared", "right", "share", "95 %", "unsure")
    return [
        head,
        *(
            (name, str(count.compared), *share(count.right, count.compared), str(count.unsure))
            for name, count in sorted(fields.items())
        ),
    ]
