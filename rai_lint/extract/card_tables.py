"""Tables of results: the numbers, with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.extract.blocks import Row
from rai_lint.extract.mentions import is_name
from rai_lint.extract.phrases import any_match
from rai_lint.extract.split_words import split_named, without_split
from rai_lint.extract.table_columns import Column, clean_name, metric_named, read_columns
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex

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
_NUMBER = regex(
    r"[~<>≥≤≈]?\s{0,4}([-+]?(?:[1-9]\d{0,2}(?:,\d{3}){1,4}(?:\.\d{1,8})?|\d{1,7}(?:[.,]\d{1,8})?))"
    r"\s{0,4}(%?)(?:\s{0,4}(?:±|\+/-|\+-)\s{0,4}[\d.]{1,20}\s{0,4}%?)?"
    r"(?:\s{0,4}(?:\([^()]{0,40}\)|\[[^\[\]]{0,40}\]))?"
)
_GROUPED = regex(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_MAX_COLUMNS = 60
_HEADER_AND_ROW = 2
_FOOTNOTES = "*_^†‡§ "
#: Columns whose blank cells mean what stands above them.
_CARRIED = frozenset({"dataset", "model", "slice", "split", "metric"})


class Score(Struct, frozen=True):
    """A number of a table with its metric, dataset and what else says whose it is.

    `run` is the model where the table names one; with several models it is the `slice` too.
    """

    line: int
    name: str
    value: float
    printed: str
    dataset: str
    slice: str
    split: str
    run: str
    raw: str


def number(text: str) -> float | None:
    """Return the number that a cell consists of, or None; bounds and deviations are cut off."""
    match = _NUMBER.fullmatch(text.strip().strip("*_ "))
    if match is None:
        return None
    digits = match.group(1)
    grouped = _GROUPED.fullmatch(digits) is not None
    return float(digits.replace(",", "" if grouped else "."))


def table_results(
    rows: tuple[Row, ...], heading: str, meanings: tuple[str, ...], knowledge: Knowledge
) -> tuple[list[Score], list[tuple[str, str, int]]]:
    """Return the scores of a table, and its datasets as (name, raw, line).

    A table counts under headings about evaluation, or where its own headings say metric. The log
    of a training run states no result of the model.
    """
    if len(rows) < _HEADER_AND_ROW or len(rows[0]) > _MAX_COLUMNS:
        return [], []
    columns, headers = read_columns(rows, knowledge)
    kinds = {column.kind for column in columns}
    relevant = bool(set(meanings) & _MEANINGS)
    strong = "metric-name" in kinds or {"metric", "value"} <= kinds
    if not relevant and (meanings or not strong):
        return [], []
    if "step" in kinds or not kinds & {"dataset", "dataset-name", "metric-name", "metric"}:
        return [], []
    body = _filled(rows[headers:], columns)
    reader = _Reader(columns, body, heading, knowledge)
    scores = [score for row in body for score in reader.scores(row)]
    datasets = [found for row in body for found in reader.datasets(row)]
    for column, cell in zip(columns, rows[headers - 1], strict=False):
        named = column.name if column.kind == "dataset-name" else ""
        if named and any(score.dataset == named for score in scores):
            datasets.append((named, column.heading, cell.line))
    return scores, datasets


def _filled(rows: tuple[Row, ...], columns: list[Column]) -> list[Row]:
    """Return rows of numbers whose blank names are those of the row above."""
    filled: list[Row] = []
    for row in rows:
        scored = any(number(cell.text) is not None for cell in row)
        filled.append(_carried(row, filled[-1], columns) if scored and filled else row)
    return filled


def _carried(row: Row, above: Row, columns: list[Column]) -> Row:
    cells = list(row)
    for at, (cell, before, column) in enumerate(zip(row, above, columns, strict=False)):
        if not cell.text and column.kind in _CARRIED:
            cells[at] = replace(cell, text=before.text)
    return tuple(cells)


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self, columns: list[Column], body: list[Row], heading: str, knowledge: Knowledge
    ) -> None:
        self._columns = columns
        self._heading = heading
        self._knowledge = knowledge
        self._words = knowledge.table("document-words")
        self._models = {text for row in body if (text := self._first(row, "model"))}
        self._open = sum(column.kind == "" for column in columns[1:])

    def datasets(self, row: Row) -> Iterator[tuple[str, str, int]]:
        for column, cell in zip(self._columns, row, strict=False):
            if column.kind != "dataset":
                continue
            name = clean_name(cell.text, self._knowledge)
            header = self._knowledge.table("table-headers").find(name) if name else None
            if name and header is None and is_name(name, self._words) and number(name) is None:
                yield name, cell.text, cell.line

    def _first(self, row: Row, *kinds: str) -> str:
        pairs = zip(self._columns, row, strict=False)
        return next((cell.text for column, cell in pairs if column.kind in kinds and cell.text), "")

    def scores(self, row: Row) -> Iterator[Score]:
        dataset_cell = self._first(row, "dataset")
        dataset = clean_name(dataset_cell, self._knowledge)
        metric_cell = self._first(row, "metric")
        metric = metric_cell or metric_named(dataset_cell[len(dataset) :], self._knowledge)
        for column, cell in zip(self._columns, row, strict=False):
            value = number(cell.text)
            by_dataset = column.kind == "dataset-name"
            plain = column.kind in {"", "value", "metric-name"} or by_dataset
            if value is None or not plain or (column.kind == "" and not (dataset or metric)):
                continue
            named = column.name if column.kind in {"metric-name", "value"} else ""
            above = metric_named(column.above, self._knowledge) if by_dataset else ""
            name = named or above or metric or metric_named(self._heading, self._knowledge)
            run, slice_ = self._whose(row, column)
            split = self._first(row, "split") or split_named(
                f"{metric_cell} {column.heading}", self._words
            )
            over = "" if by_dataset or run == column.above else column.above
            yield Score(
                line=cell.line,
                name=without_split(name, self._words) or UNNAMED,
                value=value,
                printed=cell.text,
                dataset=column.name if by_dataset else dataset or over,
                slice=slice_,
                split=split,
                run=run,
                raw=" / ".join(part for part in (dataset_cell, column.heading) if part),
            )

    def _whose(self, row: Row, column: Column) -> tuple[str, str]:
        """Return the model and the group that a number is of."""
        model, group = self._first(row, "model"), self._first(row, "slice")
        if column.above and not model and self._first(row, "dataset"):
            model = column.above
        slice_ = "" if any_match(self._words, "overall", group) else group
        if column.kind == "":
            heading = column.heading.strip(_FOOTNOTES)
            if self._open == 1 and any_match(self._words, "overall", heading):
                return model, slice_
            return (heading if self._open > 1 else model), heading
        if len(self._models) > 1 or (column.above and column.above == model):
            return model, slice_ or model
        return model, slice_
