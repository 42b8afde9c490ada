"""What a tracker of energy wrote down: CodeCarbon's `emissions.csv`, in kilograms of CO2.

https://docs.codecarbon.io (columns of the output file): one line for each run, `emissions` in
kilograms of CO2 equivalents, `duration` in seconds.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import NamedTuple

from rai_lint.extract.stored import stored
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Unknown, Value

_COLUMNS = frozenset({"emissions", "duration", "run_id"})
_MAX_RUNS = 1_000
_GRAMS = 1_000.0


class _Run(NamedTuple):
    """A line of the record: what the run had given off when it was written."""

    line: int
    name: str
    kilograms: float


def extract_emissions(source: Source, data: bytes, knowledge: Knowledge) -> Extraction:
    """Yield the record of a tracker: a fact for what each run gave off, one for all together.

    Other files yield nothing. Where only the start of the file is here, the amount is unknown.
    """
    del knowledge
    named = "emission" in PurePosixPath(source.path.lower()).name
    if not (named and source.path.lower().endswith(".csv")):
        return Extraction()
    if stored(source, data).storage != "git":
        return Extraction()
    rows = csv.DictReader(data.decode("utf-8-sig", errors="replace").splitlines())
    if not set(rows.fieldnames or ()) >= _COLUMNS:
        return Extraction()
    try:
        read = islice(rows, _MAX_RUNS)
        runs = [
            _Run(rows.line_num, row.get("run_id") or "", kilograms)
            for row in read
            if (kilograms := _amount(row)) is not None
        ]
    except csv.Error:
        return Extraction()  # the data extractor says so
    if len(data) < source.size:
        unknown = Unknown("emissions", "only the start of the file is read")
        return Extraction(facts=(_fact(source, 1, unknown, unknown, unknown),))
    tasks = "task_name" in (rows.fieldnames or ())
    return Extraction(facts=tuple(_facts(source, runs, tasks=tasks)))


def _amount(row: dict[str, str]) -> float | None:
    try:
        return float(row.get("emissions") or "")
    except ValueError:
        return None


def _facts(source: Source, runs: list[_Run], *, tasks: bool) -> Iterator[Fact]:
    """Yield each amount and their sum; a run that was saved while it went on counts once."""
    last = {run.name or str(run.line): run for run in runs}
    counted = runs if tasks else list(last.values())
    total = sum(run.kilograms for run in counted)
    together = [_Run(1, "", total)] if len(counted) > 1 else []
    for run in (*together, *runs):
        amounts = (Known(round(each * _GRAMS, 3)) for each in (run.kilograms, total))
        yield _fact(source, run.line, Known(run.kilograms), *amounts)


def _fact(source: Source, line: int, kilograms: Value, grams: Value, total: Value) -> Fact:
    fields: dict[str, Value] = {
        "id": Known(source.path),
        "tool": Known("codecarbon"),
        "kilograms": kilograms,
        "grams": grams,
        "total": total,
    }
    place = Place(source.path, line)
    return Fact(kind="energy-record", place=place, fields=fields, scope=source.scope)
