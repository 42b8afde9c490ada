"""Tables of hyperparameters: one a row, or one a column with a training run a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rai_lint.extract.blocks import Row
from rai_lint.extract.hyperparameter_lines import Line
from rai_lint.extract.phrases import any_match, find_names
from rai_lint.model.vocabulary import Table, Term

_MAX_ROWS = 200
_MAX_COLUMNS = 40
_MIN_COLUMNS = 2
_EMPHASIS = "`*_ "


def table_lines(rows: tuple[Row, ...], table: Table, words: Table, *, training: bool) -> list[Line]:
    """Return a table as lines `name: value`, each with the run it is of.

    Outside of training, names count that have no other use, in columns two of them; the log of a
    run, where the number of the epoch stands beside losses, states no setting.
    """
    rows = tuple(row for row in rows[:_MAX_ROWS] if 1 < len(row) <= _MAX_COLUMNS)
    if not rows:
        return []
    headed = {at: term for at, cell in enumerate(rows[0]) if (term := _term(cell.text, table))}
    named = {at: term for at, row in enumerate(rows) if (term := _term(row[0].text, table))}
    by_column = len(headed) >= _MIN_COLUMNS or (training and headed and 0 not in headed)
    if by_column and len(headed) >= len(named):
        sure = training or _sure(headed.values())
        return list(_columns(rows, headed)) if sure and not _is_log(rows[0], words) else []
    kept = [row for row in rows[1:] if training or _opens(row[0].text, table)]
    first = [] if headed or not _opens(rows[0][0].text, table) else [rows[0]]
    return list(_rows((rows[0], *first, *kept), words))


def _term(text: str, table: Table) -> Term | None:
    """Return the hyperparameter that a cell names, brackets apart."""
    text = text.strip(_EMPHASIS)
    return table.find(text) or table.find(text.split("(", 1)[0]) if text else None


def _opens(text: str, table: Table) -> bool:
    """Say whether a cell opens with a name that has no other use."""
    found = next(find_names(table, text), None)
    return (
        found is not None
        and not text[: found.start].strip(_EMPHASIS)
        and not found.term.values.get("loose")
        and len(found.text) > 1
    )


def _sure(terms: Iterable[Term]) -> bool:
    found = {term.id for term in terms if not term.values.get("loose")}
    return len(found) >= _MIN_COLUMNS


def _is_log(header: Row, words: Table) -> bool:
    return any(any_match(words, "training-log", cell.text) for cell in header)


def _columns(rows: tuple[Row, ...], headed: dict[int, Term]) -> Iterator[Line]:
    header = rows[0]
    for row in rows[1:]:
        run = next((cell.text for at, cell in enumerate(row) if at not in headed and cell.text), "")
        for at in headed:
            if at < len(row) and row[at].text:
                text = f"{header[at].text}: {row[at].text}"
                yield Line(text, row[at].line, "table", run, sure=True)


def _rows(rows: tuple[Row, ...], words: Table) -> Iterator[Line]:
    header = rows[0]
    columns = [
        at
        for at in range(1, max(map(len, rows)))
        if at >= len(header) or not any_match(words, "hyperparameter-other-column", header[at].text)
    ]
    for row in rows[1:]:
        for at in columns:
            if at >= len(row) or not row[at].text or not row[0].text:
                continue
            run = header[at].text if len(columns) > 1 and at < len(header) else ""
            yield Line(f"{row[0].text}: {row[at].text}", row[at].line, "table", run, sure=True)
