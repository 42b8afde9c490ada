"""Texts put together by `%`, and the parts of what is worked out at run time."""

from __future__ import annotations

from collections.abc import Iterable

from rai_lint.model import expression as ir

MAX_PARTS = 400


def parts_of(read: Iterable[ir.Expr]) -> tuple[ir.Expr, ...]:
    """Return those of some expressions that a value may come from, without those of no value."""
    found: list[ir.Expr] = []
    for item in read:
        if isinstance(item, ir.Opaque):
            found += item.parts
        elif not isinstance(item, ir.Const):
            found.append(item)
    return tuple(found[:MAX_PARTS])


def percent(left: ir.Const, right: ir.Expr) -> ir.Expr:
    """Return what `"…%s…" % values` puts together; other formats are not understood."""
    values = right.items if isinstance(right, ir.Elements) else (right,)
    pieces = str(left.value).split("%s")
    if len(pieces) != len(values) + 1 or "%" in "".join(pieces):
        return ir.Opaque("a formatted text", "its format is not understood", parts_of(values))
    parts: list[ir.Expr] = [ir.Const(pieces[0])]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [value, ir.Const(piece)]
    return ir.Joined(tuple(parts))
