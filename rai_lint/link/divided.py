"""Splits made by hand: what is drawn at random and decides which rows go to which part.

`chosen = rand(len(rows)) < 0.8` is one where `rows[chosen]` and `rows[~chosen]` are both taken, and
`order = permutation(len(rows))` where `rows[order[:n]]` and `rows[order[n:]]` are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct, field

from rai_lint.link.context import Context, Origin
from rai_lint.link.origins import Origins
from rai_lint.link.written import key_of_rows, text_of
from rai_lint.model import expression as ir
from rai_lint.model.module import Module

_MAX_STEPS = 8
_MIN_PARTS = 2
#: Methods that hand on what they are called on: `rows[chosen].copy()`.
_HANDED_ON = frozenset({"copy", "reset_index", "loc", "iloc", "values", "to_numpy"})


class Divided(Struct):
    """Says of a call that draws at random whether what it draws divides rows into parts."""

    origins: Origins
    _by_module: dict[str, dict[int, int]] = field(default_factory=dict)

    def by(self, call: ir.Call, context: Context) -> bool:
        """Say whether rows of one thing are taken in several ways by what the call draws."""
        if context.path not in self._by_module:
            names = self.origins.program.ask(context.path)
            found = self._of(names.module) if names is not None else {}
            self._by_module[context.path] = found
        return self._by_module[context.path].get(id(call), 0) >= _MIN_PARTS

    def _of(self, module: Module) -> dict[int, int]:
        """Return, by the call that draws, in how many ways one thing is taken by it."""
        taken: dict[tuple[int, str], set[str]] = defaultdict(set)
        for value, scope in _values(module):
            context = Context(module.path, scope)
            for item in _items(value, 0):
                for call in self._draws(item.key, context, 0):
                    taken[id(call), text_of(item.base)].add(_way(item.key))
        most: dict[int, int] = {}
        for (drawn, _), ways in taken.items():
            most[drawn] = max(most.get(drawn, 0), len(ways))
        return most

    def _draws(self, expr: ir.Expr, context: Context, steps: int) -> Iterator[ir.Call]:
        """Yield the calls whose result, compared or cut in two, is the key of a subscript."""
        if steps > _MAX_STEPS:
            return
        match expr:
            case ir.Opaque(operands=operands) if operands:
                for each in operands:
                    yield from self._compared(each, context, steps + 1)
            case ir.Item(base=base, key=ir.Slice(start=start, stop=stop)) if start != stop:
                yield from self._compared(base, context, steps + 1)
            case ir.Name():
                for origin in self.origins.follow(expr, context):
                    if isinstance(origin, Origin) and origin.expr is not expr:
                        yield from self._draws(origin.expr, origin.context, steps + 1)

    def _compared(self, expr: ir.Expr, context: Context, steps: int) -> Iterator[ir.Call]:
        """Yield the calls that make what is compared, through names and further signs."""
        if isinstance(expr, ir.Call):
            yield expr
        elif isinstance(expr, ir.Name) and steps <= _MAX_STEPS:
            for origin in self.origins.follow(expr, context):
                if isinstance(origin, Origin) and origin.expr is not expr:
                    yield from self._compared(origin.expr, origin.context, steps + 1)
        else:
            yield from self._draws(expr, context, steps + 1)


def _values(module: Module) -> Iterator[tuple[ir.Expr, str]]:
    """Yield what is bound to a name or returned, and the scope it stands in."""
    yield from ((binding.value, binding.scope) for binding in module.bindings)
    for function in module.functions:
        yield from ((value, function.qualname) for value in function.returns)


def _items(expr: ir.Expr, depth: int) -> Iterator[ir.Item]:
    """Yield the subscripts that a value is, through `.copy()` and `.loc`, and in displays."""
    if depth > _MAX_STEPS:
        return
    match expr:
        case ir.Item(base=ir.Attribute(base=base, name=name), key=key) if name in _HANDED_ON:
            yield ir.Item(base, key_of_rows(key))
        case ir.Item(base=base, key=key):
            yield ir.Item(base, key_of_rows(key))
        case ir.Call(callee=ir.Attribute(base=base, name=name)) if name in _HANDED_ON:
            yield from _items(base, depth + 1)
        case ir.Elements(items=items):
            for item in items:
                yield from _items(item, depth + 1)


def _way(key: ir.Expr) -> str:
    """Return what tells one way of taking rows from another: a name, `~` before it, a bound."""
    inner = key.operands[0] if isinstance(key, ir.Opaque) and key.operands else key
    return f"{text_of(key)} {text_of(inner)}"
