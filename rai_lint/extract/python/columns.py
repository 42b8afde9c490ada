"""Texts that name columns of a table: `df["age"]`, `columns=[…]`, `FEATURES = [...]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from rai_lint.model import expression as ir
from rai_lint.model.module import Column
from rai_lint.model.source import Place

Use: TypeAlias = Literal["column", "feature", "label", "group", "drop"]

MAX_NAME = 40

_ARGUMENTS: dict[str, Use] = {
    "columns": "column",
    "usecols": "column",
    "names": "column",
    "feature_names": "feature",
    "features": "feature",
    "cat_features": "feature",
    "categorical_features": "feature",
    "label": "label",
    "target": "label",
    "label_column": "label",
    "by": "group",
    "sensitive_features": "group",
    "protected_attribute_names": "group",
}

_NAMES: tuple[tuple[str, Use], ...] = (
    ("target", "label"),
    ("label", "label"),
    ("sensitive", "group"),
    ("protected", "group"),
    ("group", "group"),
    ("feature", "feature"),
    ("categor", "feature"),
    ("numer", "feature"),
    ("column", "column"),
    ("cols", "column"),
)


def columns_of_call(call: ir.Call) -> Iterator[Column]:
    """Yield the columns that a call names in its arguments."""
    method = call.callee.name if isinstance(call.callee, ir.Attribute) else ""
    for index, argument in enumerate(call.arguments):
        use = _ARGUMENTS.get(argument.keyword or "")
        if use is None and index == 0 and method in ("groupby", "drop"):
            use = "group" if method == "groupby" else "drop"
        if use is None:
            continue
        if use == "column" and method == "drop":
            use = "drop"
        yield from _named(argument.value, use, call.place)
    yield from _subscripts(call.callee, call.place)
    for argument in call.arguments:
        yield from _subscripts(argument.value, call.place)


def columns_of_binding(name: str, value: ir.Expr, place: Place) -> Iterator[Column]:
    """Yield the columns that an assignment names: a list called so, or a subscript on the right."""
    lowered = name.lower()
    for word, use in _NAMES:
        if word in lowered and isinstance(value, (ir.Elements, ir.Const)):
            yield from _named(value, use, place)
            return
    use_of_target: Use = "label" if lowered in ("y", "target", "label", "labels") else "column"
    yield from _subscripts(value, place, use_of_target)


def _named(value: ir.Expr, use: Use, place: Place) -> Iterator[Column]:
    items = value.items if isinstance(value, ir.Elements) else (value,)
    for item in items:
        if isinstance(item, ir.Const) and isinstance(item.value, str) and _plausible(item.value):
            yield Column(item.value, use, place)


def _subscripts(value: ir.Expr, place: Place, use: Use = "column") -> Iterator[Column]:
    """Yield `x["name"]` and `x[["a", "b"]]` where x is a name or attribute, one level down."""
    while isinstance(value, (ir.Attribute, ir.Call)):
        value = value.base if isinstance(value, ir.Attribute) else value.callee
    if isinstance(value, ir.Item) and isinstance(value.base, (ir.Name, ir.Attribute)):
        yield from _named(value.key, use, place)


def _plausible(text: str) -> bool:
    return 0 < len(text) <= MAX_NAME and "\n" not in text
