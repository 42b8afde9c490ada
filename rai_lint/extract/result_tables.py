"""Tables of results: CSV files whose columns are metrics, a row for each run or model."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from rai_lint.extract.averages import average_of
from rai_lint.extract.results import is_result_file
from rai_lint.extract.stored import stored
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known
from rai_lint.model.vocabulary import Table

#: Longer tables are logs of training, or data that happen to lie there.
_MAX_ROWS = 200
_MAX_BYTES = 200_000


def extract_result_table(source: Source, data: bytes, knowledge: Knowledge) -> Extraction:
    """Yield the scores of a CSV file whose name or folder says results.

    Columns count where their name is that of a metric. A table of more than 200 rows is no table
    of results, and one of which only the start is here is not read.
    """
    path = PurePosixPath(source.path.lower())
    if path.suffix != ".csv" or not is_result_file(path) or len(data) > _MAX_BYTES:
        return Extraction()
    if stored(source, data).storage != "git" or not knowledge.asks("result-file"):
        return Extraction()
    rows = csv.reader(data.decode("utf-8-sig", errors="replace").splitlines())
    try:
        header = next(rows, [])
        lines = [(rows.line_num, row) for row in islice(rows, _MAX_ROWS + 1)]
    except csv.Error:
        return Extraction()  # the reader of data files says so
    columns = _metric_columns(header, knowledge.table("metrics"))
    if not columns or len(lines) > _MAX_ROWS:
        return Extraction()
    return Extraction(facts=tuple(_facts(source, columns, lines)))


def _metric_columns(header: list[str], metrics: Table) -> dict[int, str]:
    named = {at: name.strip() for at, name in enumerate(header)}
    return {at: name for at, name in named.items() if name and metrics.find(name) is not None}


def _facts(
    source: Source, columns: dict[int, str], lines: list[tuple[int, list[str]]]
) -> Iterator[Fact]:
    for line, row in lines:
        for at, name in columns.items():
            value = _number(row[at]) if at < len(row) else None
            if value is not None:
                fields = {
                    "name": Known(name),
                    "value": Known(value),
                    "raw": Known(row[at].strip()),
                    "run": Known(f"{source.path}:{line}"),
                    "average": Known(average_of(name)),
                }
                place = Place(source.path, line)
                yield Fact(kind="result-file", place=place, fields=fields, scope=source.scope)


def _number(cell: str) -> float | None:
    """Return the number of a cell; `0.87 ± 0.01` and `nan` are none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
