"""Which object an expression is: the same model, scaler or trainer in two places, or not."""

from __future__ import annotations

from collections.abc import Hashable

from msgspec import Struct

from rai_lint.link.callees import Callees
from rai_lint.link.patterns import PatternIndex
from rai_lint.link.rows.spots import Spot, key_of
from rai_lint.link.rows.steps import Steps
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiObject, Catalogue

MAX_DEPTH = 10

#: Methods that hand their object on, whatever its class.
_SAME_OBJECT = frozenset(
    {"fit", "to", "cuda", "cpu", "train", "eval", "half", "double", "partial_fit"}
)
#: Parts of an object that stand for it.
_PART = frozenset({"best_estimator_", "model", "module", "estimator"})


class Objects(Struct, dict=True):
    """Answers which objects an expression may be, as keys to compare."""

    steps: Steps
    callees: Callees
    catalogue: Catalogue

    def __post_init__(self) -> None:
        returning = [item for item in self.catalogue.objects if item.is_a == "$receiver"]
        self._returning: PatternIndex[ApiObject] = PatternIndex(returning)

    def of(self, expr: ir.Expr, spot: Spot, depth: int = 0) -> frozenset[tuple[Hashable, ...]]:
        """Return the keys of the objects that an expression may be."""
        found: set[tuple[Hashable, ...]] = set()
        for step in self.steps.of(expr, spot):
            before = self._before(step.expr, step.spot) if not step.keys else None
            if before is not None and depth < MAX_DEPTH:
                found |= self.of(before, step.spot, depth + 1)
            else:
                keys = tuple(_key(key) for key, _ in step.keys)
                found.add((*key_of(step.expr, step.spot), *keys))
        return frozenset(found)

    def _before(self, expr: ir.Expr, spot: Spot) -> ir.Expr | None:
        """Return the object that `model.fit(…)` or `search.best_estimator_` is."""
        if isinstance(expr, ir.Attribute) and expr.name in _PART:
            return expr.base
        if not isinstance(expr, ir.Call) or not isinstance(expr.callee, ir.Attribute):
            return None
        if expr.callee.name in _SAME_OBJECT:
            return expr.callee.base
        names = self.callees.names(expr, spot.context)
        if any(True for name in names for _ in self._returning.find(name)):
            return expr.callee.base
        return None


def _key(expr: ir.Expr) -> Hashable:
    return (
        expr.value
        if isinstance(expr, ir.Const) and isinstance(expr.value, (str, int))
        else id(expr)
    )
