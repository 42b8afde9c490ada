"""Uses of data as runs of the code make them: one for each way in which a call is reached."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.rows.chosen import data_of_choice
from rai_lint.link.rows.loops import data_of_loop
from rai_lint.link.rows.objects import Objects
from rai_lint.link.rows.rowset import Cut, Rows
from rai_lint.link.rows.sources import RowsOf
from rai_lint.link.rows.spots import Frame, Spot, Step, key_of
from rai_lint.link.targets import argument_expression
from rai_lint.link.written import text_of
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiCall, FieldSource
from rai_lint.model.source import Place

MAX_CALLERS = 4
MAX_WAYS = 8
MAX_LEVELS = 3

#: Cuts of which one part is kept from training.
SPLITS = frozenset({"arrays", "parts", "keys", "folds", "crossed"})


class Use(Struct, frozen=True, kw_only=True):
    """Rows that reach a training, an evaluation, a selection or a preprocessor.

    `models` are the objects that may be trained or asked, `text` is what the code calls the data,
    `predicted` says that the model is known by its predictions only, `looped` that the data is
    what a loop goes through.
    """

    purpose: str
    rows: Rows
    models: frozenset[tuple[Hashable, ...]]
    place: Place
    spot: Spot
    text: str
    predicted: bool = False
    looped: bool = False

    def is_before(self, other: Use) -> bool:
        """Say whether this use surely comes before another one, or with it."""
        return self.spot.key() == other.spot.key() and self.place.order() <= other.place.order()


class UsesOf(Struct):
    """Finds the uses that a matched call makes."""

    rows: RowsOf
    objects: Objects

    def of(self, entry: ApiCall, call: ir.Call, path: str) -> Iterator[Use]:
        """Yield the uses of a call of the catalogue, one for each way to reach it."""
        purpose = entry.fields["purpose"].value if "purpose" in entry.fields else ""
        source = entry.fields.get("dataset")
        found = self._around(source, call, path)
        for spot in self.spots(path, found[1] if found else call.scope):
            yield self._use(entry, call, spot, str(purpose))

    def spots(self, path: str, scope: str, level: int = 0) -> list[Spot]:
        """Return a scope once for each call of its function in the repository; once if none."""
        steps = self.rows.steps
        names = steps.origins.program.names.get(path)
        function = names.functions.get(scope) if names is not None else None
        found: list[Spot] = []
        sites = steps.origins.sites(path, function) if function and level < MAX_LEVELS else []
        for site in sites[:MAX_CALLERS]:
            if isinstance(site.expr, ir.Call) and site.context.scope != scope:
                callers = self.spots(site.context.path, site.context.scope, level + 1)
                found += [Spot(path, scope, Frame(path, scope, site.expr, at)) for at in callers]
        return found[:MAX_WAYS] or [Spot(path, scope)]

    def _use(self, entry: ApiCall, call: ir.Call, spot: Spot, purpose: str) -> Use:
        source, model = entry.fields.get("dataset"), entry.fields.get("model")
        expr, where = self._argument(source, call, spot) if source else (None, spot)
        looped = source is not None and source.is_around
        predictions = None
        if model is not None and model.predicted:
            predictions = self._predictions(model, call, spot)
        if predictions is not None:
            asked, inner = predictions
            rows, models = self.rows.of(asked, inner), self._asked(asked, inner)
        else:
            missing = Rows((purpose, *key_of(call, spot)))
            rows = self.rows.of(expr, where) if expr is not None else missing
            models = frozenset()
            if (
                isinstance(call.callee, ir.Attribute)
                and not looped
                and not (model and model.predicted)
            ):
                models = self.objects.of(call.callee.base, spot)
        flow = self.rows.flow_of(call, spot)
        if flow is not None and flow.cut == "crossed":
            rows = replace(rows, cuts=(*rows.cuts, Cut("crossed", key_of(call, spot))))
        return Use(
            purpose=purpose,
            rows=rows,
            models=models,
            place=call.place,
            spot=spot,
            text=_text(expr) if expr is not None else "",
            predicted=model is not None and model.predicted,
            looped=looped,
        )

    def _argument(
        self, source: FieldSource, call: ir.Call, spot: Spot
    ) -> tuple[ir.Expr | None, Spot]:
        target, where = call, spot
        if source.is_around:
            found = self._around(source, call, spot.path)
            return (found[0] if found else None), spot
        if source.of == "receiver":
            made = self._receiver(call, spot)
            if made is None or not isinstance(made.expr, ir.Call):
                return None, spot
            target, where = made.expr, made.spot
        expr = argument_expression(target, source.position, source.keyword)
        if expr is None:
            expr, where = self._spread(target, source.keyword, where)
        if expr is None or expr == ir.Const(None) or source.element is None:
            return (None if expr == ir.Const(None) else expr), where
        for step in self.rows.steps.of(expr, where):
            items = step.expr.items if isinstance(step.expr, ir.Elements) else ()
            if -len(items) <= source.element < len(items):
                return items[source.element], step.spot
        return expr, where

    def _around(
        self, source: FieldSource | None, call: ir.Call, path: str
    ) -> tuple[ir.Expr, str] | None:
        """Return the data that a call speaks of by where it stands, and the scope of that."""
        origins = self.rows.steps.origins
        if source is None or not source.is_around:
            return None
        if source.of == "loop":
            return data_of_loop(call, origins.program.names[path])
        return data_of_choice(call, origins.program.names[path], origins)

    def _spread(
        self, call: ir.Call, keywords: tuple[str, ...], spot: Spot
    ) -> tuple[ir.Expr | None, Spot]:
        """Return an argument that is handed over in a dict: `Trainer(**data)`."""
        for item in call.arguments:
            for step in self.rows.steps.of(item.value, spot) if item.star == "**" else ():
                made, found = step.expr, None
                if isinstance(made, ir.Mapped):
                    named = {key.value: value for key, value in made.items if _is_text(key)}
                    found = next((named[word] for word in keywords if word in named), None)
                elif isinstance(made, ir.Call) and getattr(made.callee, "name", "") == "dict":
                    found = argument_expression(made, -1, keywords)
                if found is not None:
                    return found, step.spot
        return None, spot

    def _receiver(self, call: ir.Call, spot: Spot) -> Step | None:
        if not isinstance(call.callee, ir.Attribute):
            return None
        made = self.rows.steps.of(call.callee.base, spot)
        return made[0] if len(made) == 1 and not made[0].keys else None

    def _predictions(
        self, source: FieldSource, call: ir.Call, spot: Spot
    ) -> tuple[ir.Call, Spot] | None:
        """Return the call of a model that made the predictions, through what rounds them."""
        expr = argument_expression(call, source.position, source.keyword)
        return self.asking(expr, spot) if expr is not None else None

    def asking(self, expr: ir.Expr, spot: Spot, depth: int = 0) -> tuple[ir.Call, Spot] | None:
        """Return the call that asks a model, from what was made of its answer."""
        steps = self.rows.steps.of(expr, spot)
        if depth > MAX_WAYS or len(steps) != 1:
            return None
        made, where = steps[0].expr, steps[0].spot
        inner: ir.Expr | None = None
        if isinstance(made, ir.Call):
            flow = self.rows.flow_of(made, where)
            if flow is not None and flow.predicts:
                return made, where
            inner = self.rows.given(flow.rows[0], made) if flow and flow.rows else None
        elif isinstance(made, ir.Attribute):
            inner = made.base
        elif isinstance(made, (ir.Opaque, ir.Joined, ir.Elements)):
            parts = made.items if isinstance(made, ir.Elements) else made.parts
            if isinstance(made, ir.Opaque) and made.operands:
                parts = made.operands
            inner = next((part for part in parts if not isinstance(part, ir.Const)), None)
        return self.asking(inner, where, depth + 1) if inner is not None else None

    def _asked(self, call: ir.Call, spot: Spot) -> frozenset[tuple[Hashable, ...]]:
        if not isinstance(call.callee, ir.Attribute):
            return frozenset()
        return self.objects.of(call.callee.base, spot)

    def split_rows(self, call: ir.Call, path: str) -> Iterator[tuple[Spot, Rows]]:
        """Yield the rows that a call splits, for each way to reach it; nothing if it does not."""
        flow = self.rows.flow_of(call, Spot(path, call.scope))
        if flow is None or flow.cut not in SPLITS:
            return
        for spot in self.spots(path, call.scope):
            for source in flow.rows[:1]:
                expr = self.rows.given(source, call)
                if expr is not None:
                    yield spot, self.rows.of(expr, spot)


def _text(expr: ir.Expr) -> str:
    """Return what the code calls the rows; of features and labels, the features."""
    first = expr.items[0] if isinstance(expr, ir.Elements) and expr.items else expr
    return text_of(expr if isinstance(first, ir.Const) else first)


def _is_text(key: ir.Expr | None) -> TypeGuard[ir.Const]:
    return isinstance(key, ir.Const) and isinstance(key.value, str)
