"""The baseline as a file, `rai-lint/baseline/1`: JSON with one entry on each line.

The file is committed, so it is as untrusted as the rest of a repository: it is bounded, checked
key by key, and nothing that it names is opened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from rai_lint.errors import Problem, UserError
from rai_lint.model.baseline import Baseline, Entry
from rai_lint.strict import Trouble, build

SCHEMA = "rai-lint/baseline/1"
#: A baseline with more bytes or entries than this is refused.
MAX_BYTES = 8_000_000
MAX_ENTRIES = 50_000
#: Of the mistakes in a file so many are shown.
_MOST_PROBLEMS = 20
#: Half of a pair of escapes, as in the name of a file that is not UTF-8; msgspec refuses it.
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


class EntryTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One place of a finding; only what is not the default is written."""

    rule: str
    path: str
    subject: str = ""
    unit: str = "."
    content: str = ""
    occurrence: int = 1
    reason: str = ""


class BaselineV1(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole baseline."""

    schema: Literal["rai-lint/baseline/1"]
    findings: list[EntryTable]


class _Shell(Struct, frozen=True):
    """The entries as they stand in the file, to find their lines by."""

    findings: list[msgspec.Raw] = []


def read_baseline(file: Path, shown: str) -> Baseline:
    """Return the baseline in a file; `shown` is its path for messages and reports.

    Raises `UserError` with every mistake, each with its line where it is known.
    """
    data = _bytes(file, shown)
    content = _content(data, shown)
    lines = _lines(data)
    trouble = Trouble()
    table = build(BaselineV1, content, trouble)
    if table is None:
        raise UserError("\n".join(_problems(trouble, lines, shown)))
    entries = tuple(Entry(**msgspec.structs.asdict(each)) for each in table.findings)
    known = lines if len(lines) == len(entries) else (1,) * len(entries)
    return Baseline(entries=entries, lines=known, path=shown)


def baseline_text(baseline: Baseline) -> str:
    """Return a baseline as its file: sorted, one entry on a line."""
    rows = [f"  {_row(entry)}" for entry in sorted(baseline.entries)]
    listed = "[\n" + ",\n".join(rows) + "\n ]" if rows else "[]"
    return f'{{"schema": "{SCHEMA}",\n "findings": {listed}}}\n'


def baseline_schema() -> dict[str, object]:
    """Return the JSON Schema of the file."""
    schema = msgspec.json.schema(BaselineV1)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _row(entry: Entry) -> str:
    table = EntryTable(**msgspec.structs.asdict(entry))
    defaults = {field.name: field.default for field in msgspec.structs.fields(EntryTable)}
    values = msgspec.structs.asdict(table)
    kept = {key: value for key, value in values.items() if value != defaults[key]}
    # Other scripts stay readable; what is no character, or acts on a terminal, is an escape.
    text = json.dumps(kept, ensure_ascii=False)
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)


def _bytes(file: Path, shown: str) -> bytes:
    try:
        if file.exists() and not file.is_file():
            message = f"{shown}: is no regular file, so it is no baseline"
            raise UserError(message)
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        message = f"{shown}: there is no such file; `--write-baseline {shown}` makes it"
        raise UserError(message) from error
    except (OSError, ValueError) as error:
        message = f"{shown}: cannot be read ({getattr(error, 'strerror', None) or error})"
        raise UserError(message) from error
    if len(data) > MAX_BYTES:
        message = f"{shown}: larger than {MAX_BYTES} bytes, so it is no baseline"
        raise UserError(message)
    return data.removeprefix(b"\xef\xbb\xbf")


def _content(data: bytes, shown: str) -> dict[str, object]:
    """Return the JSON object in the file, of this version."""
    try:
        found: Any = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UserError(str(Problem(shown, 1, 1, "not UTF-8 text"))) from error
    except json.JSONDecodeError as error:
        text = f"this is no JSON: {error.msg}"
        raise UserError(str(Problem(shown, error.lineno, error.colno, text))) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise UserError(str(Problem(shown, 1, 1, "this is no JSON that a baseline has"))) from error
    schema = found.get("schema") if isinstance(found, dict) else None
    if not isinstance(found, dict) or schema != SCHEMA:
        said = f'"schema" is {json.dumps(schema)[:80]}' if schema is not None else "no `schema`"
        text = f'this is no baseline: {said}; allowed: "{SCHEMA}"'
        raise UserError(str(Problem(shown, 1, 1, text)))
    listed = found.get("findings")
    if not isinstance(listed, list):
        raise UserError(str(Problem(shown, 1, 1, "`findings` must be a list, and is none")))
    if len(listed) > MAX_ENTRIES:
        text = f"{len(listed)} entries; allowed: at most {MAX_ENTRIES}"
        raise UserError(str(Problem(shown, 1, 1, text)))
    return found


def _lines(data: bytes) -> tuple[int, ...]:
    """Return the 1-based line of each entry; nothing where they cannot be told."""
    whole = _HALF.sub(rb"\\u00", data)
    try:
        shell = msgspec.json.decode(whole, type=_Shell)
    except (msgspec.DecodeError, RecursionError):
        return ()
    return tuple(_starts(whole, [bytes(raw) for raw in shell.findings]))


def _starts(data: bytes, rows: Sequence[bytes]) -> Iterator[int]:
    position, line = 0, 1
    for row in rows:
        # Each row is a slice of the data, and between two of them stands no other row.
        start = max(data.find(row, position), position)
        line += data.count(b"\n", position, start)
        yield line
        position = start


def _problems(trouble: Trouble, lines: Sequence[int], shown: str) -> Iterator[str]:
    for path, message in trouble.found[:_MOST_PROBLEMS]:
        index = int(path[1]) if len(path) > 1 and path[1].isdecimal() else None
        line = lines[index] if index is not None and index < len(lines) else 1
        yield str(Problem(shown, line, 1, message))
    if len(trouble.found) > _MOST_PROBLEMS:
        yield f"{shown}: {len(trouble.found) - _MOST_PROBLEMS} more mistakes like these"
