"""Literals of a program to values; what is longer than anybody needs is not read."""

from __future__ import annotations

from ast import literal_eval

import libcst as cst

from rai_lint.model import expression as ir

MAX_TEXT = 4000
MAX_DIGITS = 100  # Python refuses to read very long numbers; no seed or split needs them


def literal(node: cst.CSTNode) -> ir.Expr:
    """Return the value of a text or number."""
    assert isinstance(node, (cst.SimpleString, cst.Integer, cst.Float))
    text = node.value
    if not isinstance(node, cst.SimpleString) and len(text) > MAX_DIGITS:
        return ir.Opaque("a number", "too long")
    if len(text) > MAX_TEXT:
        return ir.Opaque("a long text", "it is longer than is read")
    try:
        value = literal_eval(text)
        if isinstance(value, str):
            # An escape may be half a character, which no search and no output could take.
            value = value.encode("utf-8", "replace").decode()
        return ir.Const(value)
    except (ValueError, SyntaxError, MemoryError):
        return ir.Opaque(text[:80], "it is no plain literal")
