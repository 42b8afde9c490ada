"""Names of columns in the start of a data file. Values are looked at, and never kept."""

from __future__ import annotations

import csv
import json

from msgspec import Struct

from rai_lint.extract.json_tree import read_json
from rai_lint.extract.tree import MAX_DEPTH, Items, TreeError
from rai_lint.model.value import Known, Unknown, Value

_MAX_COLUMNS = 500
_MAX_NAME = 200
_ONLY_THE_START = "only the start of the file is read"
_MAX_OPENING = 10_000
_DELIMITERS = (",", "\t", ";", "|")


class Shape(Struct, frozen=True):
    """The columns and the number of rows of a data file, as far as its start shows them."""

    columns: Value
    rows: Value
    #: Why the file is no data of its format, or "".
    problem: str = ""


def not_read(because: str) -> Shape:
    """Return a shape of which nothing is known."""
    return Shape(Unknown("columns", because), Unknown("rows", because))


def read_shape(suffix: str, data: bytes, *, whole: bool) -> Shape:
    """Return the shape of CSV, TSV, JSON lines and JSON lists.

    `whole` says whether `data` is the whole file: rows are counted only then.
    """
    if suffix not in (".csv", ".tsv", ".jsonl", ".ndjson", ".json"):
        return not_read(f"the schema of {suffix or 'such'} files is not read")
    if b"\0" in data:
        return not_read("not text: it has zero bytes")
    # The sample may end inside a character.
    text = data.decode("utf-8-sig", errors="replace")
    if suffix in (".csv", ".tsv"):
        return _delimited(text, "\t" if suffix == ".tsv" else "", whole=whole)
    if suffix == ".json":
        return _json_list(text, whole=whole)
    return Shape(_object_keys(text), _count_lines(text, whole=whole))


def _count_lines(text: str, *, whole: bool) -> Value:
    if not whole:
        return Unknown("rows", _ONLY_THE_START)
    return Known(sum(1 for line in text.splitlines() if line.strip()))


def _delimited(text: str, delimiter: str, *, whole: bool) -> Shape:
    first = next((line for line in text.split("\n") if line.strip()), "").rstrip("\r")
    if "\ufffd" in first:
        return not_read("not UTF-8")
    delimiter = delimiter or max(_DELIMITERS, key=first.count)
    try:
        cells = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return not_read("the first line is not delimited text")
    names = tuple(cell.strip()[:_MAX_NAME] for cell in cells[:_MAX_COLUMNS])
    if not _is_header(names):
        because = "the first line is no header"
        rows = _count_delimited(text, delimiter, 0, whole=whole)
        return Shape(Unknown("columns", because), rows)
    rows = _count_delimited(text, delimiter, 1, whole=whole)
    return Shape(Known(tuple(name for name in names if name)), rows)


def _count_delimited(text: str, delimiter: str, headers: int, *, whole: bool) -> Value:
    """Count rows, not lines: a line break inside quotes belongs to its cell."""
    if not whole:
        return Unknown("rows", _ONLY_THE_START)
    try:
        rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
        return Known(max(0, sum(1 for row in rows if row) - headers))
    except csv.Error:
        return Unknown("rows", "not delimited text throughout")


def _is_header(names: tuple[str, ...]) -> bool:
    """Tell names from values: at least one is text, and none is a number."""
    return any(names) and not any(_is_number(name) for name in names if name)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _object_keys(text: str) -> Value:
    """Return the keys of the first object in JSON lines, or in a JSON list."""
    start = text.find("{")
    if start < 0 or text[:start].strip(" \t\r\n["):
        return Unknown("columns", "the first value is no object")
    try:
        first, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        return Unknown("columns", "the first object does not parse within what is read")
    return Known(tuple(_name(str(key)) for key in list(first)[:_MAX_COLUMNS]))


def _name(key: str) -> str:
    # An escape may be half a character, which no output could write.
    return key.encode("utf-8", "replace").decode()[:_MAX_NAME]


def _json_list(text: str, *, whole: bool) -> Shape:
    columns = _object_keys(text)
    if not whole:
        # Lists in lists are rows of numbers at most; this deep they are made to break readers.
        opening = text[:_MAX_OPENING].replace(" ", "").replace("\n", "")
        too_deep = opening.startswith("[" * MAX_DEPTH)
        problem = f"nested more than {MAX_DEPTH} deep" if too_deep else ""
        return Shape(columns, Unknown("rows", _ONLY_THE_START), problem)
    try:
        documents = read_json(text)
    except TreeError as error:
        return Shape(columns, Unknown("rows", str(error)), str(error))
    root = documents[0] if len(documents) == 1 else None
    if isinstance(root, Items):
        return Shape(columns, Known(len(root.items)))
    return Shape(columns, Unknown("rows", "not a list"))
