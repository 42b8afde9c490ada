"""Expressions as they are written: their arguments, their dotted names, their text."""

from __future__ import annotations

from rai_lint.model import expression as ir

MAX_TEXT = 120


def argument(call: ir.Call, keyword: str, position: int) -> ir.Expr | None:
    """Return an argument of a call by keyword or 0-based position (-1: by keyword only)."""
    index = 0
    for item in call.arguments:
        if item.keyword == keyword and keyword:
            return item.value
        if item.keyword is None and not item.star:
            if index == position:
                return item.value
            index += 1
        elif item.star == "*":
            index = len(call.arguments) + position + 1  # what follows has no known place
    return None


def key_of_rows(key: ir.Expr) -> ir.Expr:
    """Return the key of the rows of a subscript: the first of `iloc[rows, columns]`."""
    return key.items[0] if isinstance(key, ir.Elements) and key.items else key


def dotted_text(expr: ir.Expr) -> str:
    """Return `a.b.c` of names and attributes, "" of anything else."""
    if isinstance(expr, ir.Name):
        return expr.name
    if isinstance(expr, ir.Attribute):
        base = dotted_text(expr.base)
        return f"{base}.{expr.name}" if base else ""
    return ""


def first_name(expr: ir.Expr) -> ir.Name | None:
    """Return the name `a` that `a.b["c"]` begins with, None if it begins with something else."""
    while isinstance(expr, (ir.Attribute, ir.Item)):
        expr = expr.base
    return expr if isinstance(expr, ir.Name) else None


def tails(expr: ir.Attribute) -> tuple[str, ...]:
    """Return `b.c` and `c` of `a.b.c`."""
    names = [expr.name]
    base = expr.base
    while isinstance(base, ir.Attribute):
        names.insert(0, base.name)
        base = base.base
    return tuple(".".join(names[start:]) for start in range(len(names)))


def same_text(expr: ir.Expr) -> str:
    """Return a text that is that of expressions which have one value at one time; "" if not sure.

    These are names, attributes, and methods of texts called on them.
    """
    if not isinstance(expr, ir.Call):
        return dotted_text(expr)
    given = [item.value for item in expr.arguments]
    base = expr.callee.base if isinstance(expr.callee, ir.Attribute) else None
    inner = same_text(base) if base is not None else ""
    if not inner or not all(isinstance(item, ir.Const) for item in given):
        return ""
    return f"{inner}.{getattr(expr.callee, 'name', '')}({given})"


def text_of(expr: ir.Expr) -> str:
    """Return an expression as text, shortened, for a message."""
    match expr:
        case ir.Const(value=value):
            return repr(value)[:MAX_TEXT]
        case ir.Item(base=base, key=key):
            return f"{text_of(base)}[{text_of(key)}]"[:MAX_TEXT]
        case ir.Call(callee=callee):
            return f"{text_of(callee)}(…)"[:MAX_TEXT]
        case ir.Attribute(base=base, name=name):
            return f"{text_of(base)}.{name}"[:MAX_TEXT]
        case ir.Joined(parts=parts, separator=separator):
            sign = " / " if separator else " + "
            return sign.join(text_of(part) for part in parts)[:MAX_TEXT]
        case ir.Choice(options=options):
            return " or ".join(text_of(option) for option in options)[:MAX_TEXT]
        case ir.Elements(items=items):
            return f"[{', '.join(text_of(item) for item in items)}]"[:MAX_TEXT]
        case ir.Slice(start=start, stop=stop):
            return ":".join(text_of(edge) if edge is not None else "" for edge in (start, stop))
        case ir.Opaque(text=text):
            return text[:MAX_TEXT]
        case _:
            return dotted_text(expr) or type(expr).__name__.lower()
