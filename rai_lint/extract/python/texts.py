"""Texts in literals, where people may read them."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir

MAX_DEPTH = 3
MAX_ITEMS = 40


def texts_in(value: ir.Expr, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a literal, of the fixed parts of an f-string, and of lists and dicts."""
    if isinstance(value, ir.Const) and isinstance(value.value, str):
        yield value.value
    elif depth < MAX_DEPTH and isinstance(value, (ir.Elements, ir.Joined)):
        parts = value.items if isinstance(value, ir.Elements) else value.parts
        for item in parts[:MAX_ITEMS]:
            yield from texts_in(item, depth + 1)
    elif depth < MAX_DEPTH and isinstance(value, ir.Mapped):
        for _, item in value.items[:MAX_ITEMS]:
            yield from texts_in(item, depth + 1)
