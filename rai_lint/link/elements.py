"""Elements of what a loop runs over, and entries of displays: where each of them is made.

Displays are followed as they are written, with what is put into them later by `append` and its
kin. A collection that is made in any other way has no elements here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from rai_lint.link.context import MAX_DEPTH, MAX_ORIGINS, Context, Origin, Stop, no_surer
from rai_lint.link.entities import Entity, InFunction, Outside
from rai_lint.link.program import Program
from rai_lint.link.written import dotted_text
from rai_lint.model import expression as ir

#: Functions that hand on the elements of their first argument, in whatever order.
_SAME_ELEMENTS = frozenset(
    f"builtins.{name}"
    for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")
) | {"tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.notebook.tqdm", "tqdm", "rich.progress.track"}
_PAIRED = frozenset({"builtins.zip", "itertools.product", "itertools.zip_longest"})
#: Methods that put something into a collection: the argument that is an element, or holds some.
_ADDED = {"append": 0, "add": 0, "insert": 1, "appendleft": 0}
_ADDED_ALL = {"extend": 0, "update": 0}
_RANGE_BOUNDS = 3
_NUMBER = ir.Opaque("a counter", "it is counted at run time")


class Follows(Protocol):
    """What follows expressions to where their values are made."""

    program: Program

    def follow(self, expr: ir.Expr, context: Context) -> Sequence[Origin | Stop]:
        """Return every place where the value of an expression may be made."""

    def entity(self, expr: ir.Expr, context: Context) -> Entity | None:
        """Return what a dotted name refers to."""

    def function(self, callee: ir.Expr, context: Context) -> InFunction | None:
        """Return the function of the repository that a call calls."""

    def items_set(
        self, base: ir.Expr, key: object, context: Context
    ) -> Sequence[Origin | Stop] | None:
        """Return what `base[key] = …` sets, None if nothing does."""


class ElementsOf(Struct):
    """Answers what the elements of collections are made of."""

    origins: Follows

    def each(self, expr: ir.Each, context: Context) -> Sequence[Origin | Stop] | None:
        """Return where each element of an iterable is made; None if they are not written down."""
        if context.depth > MAX_DEPTH:
            return None
        found: list[Origin | Stop] = []
        for origin in self.origins.follow(expr.iterable, context.deeper()):
            if isinstance(origin, Stop):
                return [origin]
            elements = self._of(origin)
            if elements is None:
                return None
            for element in elements:
                made = self.origins.follow(element.expr, element.context)
                found += no_surer(made, origin.how)
        for added in self.added(expr.iterable, context):
            found += self.origins.follow(added, context.deeper())
        return found or None

    def _of(self, origin: Origin) -> Sequence[Origin] | None:
        expr, context = origin.expr, origin.context.deeper()
        match expr:
            case ir.Elements(items=items):
                return [Origin(item, context, origin.how) for item in items]
            case ir.Mapped(items=items):
                return [
                    Origin(ir.Each(value) if key is None else key, context, origin.how)
                    for key, value in items
                ]
            case ir.Joined(parts=parts, separator=""):
                return [Origin(ir.Each(part), context, origin.how) for part in parts]
            case ir.Call():
                return self._of_call(expr, context)
            case _:
                return None

    def _of_call(self, call: ir.Call, context: Context) -> Sequence[Origin] | None:
        given = [item.value for item in call.arguments if not item.keyword and not item.star]
        entity = self.origins.entity(call.callee, context)
        dotted = entity.dotted if isinstance(entity, Outside) else ""
        if dotted in _SAME_ELEMENTS and given:
            return [Origin(ir.Each(given[0]), context)]
        if dotted == "builtins.enumerate" and given:
            return [Origin(_pair(_NUMBER, ir.Each(given[0])), context)]
        if dotted == "builtins.range":
            return [Origin(ir.Const(number), context) for number in _range(given)] or None
        if dotted in _PAIRED and given:
            return [Origin(_pair(*(ir.Each(item) for item in given)), context)]
        if entity is None and isinstance(call.callee, ir.Attribute) and not given:
            found = self._of_dict(call.callee, context)
            if found is not None:
                return found
        function = self.origins.function(call.callee, context)
        if function is None or not function.function.returns:
            return None
        inner = context.deeper(function.path, function.function.qualname)
        return [Origin(ir.Each(value), inner, "constant") for value in function.function.returns]

    def _of_dict(self, callee: ir.Attribute, context: Context) -> Sequence[Origin] | None:
        """Return the keys, values or items of a dict display."""
        if callee.name not in ("keys", "values", "items"):
            return None
        found: list[Origin] = []
        for origin in self.origins.follow(callee.base, context.deeper()):
            if not isinstance(origin, Origin) or not isinstance(origin.expr, ir.Mapped):
                return None
            for key, value in origin.expr.items:
                if key is None:
                    return None
                pair = {"keys": key, "values": value}.get(callee.name, ir.Elements((key, value)))
                found.append(Origin(pair, origin.context.deeper(), origin.how))
        return found

    def added(self, expr: ir.Expr, context: Context) -> Iterator[ir.Expr]:
        """Yield what the file puts into a collection of that name after it was made."""
        name = dotted_text(expr)
        names = self.origins.program.names.get(context.path) if name else None
        if names is None:
            return
        for tail, position in (*_ADDED.items(), *_ADDED_ALL.items()):
            for call in names.calls_by_tail.get(tail, ()):
                callee = call.callee
                if not isinstance(callee, ir.Attribute) or dotted_text(callee.base) != name:
                    continue
                if len(call.arguments) > position:
                    value = call.arguments[position].value
                    yield ir.Each(value) if tail in _ADDED_ALL else value

    def entry(self, expr: ir.Item, context: Context) -> Sequence[Origin | Stop] | None:
        """Return where `display[key]` is made, for a literal key; None if that is not plain."""
        if context.depth > MAX_DEPTH or not isinstance(expr.key, ir.Const):
            return None
        key = expr.key.value
        changed = self.origins.items_set(expr.base, key, context)
        if changed is not None:
            return changed
        found: list[Origin | Stop] = []
        for origin in self.origins.follow(expr.base, context.deeper()):
            value = _entry(origin.expr, key) if isinstance(origin, Origin) else None
            if value is None or not isinstance(origin, Origin):
                return None
            found += no_surer(self.origins.follow(value, origin.context.deeper()), origin.how)
        return found or None


def _range(given: Sequence[ir.Expr]) -> Sequence[int]:
    """Return the numbers of a short `range(…)` of literals, none of any other."""
    bounds = [each.value for each in given if isinstance(each, ir.Const)]
    whole = [each for each in bounds if isinstance(each, int) and not isinstance(each, bool)]
    if len(whole) != len(given) or not 0 < len(whole) <= _RANGE_BOUNDS or whole[-1:] == [0]:
        return ()
    numbers = range(*whole)
    return numbers if len(numbers) <= MAX_ORIGINS else ()


def _pair(*parts: ir.Expr) -> ir.Elements:
    """Return a tuple of these; one element of a collection is told from all of them (`*more`)."""
    return ir.Elements(tuple(ir.Choice((part,)) for part in parts))


def _entry(expr: ir.Expr, key: object) -> ir.Expr | None:
    """Return the entry of a display; None where another one might count instead."""
    if isinstance(expr, ir.Mapped):
        last = [
            value for name, value in expr.items if isinstance(name, ir.Const) and name.value == key
        ]
        plain = all(isinstance(name, ir.Const) for name, _ in expr.items)
        return last[-1] if last and plain else None
    if isinstance(expr, ir.Elements) and isinstance(key, int) and not isinstance(key, bool):
        plain = not any(isinstance(item, ir.Each) for item in expr.items)
        return expr.items[key] if plain and -len(expr.items) <= key < len(expr.items) else None
    return None
