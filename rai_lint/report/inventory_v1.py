"""The inventory, `rai-lint/inventory/1`: every fact with its place and the state of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Literal

import msgspec
from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.kinds import FIELDS, IDENTITY
from rai_lint.model.source import Scope, Skipped
from rai_lint.model.value import ABSENT, Known, Unknown, Value
from rai_lint.report.encode import json_text
from rai_lint.report.finding_text import place_text
from rai_lint.report.json_v1_types import SkippedEntry
from rai_lint.report.neutral import neutral, printed

_WIDEST = 60


class FieldEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field: literal or resolved (`value`, and `how`), unknown (`text`, `because`) or absent."""

    status: Literal["literal", "resolved", "unknown", "absent"]
    value: Any = msgspec.UNSET
    how: str = ""
    text: str = ""
    because: str = ""


class FactEntry(Struct, frozen=True, kw_only=True):
    """A fact."""

    kind: str
    path: str
    line: int
    column: int
    cell: int | None
    scope: Scope
    unit: str
    fields: dict[str, FieldEntry]


class InventoryV1(Struct, frozen=True, kw_only=True):
    """A whole inventory."""

    schema: Literal["rai-lint/inventory/1"] = "rai-lint/inventory/1"
    facts: list[FactEntry]
    skipped: list[SkippedEntry]


def render_inventory_json(facts: Iterable[Fact], skipped: Iterable[Skipped]) -> str:
    """Return the inventory as one JSON document."""
    inventory = InventoryV1(
        facts=[_entry(fact) for fact in facts],
        skipped=[SkippedEntry(path=each.path, because=each.because) for each in skipped],
    )
    return json_text(inventory)


def render_inventory_table(facts: Iterable[Fact], skipped: Iterable[Skipped]) -> str:
    """Return the inventory as text: facts by kind, one line each, with what is known of them."""
    lines: list[str] = []
    for kind, group in groupby(sorted(facts, key=_order), key=lambda fact: fact.kind):
        lines += [kind, *(f"  {_row(fact)}" for fact in group), ""]
    gone = [f"  {neutral(each.path)}  {neutral(each.because)}" for each in skipped]
    lines += ["Not looked at", *gone] if gone else []
    return printed(lines)


def inventory_schema() -> dict[str, object]:
    """Return the JSON Schema of the inventory."""
    schema = msgspec.json.schema(InventoryV1)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _order(fact: Fact) -> tuple[str, tuple[str, int, int, int]]:
    return (fact.kind, fact.place.order())


def _row(fact: Fact) -> str:
    identity = IDENTITY.get(fact.kind, "")
    head = _shown(fact.get(identity)) if identity else ""
    rest = [
        f"{name}={_shown(fact.get(name))}"
        for name in FIELDS.get(fact.kind, ())
        if name != identity and fact.get(name) != ABSENT
    ]
    return "  ".join(part for part in (place_text(fact.place), head, " ".join(rest)) if part)


def _shown(value: Value) -> str:
    if isinstance(value, Known):
        text = str(value.value)
    elif isinstance(value, Unknown):
        text = f"?({value.text})"
    else:
        text = ""
    text = neutral(text)
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _entry(fact: Fact) -> FactEntry:
    names = dict.fromkeys((*FIELDS.get(fact.kind, ()), *fact.fields))
    return FactEntry(
        kind=fact.kind,
        path=fact.place.path,
        line=fact.place.line,
        column=fact.place.column,
        cell=fact.place.cell,
        scope=fact.scope,
        unit=fact.unit,
        fields={name: _field(fact.get(name)) for name in names},
    )


def _field(value: Value) -> FieldEntry:
    if isinstance(value, Known):
        if value.how == "literal":
            return FieldEntry(status="literal", value=_plain(value.value))
        return FieldEntry(status="resolved", value=_plain(value.value), how=value.how)
    if isinstance(value, Unknown):
        return FieldEntry(status="unknown", text=value.text, because=value.because)
    return FieldEntry(status="absent")


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it: sets and tuples as lists, keys as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(item) for item in value), key=str)
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
