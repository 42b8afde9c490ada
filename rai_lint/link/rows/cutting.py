"""What becomes of rows: split by a library, taken by keys, slices, masks and indices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Protocol, TypeAlias

from msgspec.structs import replace

from rai_lint.link.rows.rowset import Cut, Rows
from rai_lint.link.rows.spots import Spot, Step, key_of
from rai_lint.link.rows.steps import Steps
from rai_lint.link.rows.words import SplitWords
from rai_lint.link.targets import argument_expression
from rai_lint.link.written import text_of
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiResult
from rai_lint.model.regex import regex

Keys: TypeAlias = tuple[tuple[ir.Expr, Spot], ...]

#: Names of dict entries that are splits: `dataset["train"]`, `dataset["test_sft"]`.
_SPLIT_KEY = regex(r"(train|training|test|val|valid|validation|dev|eval|holdout)([_-]\w+)?")
#: Names under which an archive of arrays holds the parts of splits: `data["X_train"]`.
_PART_KEY = regex(
    r"(x|y|inputs?|labels?|targets?|features?|images?|masks?|texts?|data)[_-]?"
    r"(train|training|test|val|valid|validation|dev|eval|holdout)"
)
#: Variables that hold names of columns.
_COLUMNS = regex(r"(?i)(^|_)(cols?|columns?|features?|feats|targets?|labels?|names?|vars?)(_|$|\d)")


class FollowsRows(Protocol):
    """What answers which rows an expression holds."""

    steps: Steps
    words: SplitWords

    def of(self, expr: ir.Expr, spot: Spot) -> Rows:
        """Return the rows of an expression."""


def cut_by_call(flow: ApiResult, made: Step, rows: Rows, of: FollowsRows) -> Rows:
    """Return the rows of (an element of) what a call returns that cuts its input."""
    by, keys = key_of(made.expr, made.spot), made.keys
    match flow.cut:
        case "some" | "crossed":
            return _with(rows, Cut(flow.cut, by))
        case "numbers":
            return _numbered(flow, made, rows, of)
        case "without":
            return _without(flow, made, rows, of)
        case "first" | "rest":
            return _with(rows, Cut("slice", (), _counted(flow, made.expr)))
        case "arrays" | "parts" | "keys" | "folds" if keys:
            key = keys[0][0]
            part = key.value if isinstance(key, ir.Const) else None
            if flow.cut == "arrays" and isinstance(part, int):
                part %= 2
            if part is None or not isinstance(part, (int, str)):
                return Rows((*by, "element", id(key)))
            rest = keys[1:] if flow.cut != "arrays" else ()
            found = _with(rows, _part(flow, by, part, of.words))
            for each, where in rest:
                if not is_columns(each, where, of.steps):
                    found = cut_by_keys(found, each, where, of)
            return found
        case _:
            return rows


def _part(flow: ApiResult, by: tuple[Hashable, ...], part: Hashable, words: SplitWords) -> Cut:
    label = words.of(part) if isinstance(part, str) else ""
    if isinstance(part, int) and part < len(flow.labels):
        label = flow.labels[part]
    if not flow.rows:  # a library that ships the data in parts
        return Cut("named", (), label or str(part), label)
    return Cut("part", by, part, label)


def _counted(flow: ApiResult, call: ir.Expr) -> tuple[Hashable, Hashable]:
    count = flow.count
    value = (
        argument_expression(call, count.position, count.keyword)
        if count and isinstance(call, ir.Call)
        else None
    )
    edge = _edge(value) if value is not None else id(call)
    return (None, edge) if flow.cut == "first" else (edge, None)


def _numbered(flow: ApiResult, made: Step, rows: Rows, of: FollowsRows) -> Rows:
    """Return the rows of `ds.select(range(100))`, `Subset(ds, indices)`."""
    count, call = flow.count, made.expr
    numbers = (
        argument_expression(call, count.position, count.keyword)
        if count is not None and isinstance(call, ir.Call)
        else None
    )
    if numbers is None:
        return _with(rows, Cut("some", key_of(call, made.spot)))
    for step in of.steps.of(numbers, made.spot):
        if isinstance(step.expr, ir.Call) and getattr(step.expr.callee, "name", "") == "range":
            edges = [item.value for item in step.expr.arguments[:2]]
            start, stop = edges if len(edges) > 1 else (None, edges[0] if edges else None)
            return _with(rows, Cut("slice", (), (_edge(start), _edge(stop))))
    return _indexed(rows, numbers, made.spot, of)


def _without(flow: ApiResult, made: Step, rows: Rows, of: FollowsRows) -> Rows:
    """Return the rows left by `df.drop(train.index)`; columns that are dropped leave all rows."""
    count, call = flow.count, made.expr
    if count is None or not isinstance(call, ir.Call):
        return rows
    index = argument_expression(call, count.position, count.keyword)
    if not isinstance(index, ir.Attribute) or index.name != "index":
        return rows
    taken = of.of(index.base, made.spot).cuts
    if taken and taken[-1].kind == "some":
        return _with(rows, Cut("rest", taken[-1].by))
    return _with(rows, Cut("some", key_of(call, made.spot)))


def _with(rows: Rows, cut: Cut) -> Rows:
    return replace(rows, cuts=(*rows.cuts, cut))


def _edge(expr: ir.Expr | None) -> Hashable:
    if expr is None:
        return None
    if isinstance(expr, ir.Const):
        return expr.value if isinstance(expr.value, (int, str)) else None
    return (
        text_of(expr) if isinstance(expr, (ir.Name, ir.Attribute)) else f"{text_of(expr)} {expr!r}"
    )


def cut_by_keys(rows: Rows, key: ir.Expr, spot: Spot, of: FollowsRows) -> Rows:
    """Return the rows of `rows[key]`."""
    match key:
        case ir.Const(value=str(text)):
            if _PART_KEY.fullmatch(text.lower()) is not None and of.words.of(text):
                label = of.words.of(text)
                return _with(rows, Cut("named", (), label, label))  # X and y have the same rows
            if _SPLIT_KEY.fullmatch(text.lower()) is None:
                return rows  # a column
            return _with(rows, Cut("named", (), text, of.words.of(text)))
        case ir.Const(value=value):
            if rows.source[0] == "data" or rows.cuts:
                return rows
            return replace(rows, source=(*rows.source, "element", value))
        case ir.Slice(start=None, stop=None):
            return rows
        case ir.Slice(start=start, stop=stop):
            return _with(rows, Cut("slice", (), (_edge(start), _edge(stop))))
        case ir.Elements(items=items) if items:
            return cut_by_keys(rows, items[0], spot, of)
        case _:
            return _indexed(rows, key, spot, of)


def _indexed(rows: Rows, key: ir.Expr, spot: Spot, of: FollowsRows) -> Rows:
    """Return the rows that a mask or a list of row numbers takes."""
    for step in of.steps.of(key, spot):
        mask = step.expr
        if isinstance(mask, ir.Opaque) and mask.text == "~" and not step.keys:
            inner = of.steps.of(mask.operands[0], step.spot)[0]
            return _with(rows, Cut("rest", key_of(inner.expr, inner.spot)))
        if isinstance(mask, ir.Opaque) and not step.keys:
            return _with(rows, Cut("some", key_of(mask, step.spot)))
    numbers = of.of(key, spot)
    parts = tuple(cut for cut in numbers.cuts if cut.kind == "part")
    if parts:
        return replace(rows, cuts=(*rows.cuts, *parts))
    return _with(rows, Cut("index", (), numbers))


def is_columns(key: ir.Expr, spot: Spot, steps: Steps) -> bool:
    """Say whether a key takes columns of a table, and so every row of it."""
    if isinstance(key, ir.Elements) and key.items:
        if isinstance(key.items[0], ir.Slice):
            return False
        return all(_is_text(item) for item in key.items) or _speaks_of_columns(key)
    if not isinstance(key, (ir.Name, ir.Call, ir.Attribute)):
        return False
    made = steps.of(key, spot)
    if any(isinstance(step.expr, ir.Opaque) for step in made):
        return False
    if all(not step.keys and _speaks_of_columns(step.expr) for step in made):
        return True
    return isinstance(key, ir.Name) and _COLUMNS.search(key.name) is not None


def _is_text(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Const) and isinstance(expr.value, str)


def _speaks_of_columns(expr: ir.Expr, depth: int = 0) -> bool:
    """Say whether an expression is a list of names, or made from the `columns` of a table."""
    if depth > 6:  # noqa: PLR2004  # `list(df.columns.drop(…))` and the like
        return False
    match expr:
        case ir.Elements(items=items):
            return bool(items) and all(
                _is_text(item) or _speaks_of_columns(item, depth + 1) for item in items
            )
        case ir.Attribute(base=base, name=name):
            return name == "columns" or _speaks_of_columns(base, depth + 1)
        case ir.Call(callee=callee, arguments=arguments):
            inside = (callee, *(item.value for item in arguments[:1]))
            return any(_speaks_of_columns(item, depth + 1) for item in inside)
        case ir.Item(base=base):
            return _speaks_of_columns(base, depth + 1)
        case ir.Joined(parts=parts):
            return any(_speaks_of_columns(part, depth + 1) for part in parts)
        case _:
            return False
