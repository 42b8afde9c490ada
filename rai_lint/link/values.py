"""Expressions to values, in order of sureness: literal, constant, call site, default and so on.

A value is known only if every place where it may be made says the same; else it is unknown, with
what stopped it and what it might be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rai_lint.link.agreement import agreed
from rai_lint.link.arguments import ArgumentParsers
from rai_lint.link.context import Context, Origin, Stop, weaker
from rai_lint.link.entities import Outside
from rai_lint.link.items import Items
from rai_lint.link.loaded import LoadedRecipes
from rai_lint.link.origins import Origins
from rai_lint.link.recipes import Recipes
from rai_lint.link.written import argument, text_of
from rai_lint.model import expression as ir
from rai_lint.model.source import Place
from rai_lint.model.value import How, Known, Plain, Unknown

MAX_STEPS = 40  # far beyond what code does, and short of Python's own limit of recursion

_JOINS = frozenset({"os.path.join", "posixpath.join", "pathlib.Path", "pathlib.PurePath"})
_SAME = frozenset({"builtins.str", "os.path.expanduser", "os.path.abspath", "os.fspath"})
_OPENS = frozenset({"builtins.open", "gzip.open", "io.open", "bz2.open", "lzma.open"})
_NUMBERS = frozenset({"builtins.int", "builtins.float"})
_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})


@dataclass
class Values:
    """Settles expressions of one repository."""

    origins: Origins
    parsers: ArgumentParsers
    recipes: Recipes
    #: The expression is kept beside its value, so that its id stays its own.
    _settled: dict[tuple[int, str, str], tuple[ir.Expr, Known | Unknown]] = field(
        default_factory=dict
    )
    _loaded: LoadedRecipes = field(init=False)
    _items: Items = field(init=False)

    def __post_init__(self) -> None:
        self._loaded = LoadedRecipes(self.origins, self.recipes, self)
        self._items = Items(self.origins, self._loaded, self)

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
        found = [self.made(origin, context) for origin in self.origins.follow(expr, context)]
        return agreed(found, text_of(expr), fallback=isinstance(expr, ir.Choice) and expr.fallback)

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

    def _value(self, expr: ir.Expr, context: Context) -> Known | Unknown | Stop:
        match expr:
            case ir.Const(value=value):
                return Known(value)
            case ir.Elements(items=items):
                return self._all(items, context)
            case ir.Mapped(items=items):
                return self._mapping(items, context)
            case ir.Joined():
                return self._joined(expr.parts, expr.separator, context)
            case ir.Call():
                return self._called(expr, context)
            case ir.Item():
                return self._items.item(expr, context)
            case ir.Attribute():
                return self._attribute(expr, context)
            case ir.Each(iterable=iterable):
                return self._items.each(iterable, context)
            case ir.Opaque(because=because):
                return Stop(because)
            case _:
                return Stop("it is decided at run time")

    def _all(self, items: Sequence[ir.Expr], context: Context) -> Known | Stop:
        values = [self.resolve(item, context) for item in items]
        known = [value for value in values if isinstance(value, Known)]
        if len(known) != len(values):
            return Stop("some of its elements are decided at run time")
        how: How = "literal"
        for value in known:
            how = weaker(how, value.how)
        return Known(tuple(value.value for value in known), how)

    def _mapping(
        self, items: Sequence[tuple[ir.Expr | None, ir.Expr]], context: Context
    ) -> Known | Stop:
        found: dict[str, Plain] = {}
        for key, item in items:
            name = self.resolve(key, context) if key is not None else None
            value = self.resolve(item, context)
            if not isinstance(name, Known) or not isinstance(value, Known):
                return Stop("some of its entries are decided at run time")
            found[str(name.value)] = value.value
        return Known(found)

    def _joined(
        self, parts: Sequence[ir.Expr], separator: str, context: Context
    ) -> Known | Unknown | Stop:
        values = [self.resolve(part, context) for part in parts]
        texts: list[str] = []
        how: How = "joined" if len(parts) > 1 else "literal"
        for value in values:
            if not isinstance(value, Known):
                return Stop(value.because)
            if not isinstance(value.value, (str, int)) or (separator and value.value is True):
                return Stop("it is put together from what is no text")
            texts.append(str(value.value))
            how = weaker(how, value.how)
        if not separator and not any(
            isinstance(v.value, str) for v in values if isinstance(v, Known)
        ):
            return Stop("it is worked out at run time")
        if separator != "/":
            return Known(separator.join(texts), how)
        return Known(_path(texts), how)

    def _called(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        entity = self.origins.entity(call.callee, context)
        dotted = entity.dotted if isinstance(entity, Outside) else ""
        parts = [item.value for item in call.arguments if not item.keyword and not item.star]
        if dotted in _JOINS and parts:
            return self._joined(parts, "/", context)
        if dotted in _SAME | _OPENS and parts:
            return self.resolve(parts[0], context)
        if dotted in _NUMBERS and len(parts) == 1:
            return _as_number(self.resolve(parts[0], context), dotted)
        if dotted in _ENVIRONMENT:
            return self._environment(call, context)
        if dotted == "dataclasses.field":
            return self._field(call, context)
        if dotted == "builtins.dict":
            named = [(ir.Const(a.keyword), a.value) for a in call.arguments if a.keyword]
            return self._mapping(named, context)
        if isinstance(call.callee, ir.Attribute) and call.callee.name == "get" and parts:
            found = self._items.item(ir.Item(call.callee.base, parts[0]), context)
            if isinstance(found, Known) or len(parts) == 1:
                return found
            other = self.resolve(parts[1], context)
            return replace(other, how="default") if isinstance(other, Known) else other
        if isinstance(call.callee, ir.Attribute) and call.callee.name in ("format", "strip"):
            return Stop("it is formatted at run time")
        return self._returned(call, context)

    def _returned(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        """Return what a function of the repository returns, if it is one plain value."""
        function = self.origins.function(call.callee, context)
        if function is None:
            return Stop(f"what `{text_of(call.callee)}` returns is decided at run time")
        if len(function.function.returns) != 1:
            return Stop(f"`{text_of(call.callee)}` returns one of several")
        inner = context.deeper(function.path, function.function.qualname)
        value = self.resolve(function.function.returns[0], inner)
        return (
            replace(value, how=weaker(value.how, "constant")) if isinstance(value, Known) else value
        )

    def _environment(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        default = argument(call, "default", 1)
        if default is None:
            return Stop("the environment sets it")
        value = self.resolve(default, context)
        return replace(value, how="default") if isinstance(value, Known) else value

    def _field(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        default = argument(call, "default", -1)
        if default is None:
            return Stop("the field has no default")
        value = self.resolve(default, context)
        return replace(value, how="default") if isinstance(value, Known) else value

    def _attribute(self, expr: ir.Attribute, context: Context) -> Known | Unknown | Stop:
        entity = self.origins.entity(expr, context)
        if isinstance(entity, Outside):
            if expr.name.isupper():
                return Known(expr.name, "implied")  # a member of an enumeration
            return Stop(f"`{entity.dotted}` is not in the repository")
        if expr.name == "value" and isinstance(expr.base, ir.Attribute):
            return self.resolve(expr.base, context)  # `Choice.NAME.value`
        found = self.parsers.option(expr, context, self)
        if found is not None:
            return found
        composed = self._loaded.composed(expr, context)
        if composed is not None:
            return composed
        for origin in self.origins.follow(expr.base, context.deeper()):
            if isinstance(origin, Stop):
                return Stop(f"`{text_of(expr)}`: {origin.because}")
            recipe = self._loaded.value_in(origin, (expr.name,))
            if recipe is not None:
                return recipe
        return Stop(f"`{text_of(expr)}` is set at run time")

    def keyword(
        self, call: ir.Call, keyword: str, position: int, context: Context
    ) -> Known | Unknown | None:
        """Return the value of an argument, `**` of a known dict included; None if not given."""
        expr = argument(call, keyword, position)
        if expr is not None:
            return self.resolve(expr, context)
        hidden = False
        for item in call.arguments:
            if item.star == "*" and position >= 0:
                hidden = True
            if item.star == "**" and keyword:
                found, open_ended = self._items.spread(item.value, keyword, context)
                if found is not None:
                    return found
                hidden = hidden or open_ended
        if hidden:
            return Unknown(keyword, "it may be hidden behind `*` or `**` arguments")
        return None


def _as_number(value: Known | Unknown, dotted: str) -> Known | Unknown | Stop:
    """Return what `int(…)` or `float(…)` makes of a value."""
    if isinstance(value, Unknown) or not isinstance(value.value, (str, int, float)):
        return value if isinstance(value, Unknown) else Stop("it is no number")
    try:
        number = int(value.value) if dotted == "builtins.int" else float(value.value)
    except (ValueError, OverflowError):
        return Stop(f"`{value.value}` is no number")
    return replace(value, value=number)


def _path(parts: Sequence[str]) -> str:
    """Join parts of a path as `os.path.join` does, without `./` at the start."""
    path = ""
    for part in parts:
        path = part if part.startswith("/") or not path else f"{path.rstrip('/')}/{part}"
    return path


def _place_of(expr: ir.Expr, origin: Context, use: Context) -> Place | None:
    if isinstance(expr, ir.Call) and origin.path != use.path and expr.place.path:
        return expr.place
    return None
