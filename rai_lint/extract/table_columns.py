"""What the columns of a table of results hold, from one row of headings or two."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.extract.blocks import Cell, Row
from rai_lint.extract.phrases import any_match, find_names, spans
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.vocabulary import Term

_FOOTNOTES = "*_^\u2020\u2021\u00a7 "
_HEADERS_AND_ROW = 3
_NAMED = frozenset({"metric-name", "value"})


class Column(Struct, frozen=True):
    """What a column holds; `name` is the metric or dataset that its heading names.

    `above` is what a first row of headings says over it, `kind` "" where nothing is known.
    """

    kind: str
    name: str
    heading: str
    above: str = ""


def read_columns(rows: tuple[Row, ...], knowledge: Knowledge) -> tuple[list[Column], int]:
    """Return the columns of a table, and how many of its rows are headings."""
    if _has_two_headers(rows, knowledge):
        above = _carried(rows[0])
        columns = [
            _below(cell, above[at] if at < len(above) else "", knowledge)
            for at, cell in enumerate(rows[1])
        ]
        return _first_column(columns, rows[2:], knowledge), 2
    columns = [_column(cell.text, knowledge) for cell in rows[0]]
    return _first_column(columns, rows[1:], knowledge), 1


def _has_two_headers(rows: tuple[Row, ...], knowledge: Knowledge) -> bool:
    """Say whether the second row too is one of headings: all of it is known, no number in it."""
    if len(rows) < _HEADERS_AND_ROW or len(rows[1]) < _HEADERS_AND_ROW - 1:
        return False
    cells = [cell.text for cell in rows[1][1:] if cell.text]
    kinds = [_column(text, knowledge).kind for text in cells]
    header = bool(cells) and all(kind and kind != "model" for kind in kinds)
    repeated = len({cell.text for cell in rows[1]}) < len(rows[1]) or any(
        not cell.text for cell in rows[0]
    )
    return header and (repeated or all(cell.header for cell in rows[1]))


def _carried(row: Row) -> list[str]:
    """Return the cells of a row, blank ones filled with what stands before them."""
    texts: list[str] = []
    for cell in row:
        texts.append(cell.text or (texts[-1] if len(texts) > 1 else ""))
    return texts


def _below(cell: Cell, above: str, knowledge: Knowledge) -> Column:
    if not cell.text or cell.text == above:
        return _column(above, knowledge)
    column = _column(cell.text, knowledge)
    if column.kind in _NAMED or column.kind == "dataset-name":
        return Column(column.kind, column.name, column.heading, clean_name(above, knowledge))
    return column


def _first_column(
    columns: list[Column], body: tuple[Row, ...], knowledge: Knowledge
) -> list[Column]:
    """Say by its cells what a first column holds whose heading does not."""
    kinds = {column.kind for column in columns}
    first = [row[0].text for row in body if row and row[0].text]
    if columns and columns[0].kind in {"", "model", "slice"} and "dataset" not in kinds:
        kind = _kind_of(first, knowledge)
        if kind:
            columns[0] = Column(kind, "", columns[0].heading)
    return columns


def _kind_of(cells: list[str], knowledge: Knowledge) -> str:
    """Return `dataset` or `metric` if half of the cells are known ones."""
    words = knowledge.table("document-words")
    for kind, table in (("dataset", "datasets"), ("metric", "metrics")):
        known = sum(
            knowledge.table(table).find(clean_name(text, knowledge)) is not None
            or (kind == "metric" and any_match(words, "split-prefix", text))
            for text in cells
        )
        if cells and 2 * known >= len(cells):
            return kind
    return ""


def _column(heading: str, knowledge: Knowledge) -> Column:
    text = clean_name(heading, knowledge)
    header = knowledge.table("table-headers").find(text) if text else None
    metric = metric_named(heading, knowledge)
    if header is not None and not (metric and header.id == "setup"):
        return Column(header.id, metric if header.id == "value" else "", heading)
    if metric:
        return Column("metric-name", metric, heading)
    dataset = knowledge.table("datasets").find(text) if text else None
    if dataset is not None:
        return Column("dataset-name", text, heading)
    return Column("", "", heading)


def metric_named(text: str, knowledge: Knowledge) -> str:
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
