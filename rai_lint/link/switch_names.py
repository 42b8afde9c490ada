"""The names that must be true where a test holds: variables, attributes and entries of settings."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.module import Module, Test

#: Methods that read an entry of a mapping.
_READERS = frozenset({"get", "pop", "setdefault"})
#: Dicts in dicts are looked into so far.
_MAX_DEPTH = 6


def needed_names(test: Test, module: Module) -> Iterator[tuple[str, bool]]:
    """Yield the names that are true where a test of a module holds.

    With each comes whether it is one of an object, such as `args.push` or `config["push"]`.
    """
    for operand in _true(test):
        yield from _named(operand)
        if isinstance(operand, ir.Name):
            values = [each.value for each in module.bindings if each.name == operand.name]
            found = [[*_entry(value)] for value in values]
            if found and all(each == found[0] for each in found):
                yield from found[0]


def entries_of(value: ir.Expr, name: str, depth: int = 0) -> Iterator[ir.Expr]:
    """Yield the values that dict displays, also inside one another, give to a key."""
    if not isinstance(value, ir.Mapped) or depth > _MAX_DEPTH:
        return
    for key, inner in value.items:
        if key == ir.Const(name):
            yield inner
        yield from entries_of(inner, name, depth + 1)


def _true(test: Test) -> Iterator[ir.Expr]:
    """Yield the expressions that are true where a test holds."""
    if test.operator == "and":
        for part in test.parts:
            yield from _true(part)
    elif test.operator == "true" or (
        test.operator in ("is", "==") and test.operands[1:] == (ir.Const(value=True),)
    ):
        yield test.operands[0]


def _named(expr: ir.Expr) -> Iterator[tuple[str, bool]]:
    if isinstance(expr, (ir.Name, ir.Attribute)):
        yield expr.name, isinstance(expr, ir.Attribute)
    else:
        yield from _entry(expr)


def _entry(expr: ir.Expr) -> Iterator[tuple[str, bool]]:
    """Yield the key of `settings["key"]` and `settings.get("key")`, also inside `bool(…)`."""
    key: ir.Expr | None = None
    if isinstance(expr, ir.Item):
        key = expr.key
    elif isinstance(expr, ir.Call):
        callee = expr.callee
        if isinstance(callee, ir.Attribute) and callee.name in _READERS:
            key = argument(expr, "", 0)
        elif isinstance(callee, ir.Name) and callee.name == "getattr":
            key = argument(expr, "", 1)
        elif isinstance(callee, ir.Name) and callee.name == "bool":
            inner = argument(expr, "", 0)
            yield from _entry(inner) if inner is not None else ()
    if isinstance(key, ir.Const) and isinstance(key.value, str):
        yield key.value, True
