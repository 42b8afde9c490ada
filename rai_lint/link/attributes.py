"""Values of attributes that no binding gives: options, recipes, pieces of paths, properties."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.link.agreement import agreed, changed
from rai_lint.link.arguments import ArgumentParsers
from rai_lint.link.context import Context, Origin, Settles, Stop
from rai_lint.link.deciders import decider
from rai_lint.link.entities import Entity, InFunction, Outside
from rai_lint.link.loaded import LoadedRecipes
from rai_lint.link.objects import held_by
from rai_lint.link.origins import Origins
from rai_lint.link.texts import is_path_attribute, path_attribute
from rai_lint.link.written import dotted_text, text_of
from rai_lint.model import expression as ir
from rai_lint.model.value import Known, Unknown

_PROPERTIES = ("property", "cached_property")


class Attributes(Struct):
    """Answers what an attribute, or a name that nothing binds, holds."""

    origins: Origins
    parsers: ArgumentParsers
    loaded: LoadedRecipes
    values: Settles

    def name(self, expr: ir.Name, context: Context) -> Known | Stop:
        """Return the value of a name of Python's own: `__file__` is the path of the file."""
        entity = self.origins.entity(expr, context)
        if isinstance(entity, Outside):
            if entity.dotted == "builtins.__file__":
                return Known(context.path, "constant")
            by = decider(entity.dotted)
            return Stop(f"`{entity.dotted}` is not in the repository", by)
        return Stop(f"`{expr.name}` is an object, not a text")

    def value(self, expr: ir.Attribute, context: Context) -> Known | Unknown | Stop:
        """Return the value of `base.name`, or what stops the search."""
        entity = self.origins.entity(expr, context)
        if isinstance(entity, Outside):
            found = self.parsers.flag(expr, context, self.values)
            return found if found is not None else _of_library(entity.dotted, expr.name)
        if expr.name == "value" and isinstance(expr.base, ir.Attribute):
            return self.values.resolve(expr.base, context)  # `Choice.NAME.value`
        found = self.parsers.option(expr, context, self.values)
        found = found if found is not None else self.loaded.composed(expr, context)
        if found is None:
            found = self._property(expr, entity, context)
        if found is None and is_path_attribute(expr.name):
            found = self._piece(expr, context)
        if found is None:
            found = self._recipe(expr, context)
        return found if found is not None else self._unset(expr, context)

    def _recipe(self, expr: ir.Attribute, context: Context) -> Known | Unknown | Stop | None:
        for origin in self.origins.follow(expr.base, context.deeper()):
            if isinstance(origin, Origin):
                recipe = self.loaded.value_in(origin, (expr.name,))
                if recipe is not None:
                    return recipe
        return None

    def _property(
        self, expr: ir.Attribute, entity: Entity | None, context: Context
    ) -> Known | Unknown | None:
        """Return what a property of a class of the repository returns."""
        if entity is None:
            owner = self.origins.instance_class(expr.base, context.deeper())
            entity = self.origins.method(owner, expr.name) if owner is not None else None
        if not isinstance(entity, InFunction):
            return None
        function = entity.function
        if not any(dotted_text(item).endswith(_PROPERTIES) for item in function.decorators):
            return None
        inner = context.deeper(entity.path, function.qualname)
        return agreed([self.values.resolve(v, inner) for v in function.returns], text_of(expr))

    def _piece(self, expr: ir.Attribute, context: Context) -> Known | Unknown | Stop | None:
        base = self.values.resolve(expr.base, context.deeper())
        if isinstance(base, Known) and not isinstance(base.value, str):
            return None
        if isinstance(base, Unknown) and not base.complete:
            return None
        return changed(base, lambda text: path_attribute(expr.name, text))

    def _unset(self, expr: ir.Attribute, context: Context) -> Stop:
        stop = held_by(expr.base, context.deeper(), self.origins)
        return Stop(f"`{text_of(expr)}` is set at run time: {stop.because}", stop.by)


def _of_library(dotted: str, name: str) -> Known | Stop:
    if name.isupper():
        return Known(name, "implied")  # a member of an enumeration
    return Stop(f"`{dotted}` is not in the repository", decider(dotted))
