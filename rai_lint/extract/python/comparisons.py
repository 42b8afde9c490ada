"""Comparisons of names with texts: what narrows the values that a name may have."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from rai_lint.extract.python.targets import dotted
from rai_lint.model import expression as ir
from rai_lint.model.module import Comparison

_OPERATORS: dict[type[cst.BaseCompOp], str] = {
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.In: "in",
    cst.NotIn: "not in",
}


def comparison(node: cst.Comparison, others: list[ir.Expr], scope: str) -> Iterator[Comparison]:
    """Yield the comparison that a node makes, if it is one of a name; `others` are as read."""
    operator = _OPERATORS.get(type(node.comparisons[0].operator))
    if operator is None or len(others) != 1:
        return
    name = dotted(node.left)
    among = _texts(others[0])
    if name is not None:
        container = dotted(node.comparisons[0].comparator) or ""
        yield Comparison(scope, name, operator, among, container)
    elif operator in ("==", "!=") and isinstance(node.left, cst.SimpleString):
        other = dotted(node.comparisons[0].comparator)
        if other is not None:
            yield Comparison(scope, other, operator, (str(node.left.evaluated_value),))


def _texts(value: ir.Expr) -> tuple[str, ...]:
    items = value.items if isinstance(value, ir.Elements) else (value,)
    return tuple(
        item.value for item in items if isinstance(item, ir.Const) and isinstance(item.value, str)
    )
