"""The rows of a data file, each with its line, as something that can be compared.

What only numbers rows (`id`, `index`) or says where they belong (`split`) is left out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeAlias

from rai_lint.model.regex import regex

MAX_ROWS = 200_000
_MAX_COLUMNS = 5_000
_MAX_NAME = 60
_DELIMITERS = (",", "\t", ";", "|")
#: Names of columns that number rows, or say which split they are of.
_NUMBERING = frozenset(
    (
        *("", "id", "_id", "idx", "index", "uid", "uuid", "guid", "key", "no", "nr", "row"),
        *("row_id", "example_id", "sample_id", "unnamed: 0", "unnamed: 0.1", "level_0"),
        "__index_level_0__",
    )
)
_BELONGING = frozenset(("split", "set", "subset", "partition", "fold"))
#: A number, alone or behind a word (`dev-17`), or a hash: what stands behind it is elsewhere.
_NUMBER = regex(r"[A-Za-z _-]{0,40}\d{1,18}|[0-9a-fA-F-]{16,64}|")
_GAP = regex(r"[\s,]*")
_DECODER = json.JSONDecoder()


#: What a row says: JSON in one spelling, or cells.
Said: TypeAlias = "str | tuple[str, ...]"


class Row(NamedTuple):
    """A row: the line it begins at, and what it says."""

    line: int
    said: Said


def rows_of(path: str, text: str) -> Iterator[Row]:
    """Yield the rows of CSV and TSV, JSON lines and JSON lists; of anything else nothing.

    `text` may be the start of a file only; a row that is cut off is left out where it shows.
    """
    suffix = PurePosixPath(path.lower()).suffix
    if suffix in (".csv", ".tsv"):
        rows = _delimited(text, "\t" if suffix == ".tsv" else "")
    elif text[:200].lstrip().startswith("["):
        rows = _list(text)
    else:
        rows = _lines(text)
    return islice(rows, MAX_ROWS)


def _lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.startswith("{"):
            if line.strip():
                return  # one JSON object over several lines, or no JSON lines at all
            continue
        try:
            said = _canonical(json.loads(line))
        except (ValueError, RecursionError):
            return
        yield Row(number, said)


def _list(text: str) -> Iterator[Row]:
    """Yield the objects of one list, or the lists in it, each where it begins."""
    line, counted = 1, 0
    position = text.index("[") + 1
    while True:
        position = _skip(text, position)
        if not text.startswith(("{", "["), position):
            return
        try:
            value, end = _DECODER.raw_decode(text, position)
            said = _canonical(value)
        except (ValueError, RecursionError):
            return
        line += text.count("\n", counted, position)
        counted = position
        yield Row(line, said)
        position = end


def _skip(text: str, position: int) -> int:
    found = _GAP.match(text, position)
    return found.end() if found else position


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        value = {key: item for key, item in value.items() if not _left_out(key, item)}
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _left_out(key: str, value: object) -> bool:
    name = key.casefold()
    return name in _BELONGING or (
        name in _NUMBERING
        and isinstance(value, (str, int))
        and _NUMBER.fullmatch(str(value)) is not None
    )


def _delimited(text: str, delimiter: str) -> Iterator[Row]:
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    # Tabs part cells, and quotes in such files are often text.
    plain = delimiter == "\t" and '\t"' not in first
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL,
    )
    last = 0
    take: Callable[[list[str]], tuple[str, ...]] | None = None
    names: list[str] = []
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if not names:
                names = [cell.strip().casefold() for cell in cells[:_MAX_COLUMNS]]
                if not names or _is_header(names):
                    continue
            if len(cells) == len(names):
                take = take or _taker(names, cells)
                yield Row(line, take(cells))
    except csv.Error:
        return


def _taker(names: list[str], cells: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return what takes the cells that say something, by the names of columns and the first row."""
    kept = list(range(len(names)))
    if _is_header(names):
        kept = [i for i in kept if not _left_out(names[i], cells[i].strip())]
    # Of one index this would return the cell itself.
    return itemgetter(*kept) if len(kept) > 1 else lambda row: tuple(row[i] for i in kept)


def _is_header(names: list[str]) -> bool:
    """Tell names from values: each is short, once only, and none is a number."""
    given = [name for name in names if name]
    return (
        len(set(given)) == len(given) > 0
        and all(len(name) <= _MAX_NAME for name in given)
        and not any(name.replace(".", "").replace("-", "").isdigit() for name in given)
    )
