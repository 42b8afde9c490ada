"""Tables of results: which column is what, and the numbers with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rai_lint.extract.blocks import Cell, Row
from rai_lint.extract.mentions import is_name
from rai_lint.extract.phrases import find_names, spans
from rai_lint.model.knowledge import Knowledge, Term

UNNAMED = "unnamed"
_MEANINGS = frozenset(
    {
        "evaluation",
        "evaluation-data",
        "metrics",
        "bias-risks",
        "ethical-considerations",
        "limitations",
        "caveats",
    }
)
_NUMBER = re.compile(
    r"[~<>≥≤≈]?\s*([-+]?\d{1,7}(?:[.,]\d{1,8})?)\s*(%?)(?:\s*(?:±|\+/-|\+-)\s*[\d.]+\s*%?)?(?:\s*\([^()]{0,40}\))?"
)
_MAX_COLUMNS = 60
_HEADER_AND_ROW = 2
_FOOTNOTES = "*_^†‡§ "


@dataclass(frozen=True, slots=True)
class Score:
    """A number of a table with its metric, dataset and what else says whose it is."""

    line: int
    name: str
    value: float
    printed: str
    dataset: str
    slice: str
    split: str
    raw: str


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column holds; `name` is the metric or dataset that its heading names."""

    kind: str
    name: str
    heading: str


def number(text: str) -> float | None:
    """Return the number that a cell consists of, or None; bounds and deviations are cut off."""
    match = _NUMBER.fullmatch(text.strip().strip("*_ "))
    return float(match.group(1).replace(",", ".")) if match else None


def table_results(
    rows: tuple[Row, ...], heading: str, meanings: tuple[str, ...], knowledge: Knowledge
) -> tuple[list[Score], list[tuple[str, str, int]]]:
    """Return the scores of a table, and its datasets as (name, raw, line).

    A table counts under headings about evaluation, or where its own headings say metric. The log
    of a training run states no result of the model.
    """
    if len(rows) < _HEADER_AND_ROW or len(rows[0]) > _MAX_COLUMNS:
        return [], []
    columns = _columns(rows, knowledge)
    kinds = {column.kind for column in columns}
    relevant = bool(set(meanings) & _MEANINGS)
    strong = "metric-name" in kinds or {"metric", "value"} <= kinds
    if not relevant and (meanings or not strong):
        return [], []
    if "step" in kinds or not kinds & {"dataset", "dataset-name", "metric-name", "metric"}:
        return [], []
    scores: list[Score] = []
    datasets: list[tuple[str, str, int]] = []
    for row in rows[1:]:
        datasets.extend(_row_datasets(row, columns, knowledge))
        scores.extend(_row_scores(row, columns, heading, knowledge))
    for column, cell in zip(columns, rows[0], strict=False):
        if column.kind == "dataset-name" and any(_in_column(score, column) for score in scores):
            datasets.append((column.name, column.heading, cell.line))
    return scores, datasets


def _in_column(score: Score, column: _Column) -> bool:
    return score.dataset == column.name


def _columns(rows: tuple[Row, ...], knowledge: Knowledge) -> list[_Column]:
    columns = [_column(cell, knowledge) for cell in rows[0]]
    kinds = {column.kind for column in columns}
    first = [row[0].text for row in rows[1:] if row and row[0].text]
    if columns and columns[0].kind in {"", "model", "slice"} and "dataset" not in kinds:
        kind = _kind_of(first, knowledge)
        if kind:
            columns[0] = _Column(kind, "", columns[0].heading)
    return columns


def _kind_of(cells: list[str], knowledge: Knowledge) -> str:
    """Return `dataset` or `metric` if half of the cells are known ones."""
    for kind, table in (("dataset", "datasets"), ("metric", "metrics")):
        known = sum(
            knowledge.table(table).find(clean_name(text, knowledge)) is not None for text in cells
        )
        if cells and 2 * known >= len(cells):
            return kind
    return ""


def _column(cell: Cell, knowledge: Knowledge) -> _Column:
    text = clean_name(cell.text, knowledge)
    header = knowledge.table("table-headers").find(text) if text else None
    metric = _metric(cell.text, knowledge)
    if header is not None and not (metric and header.id == "setup"):
        return _Column(header.id, metric if header.id == "value" else "", cell.text)
    if metric:
        return _Column("metric-name", metric, cell.text)
    dataset = knowledge.table("datasets").find(text) if text else None
    if dataset is not None:
        return _Column("dataset-name", text, cell.text)
    return _Column("", "", cell.text)


def _metric(text: str, knowledge: Knowledge) -> str:
    """Return the metric that a heading or cell names, as it is written."""
    table = knowledge.table("metrics")
    if table.find(text.strip()) is not None:
        return text.strip()
    found = [item for item in find_names(table, text) if not _is_word(item.text, item.term)]
    return max((item.text for item in found), key=len, default="")


def _is_word(text: str, term: Term) -> bool:
    """Say whether a short name is a word as it is written here: `per` or `map`."""
    cased = term.values.get("cased")
    names = cased if isinstance(cased, (tuple, list)) else ()
    return text not in names and any(str(name).lower() == text.lower() for name in names)


def clean_name(text: str, knowledge: Knowledge) -> str:
    """Return the name of a benchmark without its setting: `MMLU (5-shot)` is `MMLU`."""
    words = knowledge.table("document-words")
    text = " ".join(text.split()).strip(_FOOTNOTES)
    for _ in range(3):
        found = [start for start, end in spans(words, "setting", text) if end == len(text)]
        if not found or not text[: min(found)].strip():
            return text
        text = text[: min(found)].strip()
    return text


def _row_datasets(
    row: Row, columns: list[_Column], knowledge: Knowledge
) -> Iterator[tuple[str, str, int]]:
    words = knowledge.table("document-words")
    for column, cell in zip(columns, row, strict=False):
        if column.kind != "dataset":
            continue
        name = clean_name(cell.text, knowledge)
        header = knowledge.table("table-headers").find(name) if name else None
        if name and header is None and is_name(name, words) and number(name) is None:
            yield name, cell.text, cell.line


def _first(row: Row, columns: list[_Column], *kinds: str) -> str:
    pairs = zip(columns, row, strict=False)
    return next((cell.text for column, cell in pairs if column.kind in kinds and cell.text), "")


def _row_scores(
    row: Row, columns: list[_Column], heading: str, knowledge: Knowledge
) -> Iterator[Score]:
    dataset_cell = _first(row, columns, "dataset")
    dataset = clean_name(dataset_cell, knowledge)
    row_metric = _first(row, columns, "metric") or _metric(dataset_cell[len(dataset) :], knowledge)
    whose = _first(row, columns, "model", "slice")
    split = _first(row, columns, "split")
    for column, cell in zip(columns, row, strict=False):
        value = number(cell.text)
        by_dataset = column.kind == "dataset-name"
        plain = column.kind in {"", "value", "metric-name"} or by_dataset
        if value is None or not plain or (column.kind == "" and not (dataset or row_metric)):
            continue
        named = column.name if column.kind in {"metric-name", "value"} else ""
        slice_ = column.heading.strip(_FOOTNOTES) if column.kind == "" else whose
        yield Score(
            line=cell.line,
            name=named or row_metric or _metric(heading, knowledge) or UNNAMED,
            value=value,
            printed=cell.text,
            dataset=column.name if by_dataset else dataset,
            slice=slice_,
            split=split,
            raw=" / ".join(part for part in (dataset_cell, column.heading) if part),
        )
