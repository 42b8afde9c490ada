"""Values in objects that code makes from a configuration file."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.link.context import Context, Origin, Settles, Stop
from rai_lint.link.entities import Outside
from rai_lint.link.origins import Origins
from rai_lint.link.recipes import Recipes
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.value import Known, Unknown


class LoadedRecipes(Struct):
    """Answers what a key of a loaded recipe holds."""

    origins: Origins
    recipes: Recipes
    values: Settles

    def value_in(self, origin: Origin, keys: tuple[str, ...]) -> Known | Unknown | Stop | None:
        """Return the value that a recipe holds, if the object is one that the code loads."""
        found = _keys_below(origin.expr)
        if found is None:
            return None
        expr, above = found
        keys = (*above, *keys)
        for start in self.origins.follow(expr, origin.context.deeper()):
            if isinstance(start, Origin) and isinstance(start.expr, ir.Call):
                path = self.path_of(start.expr, start.context)
                if path is not None:
                    return self.recipes.value(path, keys)
        return None

    def composed(self, expr: ir.Expr, context: Context) -> Known | Unknown | Stop | None:
        """Return the value of `cfg.a.b` where `cfg` is what Hydra hands to the function."""
        found = _keys_below(expr)
        if found is None or not found[1]:
            return None
        return self.recipes.composed(found[0], found[1], context, self.origins)

    def path_of(self, call: ir.Call, context: Context) -> str | None:
        """Return the path of the file that a call loads as configuration."""
        entity = self.origins.entity(call.callee, context)
        if not isinstance(entity, Outside) or not self.recipes.loads(entity.dotted):
            return None
        first = argument(call, "", 0)
        for inner in self.origins.follow(first, context.deeper()) if first is not None else ():
            if isinstance(inner, Origin) and isinstance(inner.expr, ir.Call):
                opened = argument(inner.expr, "file", 0)
                first = opened if opened is not None else first
        value = self.values.resolve(first, context.deeper()) if first is not None else None
        return str(value.value) if isinstance(value, Known) else None


def _keys_below(expr: ir.Expr) -> tuple[ir.Expr, tuple[str, ...]] | None:
    """Return the object and the keys of `object.a["b"]`, None where a key is no literal."""
    keys: tuple[str, ...] = ()
    while isinstance(expr, (ir.Attribute, ir.Item)):
        if isinstance(expr, ir.Attribute):
            keys, expr = (expr.name, *keys), expr.base
        elif isinstance(expr.key, ir.Const):
            keys, expr = (str(expr.key.value), *keys), expr.base
        else:
            return None
    return expr, keys
