"""Expressions to values, in the order the design gives: literal, constant, call site, default, …

A value is known only if every place where it may be made says the same; else it is unknown, with
what stopped it and what it might be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rai_lint.link.agreement import MAX_CANDIDATES, agreed
from rai_lint.link.arguments import ArgumentParsers
from rai_lint.link.context import Context, Origin, Stop, weaker
from rai_lint.link.entities import Outside
from rai_lint.link.loaded import LoadedRecipes
from rai_lint.link.origins import Origins
from rai_lint.link.recipes import Recipes
from rai_lint.link.written import argument, text_of
from rai_lint.model import expression as ir
from rai_lint.model.source import Place
from rai_lint.model.value import How, Known, Plain, Unknown

_JOINS = frozenset({"os.path.join", "posixpath.join", "pathlib.Path", "pathlib.PurePath"})
_SAME = frozenset({"builtins.str", "os.path.expanduser", "os.path.abspath", "os.fspath"})
_OPENS = frozenset({"builtins.open", "gzip.open", "io.open", "bz2.open", "lzma.open"})
_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})


@dataclass
class Values:
    """Settles expressions of one repository."""

    origins: Origins
    parsers: ArgumentParsers
    recipes: Recipes
    _loaded: LoadedRecipes = field(init=False)

    def __post_init__(self) -> None:
        self._loaded = LoadedRecipes(self.origins, self.recipes, self)

    def resolve(self, expr: ir.Expr, context: Context) -> Known | Unknown:
        """Return the value of an expression where it stands."""
        if isinstance(expr, ir.Const):
            return Known(expr.value)
        found = [
            self._made(origin, context) if isinstance(origin, Origin) else origin
            for origin in self.origins.follow(expr, context)
        ]
        return agreed(found, text_of(expr), fallback=isinstance(expr, ir.Choice) and expr.fallback)

    def _made(self, origin: Origin, context: Context) -> Known | Unknown | Stop:
        """Return the value that an origin makes."""
        depth = max(origin.context.depth, context.depth) + 1
        inner = replace(origin.context, depth=depth)
        value = self._value(origin.expr, inner)
        if isinstance(value, Known):
            at = value.at or _place_of(origin.expr, origin.context, context)
            return Known(value.value, weaker(value.how, origin.how), at)
        return value

    def _value(self, expr: ir.Expr, context: Context) -> Known | Unknown | Stop:
        if context.depth > 40:  # noqa: PLR2004  # far beyond what code does, and short of recursion
            return Stop("it goes through too many steps")
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
                return self._item(expr, context)
            case ir.Attribute():
                return self._attribute(expr, context)
            case ir.Each(iterable=iterable):
                return self._each(iterable, context)
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
        if dotted in _SAME and parts:
            return self.resolve(parts[0], context)
        if dotted in _ENVIRONMENT:
            return self._environment(call, context)
        if dotted in _OPENS and parts:
            return self.resolve(parts[0], context)
        if dotted == "dataclasses.field":
            return self._field(call, context)
        if dotted == "builtins.dict":
            named = [(ir.Const(a.keyword), a.value) for a in call.arguments if a.keyword]
            return self._mapping(named, context)
        if isinstance(call.callee, ir.Attribute) and call.callee.name == "get" and parts:
            found = self._item(ir.Item(call.callee.base, parts[0]), context)
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

    def _item(self, expr: ir.Item, context: Context) -> Known | Unknown | Stop:
        key = self.resolve(expr.key, context)
        if not isinstance(key, Known):
            because = f"which element of `{text_of(expr.base)}` is decided at run time"
            return Unknown(text_of(expr), because, self._elements(expr.base, context))
        changed = self.origins.items_set(expr.base, key.value, context)
        if changed is not None:
            return agreed(
                [self._made(o, context) if isinstance(o, Origin) else o for o in changed],
                text_of(expr),
            )
        for origin in self.origins.follow(expr.base, context.deeper()):
            if isinstance(origin, Stop):
                return origin
            found = self._element(origin, key.value)
            if found is not None:
                how = origin.how
                return (
                    replace(found, how=weaker(found.how, how))
                    if isinstance(found, Known)
                    else found
                )
        return Stop(f"what `{text_of(expr.base)}` holds is decided at run time")

    def _elements(self, base: ir.Expr, context: Context) -> tuple[Plain, ...]:
        """Return the values of a dict or list display that is indexed at run time."""
        found: list[Plain] = []
        for origin in self.origins.follow(base, context.deeper()):
            expr = origin.expr if isinstance(origin, Origin) else None
            items = expr.items if isinstance(expr, (ir.Mapped, ir.Elements)) else ()
            values = [item[1] if isinstance(item, tuple) else item for item in items]
            found += [value.value for value in values if isinstance(value, ir.Const)]
        return tuple(found[:MAX_CANDIDATES])

    def _element(self, origin: Origin, key: Plain) -> Known | Unknown | Stop | None:
        expr, context = origin.expr, origin.context.deeper()
        if isinstance(expr, ir.Mapped):
            for name, value in expr.items:
                if isinstance(name, ir.Const) and name.value == key:
                    return self.resolve(value, context)
        if (
            isinstance(expr, ir.Elements)
            and isinstance(key, int)
            and -len(expr.items) <= key < len(expr.items)
        ):
            return self.resolve(expr.items[key], context)
        if isinstance(expr, ir.Call):
            named = argument(expr, str(key), -1)
            if named is not None:
                return self.resolve(named, context)
            return self._loaded.value_in(origin, (str(key),))
        if isinstance(expr, (ir.Item, ir.Attribute)):
            return self._loaded.value_in(origin, (str(key),))
        return None

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

    def _each(self, iterable: ir.Expr, context: Context) -> Known | Unknown | Stop:
        for origin in self.origins.follow(iterable, context.deeper()):
            if isinstance(origin, Origin) and isinstance(origin.expr, ir.Elements):
                inner = origin.context.deeper()
                values = [self.resolve(item, inner) for item in origin.expr.items[:MAX_CANDIDATES]]
                return agreed(
                    list(values), text_of(iterable), because="it takes several values in turn"
                )
        return Stop("it takes several values in turn")

    def keyword(
        self, call: ir.Call, keyword: str, position: int, context: Context
    ) -> Known | Unknown | None:
        """Return the value of an argument, `**` of a known dict included; None if it is not given."""
        expr = argument(call, keyword, position)
        if expr is not None:
            return self.resolve(expr, context)
        hidden = False
        for item in call.arguments:
            if item.star == "*" and position >= 0:
                hidden = True
            if item.star == "**" and keyword:
                found, open_ended = self._spread(item.value, keyword, context)
                if found is not None:
                    return found
                hidden = hidden or open_ended
        if hidden:
            return Unknown(keyword, "it may be hidden behind `*` or `**` arguments")
        return None

    def _spread(
        self, expr: ir.Expr, keyword: str, context: Context
    ) -> tuple[Known | Unknown | None, bool]:
        """Look a keyword up in a `**` argument; the second answer says whether it may hold more."""
        changed = self.origins.items_set(expr, keyword, context)
        if changed is not None:
            made = [self._made(o, context) if isinstance(o, Origin) else o for o in changed]
            return agreed(made, f"{text_of(expr)}[{keyword!r}]"), False
        open_ended = False
        for origin in self.origins.follow(expr, context):
            if isinstance(origin, Stop):
                open_ended = True
                continue
            found = self._element(origin, keyword)
            if isinstance(found, Known):
                return replace(found, how=weaker(found.how, origin.how)), False
            if isinstance(found, Unknown):
                return found, False
            if isinstance(found, Stop):
                return Unknown(f"{text_of(expr)}[{keyword!r}]", found.because), False
            open_ended = open_ended or not self._closed(origin.expr)
        return None, open_ended

    def _closed(self, expr: ir.Expr) -> bool:
        if isinstance(expr, ir.Mapped):
            return all(key is not None for key, _ in expr.items)
        return False


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
