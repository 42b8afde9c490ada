"""Reads the two tables: what a reader expects of a repository, and verdicts on findings."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["gap", "agree", "trap"]
_KINDS: Mapping[str, Kind] = {"gap": "gap", "agree": "agree", "trap": "trap"}
ANYWHERE = "*"
EXPECTATIONS = Path(__file__).parent / "expectations.tsv"


class TableError(Exception):
    """A table cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of `expectations.tsv`; `places` are `path:line`, `path` or `*`."""

    repository: str
    kind: Kind
    what: str
    rules: tuple[str, ...]
    places: tuple[str, ...]


def expectations(path: Path = EXPECTATIONS) -> tuple[Expectation, ...]:
    """Return what is expected; raises `TableError` for a line of another shape."""
    return tuple(_expectation(path, number, row) for number, row in _rows(path))


def _expectation(path: Path, number: int, row: list[str]) -> Expectation:
    kind = _KINDS.get(row[1]) if len(row) == len(Expectation.__slots__) else None
    if kind is None:
        message = f"{path}:{number}: not repository, gap|agree|trap, what, rules, places"
        raise TableError(message)
    rules = tuple(rule.strip() for rule in row[3].split(","))
    places = tuple(place.strip() for place in row[4].split(";"))
    return Expectation(row[0], kind, row[2], rules, places)


def commits(path: Path) -> dict[str, str]:
    """Return the commit of each repository of a corpus table (columns `repo` and `commit`)."""
    rows = list(_rows(path))
    head = rows[0][1] if rows else []
    if "repo" not in head or "commit" not in head:
        message = f"{path}: no columns `repo` and `commit`"
        raise TableError(message)
    repository, commit = head.index("repo"), head.index("commit")
    return {row[repository]: row[commit] for _, row in rows[1:] if len(row) > commit}


#: Repository, rule, path and line of a finding that somebody judged.
Judged = tuple[str, str, str, str]


def judgements(path: Path) -> dict[Judged, str]:
    """Return the verdicts of a table, or of all tables in a folder (`true`, `false`, …)."""
    found: dict[Judged, str] = {}
    for table in sorted(path.glob("*.tsv")) if path.is_dir() else [path]:
        rows = [row for _, row in _rows(table)]
        head = rows[0] if rows else []
        named = ("repository", "rule", "path", "line", "verdict")
        if any(name not in head for name in named):
            message = f"{table}: the columns {', '.join(named)} are needed"
            raise TableError(message)
        for row in rows[1:]:
            values = dict(zip(head, row, strict=False))
            key = (values["repository"], values["rule"], values["path"], values["line"])
            found[key] = values["verdict"]
    return found


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(reader, 1):
            if row and not row[0].startswith("#"):
                yield number, row
