"""Parameters and attributes that branches may give another value before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from rai_lint.link.context import RULED_OUT, Context, Origin, Stop, bounded, in_turn, no_surer
from rai_lint.link.entities import Bound, Given
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding

if TYPE_CHECKING:  # it asks this where names are bound
    from rai_lint.link.origins import Origins


class Rebound(Struct):
    """Answers what a name has that is given a value from outside, and perhaps another one since."""

    origins: Origins

    def parameter(self, entity: Given, context: Context, use: ir.Name) -> Sequence[Origin | Stop]:
        """Follow a parameter that its function may give another value before a use."""
        found: Sequence[Origin | Stop] = self.origins.given(entity, context)
        names = self.origins.program.ask(entity.path)
        scope = entity.function.qualname
        changes = names.bindings.get((scope, use.name), ()) if names is not None else ()
        for change in changes:
            inside = scope == context.scope
            late = inside and change.place.last_line >= use.line
            if not late and not (inside and self._apart(entity.path, change, use)):
                found = self._after(change, found, Context(entity.path, scope, context.depth), use)
        return bounded(found) or [RULED_OUT]

    def _apart(self, path: str, change: Binding, use: ir.Name) -> bool:
        return change.conditional and self.origins.narrowing.apart(path, change, use)

    def _after(
        self, change: Binding, found: Sequence[Origin | Stop], context: Context, use: ir.Name
    ) -> Sequence[Origin | Stop]:
        """Return the origins of a name after one that it had may have been replaced."""
        narrowing = self.origins.narrowing
        given = self.origins.bound(Bound(context.path, (change,)), context)
        if change.kind != "change" and not change.conditional:
            return given
        if narrowing.surely_before(context.path, change, use):
            return given
        left = narrowing.left_by_change(use, context, change, found)
        default = any(item.how == "default" for item in found if item not in left)
        return [*left, *(no_surer(given, "default") if default else given)]

    def attribute(
        self, expr: ir.Attribute, context: Context, change: Binding, given: Sequence[Origin | Stop]
    ) -> Sequence[Origin | Stop]:
        """Return what an attribute has that only branches give another value."""
        own = self.origins.own_attribute(expr, context) or [Origin(expr, context)]
        if not self.origins.narrowing.fills(context.path, change):
            return [*own, *given]
        turn = id(change)  # `if not args.data: args.data = …` is `args.data or …`
        first = [in_turn(item, (turn, 0)) for item in own]
        return [*first, *(in_turn(item, (turn, 1)) for item in given)]
