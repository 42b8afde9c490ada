"""Literals as they are written, to their values."""

from __future__ import annotations

from ast import literal_eval

from rai_lint.model import expression as ir

MAX_TEXT = 4000


def literal(text: str) -> ir.Expr:
    """Return the value of a literal; one that is too long is not kept."""
    if len(text) > MAX_TEXT:
        return ir.Opaque("a long text", "it is longer than is read")
    try:
        return ir.Const(literal_eval(text))
    except (ValueError, SyntaxError, MemoryError):
        return ir.Opaque(text[:80], "it is no plain literal")
