"""The vocabularies that rai-lint ships, and facts as tests like to read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source
from rai_lint.model.value import Absent, Known
from rai_lint.model.vocabulary import Table, Term
from rai_lint.sources import kind_of, scope_of

RULES = Path(__file__).parent.parent / "rules"


@cache
def shipped() -> Knowledge:
    """Return the vocabularies of `rules/vocabulary`."""
    tables: dict[str, Table] = {}
    for path in sorted((RULES / "vocabulary").glob("*.yaml")):
        doc = yaml.safe_load(path.read_text("utf-8"))
        tables[doc["table"]] = Table(
            name=doc["table"],
            match=doc.get("match", "normal"),
            terms=tuple(_term(entry) for entry in doc["entries"]),
        )
    return Knowledge(tables=tables)


def _term(entry: dict[str, Any]) -> Term:
    values = {key: value for key, value in entry.items() if key not in ("id", "names")}
    names = tuple(str(name) for name in entry.get("names", ()))
    return Term(id=str(entry["id"]), names=names, values=values)


def source(path: str, size: int = 0) -> Source:
    """Return a source as the walk would."""
    kind = kind_of(path)
    assert kind is not None, path
    return Source(path, kind, scope_of(path, kind), size)


def plain(fact: Fact) -> dict[str, Any]:
    """Return the known fields of a fact with its line; what is unknown reads `?` and its reason."""
    fields: dict[str, Any] = {"line": fact.place.line}
    for name, value in fact.fields.items():
        if isinstance(value, Known):
            fields[name] = value.value
        elif not isinstance(value, Absent):
            fields[name] = f"? {value.because}"
    return fields


def some(extraction: Extraction, *names: str) -> list[tuple[Any, ...]]:
    """Return the named fields of every fact; a field that is not there reads None."""
    return [tuple(plain(fact).get(name) for name in names) for fact in extraction.facts]
