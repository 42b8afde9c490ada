"""Expressions to values, in order of sureness: literal, constant, call site, default and so on.

A value is known only if every place where it may be made says the same; else it is unknown, with
what stopped it and what it might be.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.agreement import agreed, first_cause, in_turn
from rai_lint.link.arguments import ArgumentParsers
from rai_lint.link.attributes import Attributes
from rai_lint.link.call_values import CallValues
from rai_lint.link.context import Context, Origin, Stop, weaker
from rai_lint.link.items import Items
from rai_lint.link.loaded import LoadedRecipes
from rai_lint.link.objects import held_by
from rai_lint.link.origins import Origins
from rai_lint.link.recipes import Recipes
from rai_lint.link.texts import join_path
from rai_lint.link.written import argument, same_text, text_of
from rai_lint.model import expression as ir
from rai_lint.model.source import Place
from rai_lint.model.value import How, Known, Plain, Unknown

MAX_STEPS = 60  # far beyond what code does, and short of Python's own limit of recursion

#: What the extractor says of `...`, and of other places left for the reader to fill in.
LEFT_OPEN = "ellipsis is worked out at run time"
_NOT_SET = Stop("a part of it is not set by default; the user may give it", "user")


class Values(Struct, dict=True):
    """Settles expressions of one repository."""

    origins: Origins
    parsers: ArgumentParsers
    recipes: Recipes
    #: The expression is kept beside its value, so that its id stays its own.
    _settled: dict[tuple[int, str, str], tuple[ir.Expr, Known | Unknown]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self._loaded: LoadedRecipes = LoadedRecipes(self.origins, self.recipes, self)
        self._items: Items = Items(self.origins, self._loaded, self)
        self._calls: CallValues = CallValues(self.origins, self._items, self)
        self._attributes: Attributes = Attributes(self.origins, self.parsers, self._loaded, self)

    def resolve(self, expr: ir.Expr, context: Context) -> Known | Unknown:
        """Return the value of an expression where it stands."""
        if isinstance(expr, ir.Const):
            return Known(expr.value)
        # Each expression is settled once; one that leads back to itself has no value.
        key = (id(expr), context.path, context.scope)
        known = self._settled.get(key)
        if known is None or known[0] is not expr:
            self._settled[key] = (expr, Unknown(text_of(expr), "it leads back to itself"))
            self._settled[key] = known = (expr, self._agreed(expr, context))
        return known[1]

    def _agreed(self, expr: ir.Expr, context: Context) -> Known | Unknown:
        origins = self.origins.follow(expr, context)
        made = [self.made(origin, context) for origin in origins]
        found = self.origins.narrowing.values_left(expr, context, in_turn(origins, made))
        value = agreed(found, text_of(expr))
        listed = isinstance(value, Known) and isinstance(value.value, tuple)
        if listed and self.origins.grows(expr, context):
            return self._grown(expr, context)
        return value

    def _grown(self, expr: ir.Expr, context: Context) -> Unknown:
        """Return what the elements of a list that grows may be."""
        element = self.resolve(ir.Each(expr), context)
        text, because = text_of(expr), "more is put into it after it is made"
        if isinstance(element, Known):
            return Unknown(text, because, (element.value,))
        return Unknown(text, because, element.candidates, element.complete, element.by)

    def made(self, origin: Origin | Stop, context: Context) -> Known | Unknown | Stop:
        """Return the value that an origin makes."""
        if isinstance(origin, Stop):
            return origin
        depth = max(origin.context.depth, context.depth) + 1
        if depth > MAX_STEPS:
            return Stop("it goes through too many steps")
        value = self._value(origin.expr, replace(origin.context, depth=depth))
        if isinstance(value, Known):
            at = value.at or _place_of(origin.expr, origin.context, context)
            return Known(value.value, weaker(value.how, origin.how), at)
        return value

    def _value(  # noqa: C901 - one line for each kind of expression
        self, expr: ir.Expr, context: Context
    ) -> Known | Unknown | Stop:
        match expr:
            case ir.Const(value=value):
                return Known(value)
            case ir.Elements(items=items):
                return self._all(items, context)
            case ir.Mapped(items=items):
                return self.mapping(items, context)
            case ir.Joined():
                return self.joined(expr.parts, expr.separator, context)
            case ir.Call():
                return self._calls.value(expr, context)
            case ir.Item():
                return self._items.item(expr, context)
            case ir.Attribute():
                return self.attribute(expr, context)
            case ir.Each(iterable=iterable):
                return self._items.each(iterable, context)
            case ir.Name():
                return self._attributes.name(expr, context)
            case ir.Opaque(because=because):
                return Stop(because, "user" if because == LEFT_OPEN else "repository")
            case _:
                return Stop("it is decided at run time")

    def _all(self, items: Sequence[ir.Expr], context: Context) -> Known | Stop:
        values = [self.resolve(item, context) for item in items]
        known = [value for value in values if isinstance(value, Known)]
        stops = [value for value in values if isinstance(value, Unknown)]
        if stops:
            return Stop("some of its elements are decided at run time", first_cause(stops).by)
        how: How = "literal"
        for value in known:
            how = weaker(how, value.how)
        return Known(tuple(value.value for value in known), how)

    def mapping(
        self, items: Sequence[tuple[ir.Expr | None, ir.Expr]], context: Context
    ) -> Known | Stop:
        """Return a dict of which every entry is known."""
        found: dict[str, Plain] = {}
        for key, item in items:
            name = self.resolve(key, context) if key is not None else None
            value = self.resolve(item, context)
            if not isinstance(name, Known) or not isinstance(value, Known):
                stops = [each for each in (name, value) if isinstance(each, Unknown)]
                by = first_cause(stops).by if stops else "repository"
                return Stop("some of its entries are decided at run time", by)
            found[str(name.value)] = value.value
        return Known(found)

    def joined(
        self, parts: Sequence[ir.Expr], separator: str, context: Context
    ) -> Known | Unknown | Stop:
        """Return what texts make when put together; one of them may have several values."""
        values = [self.resolve(part, context) for part in parts]
        return _put_together(values, separator, [same_text(part) for part in parts])

    def attribute(self, expr: ir.Attribute, context: Context) -> Known | Unknown | Stop:
        """Return the value of `base.name` that no binding gives."""
        return self._attributes.value(expr, context)

    def keyword(
        self, call: ir.Expr, keyword: str, position: int, context: Context
    ) -> Known | Unknown | None:
        """Return the value of an argument, `**` of a known dict included; None if not given."""
        if not isinstance(call, ir.Call):
            return None
        expr = argument(call, keyword, position)
        if expr is not None:
            return self.resolve(expr, context)
        hidden: list[Stop] = []
        for item in call.arguments:
            if item.star == "*" and position >= 0:
                hidden.append(held_by(item.value, context, self.origins))
            if item.star == "**" and keyword:
                found, open_ended = self._items.spread(item.value, keyword, context)
                if found is not None:
                    return found
                hidden += [held_by(item.value, context, self.origins)] if open_ended else []
        if hidden:
            by = first_cause(hidden).by
            return Unknown(keyword, "it may be hidden behind `*` or `**` arguments", by=by)
        return None


def _put_together(
    values: Sequence[Known | Unknown], separator: str, written: Sequence[str]
) -> Known | Unknown | Stop:
    stops: list[Stop | Unknown] = [v for v in values if isinstance(v, Unknown) and not v.complete]
    stops += [_NOT_SET for v in values if isinstance(v, Known) and v.value is None]
    if stops:
        stop = first_cause(stops)
        return Stop(stop.because, stop.by)
    several = [v for v in values if isinstance(v, Unknown)]
    if not several:
        return _text([v for v in values if isinstance(v, Known)], separator)
    ways = {text or str(at) for at, text in enumerate(written) if isinstance(values[at], Unknown)}
    if len(ways) > 1:  # which goes with which is not known
        return Stop("several of its parts have several values")
    made = []
    for candidate in several[0].candidates:
        one = [Known(candidate) if isinstance(v, Unknown) else v for v in values]
        made.append(_text(one, separator))
    return agreed(made, several[0].text, because=several[0].because)


def _text(values: Sequence[Known], separator: str) -> Known | Stop:
    texts: list[str] = []
    how: How = "joined" if len(values) > 1 else "literal"
    for value in values:
        if not isinstance(value.value, (str, int)) or (separator and value.value is True):
            return Stop("it is put together from what is no text")
        texts.append(str(value.value))
        how = weaker(how, value.how)
    if not separator and not any(isinstance(value.value, str) for value in values):
        return Stop("it is worked out at run time")
    return Known(join_path(texts) if separator == "/" else separator.join(texts), how)


def _place_of(expr: ir.Expr, origin: Context, use: Context) -> Place | None:
    if isinstance(expr, ir.Call) and origin.path != use.path and expr.place.path:
        return expr.place
    return None
