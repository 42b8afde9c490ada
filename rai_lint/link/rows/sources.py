"""The rows behind an expression: followed to a load, a split or wherever the trace ends."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.callees import Callees
from rai_lint.link.conditions import Conditions
from rai_lint.link.context import Context
from rai_lint.link.entities import Bound, look_up
from rai_lint.link.patterns import PatternIndex, result_index
from rai_lint.link.rows.cutting import Keys, cut_by_call, cut_by_keys, is_columns
from rai_lint.link.rows.objects import Objects
from rai_lint.link.rows.reaching import changes
from rai_lint.link.rows.rowset import Cut, Rows
from rai_lint.link.rows.spots import Spot, Step, key_of
from rai_lint.link.rows.steps import Steps
from rai_lint.link.rows.words import SplitWords
from rai_lint.link.targets import argument_expression
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import ApiResult, Catalogue, FieldSource
from rai_lint.model.value import Unknown

MAX_DEPTH = 30
#: Rows that are put under each other; of more nothing is known.
MAX_PARTS = 8
#: Names that libraries give to the path of what they load.
_PATHS = ("directory", "filepath_or_buffer", "path", "io", "root", "filename", "file", "fname")
_LISTS = frozenset({"list", "tolist", "to_list"})
_WRAPS_ELEMENTS = frozenset({"builtins.enumerate", "builtins.zip", "tqdm.tqdm", "tqdm.auto.tqdm"})


class KnowsLoads(Protocol):
    """What knows which calls load a dataset."""

    def load_of(self, call: ir.Call, context: Context) -> Fact | None:
        """Return the fact of the dataset that a call loads."""


class RowsOf(Struct, dict=True):
    """Answers which rows an expression holds."""

    steps: Steps
    objects: Objects
    callees: Callees
    loads: KnowsLoads
    catalogue: Catalogue
    words: SplitWords
    conditions: Conditions
    _known: dict[tuple[int, Spot], Rows] = field(default_factory=dict)
    _depth: int = 0

    def __post_init__(self) -> None:
        self._flows: PatternIndex[ApiResult] = self.catalogue.once(result_index)

    def of(self, expr: ir.Expr, spot: Spot) -> Rows:
        """Return the rows of an expression; of several that it may be, if they are the same."""
        key = (id(expr), spot)
        if key not in self._known:
            self._known[key] = Rows(key_of(expr, spot))  # what leads back to itself ends here
            if self._depth < MAX_DEPTH:
                self._depth += 1
                self._known[key] = self._put_into(self._of(expr, spot), expr, spot)
                self._depth -= 1
        return self._known[key]

    def _of(self, expr: ir.Expr, spot: Spot) -> Rows:
        found = [
            replace(self._labelled(self._made(step), step.names), names=step.names)
            for step in self.steps.of(expr, spot)
        ]
        first = found[0]
        if any(other != first for other in found[1:]):
            names = tuple(name for rows in found for name in rows.names)
            return Rows(key_of(expr, spot), names=names)
        shaped = frozenset().union(*(rows.shaped_by for rows in found))
        return replace(first, shaped_by=shaped)

    def _labelled(self, rows: Rows, names: tuple[str, ...]) -> Rows:
        """Call the part of a split what the code calls it, where the split does not say."""
        if not rows.cuts or rows.cuts[-1].label or rows.cuts[-1].kind not in ("part", "slice"):
            return rows
        label = self.words.first(reversed(names))
        return replace(rows, cuts=(*rows.cuts[:-1], replace(rows.cuts[-1], label=label)))

    def _put_into(self, rows: Rows, expr: ir.Expr, spot: Spot) -> Rows:
        """Add the preprocessors that columns went through: `df[cols] = scaler.transform(…)`."""
        if not isinstance(expr, ir.Name):
            return rows
        entity = look_up(self.steps.origins.program, spot.path, spot.scope, expr.name)
        if not isinstance(entity, Bound) or entity.path != spot.path:
            return rows
        names = self.steps.origins.program.names[spot.path]
        scope = entity.bindings[0].scope
        own = names.items.get((scope, expr.name), ())
        if not own or scope != spot.scope:
            return rows
        inner, counting = self.steps.counting(entity, expr, spot)
        shaped = rows.shaped_by
        for change in changes(own, counting[0] if counting else None, expr.line, expr.cell):
            shaped |= self.of(change.value, inner).shaped_by
        return replace(rows, shaped_by=shaped)

    def _made(self, step: Step) -> Rows:
        expr, spot, keys = step.expr, step.spot, step.keys
        match expr:
            case ir.Call():
                return self._called(expr, spot, keys)
            case ir.Attribute():
                return self._keyed(self._attribute(expr, spot), keys)
            case ir.Each(iterable=iterable):
                return self._each(iterable, spot, keys)
            case ir.Opaque(parts=parts, operands=operands):
                return self._keyed(self._first(expr, operands or parts, spot), keys)
            case ir.Joined() if (lists := self._lists(expr, spot)) is not None:
                return self._keyed(self._under_each_other(expr, lists, spot), keys)
            case ir.Elements(items=items) | ir.Joined(parts=items):
                return self._keyed(self._first(expr, items, spot), keys)
            case _:
                return self._keyed(Rows(key_of(expr, spot)), keys)

    def _first(self, expr: ir.Expr, items: Sequence[ir.Expr], spot: Spot) -> Rows:
        """Return the rows of the first operand: `X / 255`, `(X, y)`, `predictions > 0.5`."""
        for item in items[:3]:
            if not isinstance(item, (ir.Const, ir.Elements)) or len(items) == 1:
                found = self.of(item, spot)
                if not isinstance(item, ir.Const):
                    return found
            elif isinstance(item, ir.Elements):
                return self.of(item, spot)
        return Rows(key_of(expr, spot))

    def _attribute(self, expr: ir.Attribute, spot: Spot) -> Rows:
        base = self.of(expr.base, spot)
        word = self.words.of(expr.name)
        if base.source[0] == "data" and word:
            return replace(base, cuts=(*base.cuts, Cut("named", (), word, word)))
        if expr.name in self.catalogue.same_rows or base.source[0] == "data":
            return base
        return Rows((*base.source, "attribute", expr.name), base.cuts, base.shaped_by)

    def _each(self, iterable: ir.Expr, spot: Spot, keys: Keys) -> Rows:
        """Return the rows that a loop goes through, or a part of a fold."""
        for step in self.steps.of(iterable, spot):
            call = step.expr
            if isinstance(call, ir.Elements) and len(call.items) > 1:
                turns = [self.of(item, step.spot) for item in call.items]
                same = all(rows == turns[0] for rows in turns)
                return self._keyed(turns[0], keys) if same else Rows(key_of(call, step.spot))
            if not isinstance(call, ir.Call):
                continue
            names = self.callees.names(call, step.spot.context)
            inner = argument_expression(call, 0, ())
            if not _WRAPS_ELEMENTS.isdisjoint(names) and inner is not None:
                return self._each(inner, step.spot, keys[1:] if "enumerate" in names[0] else keys)
            flow = self.flow_of(call, step.spot)
            if flow is not None and flow.cut == "folds":
                rows = self._from(flow, call, step.spot)
                return cut_by_call(flow, replace(step, keys=keys), rows, self)
        return self.of(iterable, spot)

    def _called(self, call: ir.Call, spot: Spot, keys: Keys) -> Rows:
        names = self.callees.names(call, spot.context)
        first = argument_expression(call, 0, ())
        if "builtins.next" in names and first is not None:
            return self._each(first, spot, keys)
        load = self.loads.load_of(call, spot.context)
        flow = self.flow_of(call, spot)
        if load is not None:
            rows = self._loaded(load, call, spot)
            if flow is not None:
                return cut_by_call(flow, Step(call, spot, keys), rows, self)
            return self._keyed(rows, keys)
        if flow is None:
            return self._keyed(Rows(key_of(call, spot)), keys)
        if flow.cut == "joined":
            return self._keyed(self._joined(flow, call, spot), keys)
        rows = self._from(flow, call, spot)
        if flow.cut:
            return cut_by_call(flow, Step(call, spot, keys), rows, self)
        return self._keyed(rows, keys)

    def flow_of(self, call: ir.Call, spot: Spot) -> ApiResult | None:
        """Return what the catalogue says of the rows of a call's result."""
        for name in self.callees.names(call, spot.context):
            for flow in self._flows.find(name):
                if self.conditions.met(flow.when, call, spot.context):
                    return flow
        return None

    def _from(self, flow: ApiResult, call: ir.Call, spot: Spot) -> Rows:
        found = [
            self.of(expr, spot)
            for source in flow.rows
            if (expr := self.given(source, call)) is not None
        ]
        if not found:
            return Rows(key_of(call, spot))
        shaped = frozenset().union(*(rows.shaped_by for rows in found))
        if flow.transforms and isinstance(call.callee, ir.Attribute):
            shaped |= self.objects.of(call.callee.base, spot)
        return replace(found[0], shaped_by=shaped)

    def _joined(self, flow: ApiResult, call: ir.Call, spot: Spot) -> Rows:
        """Return the rows of `pd.concat([a, b])`: of a list, its elements; else the arguments."""
        given = [self.given(source, call) for source in flow.rows]
        items = [expr for expr in given if expr is not None]
        if len(items) != 1:
            return self._under_each_other(call, items, spot)
        made = self.steps.of(items[0], spot)
        listed = made[0].expr if len(made) == 1 and not made[0].keys else None
        if not isinstance(listed, ir.Elements):
            return Rows(key_of(call, spot))
        return self._under_each_other(call, listed.items, made[0].spot, key_of(call, spot))

    def _under_each_other(
        self,
        expr: ir.Expr,
        items: Sequence[ir.Expr],
        spot: Spot,
        key: tuple[Hashable, ...] = (),
    ) -> Rows:
        """Return rows that are put together, with what they are put together from."""
        found = [self.of(item, spot) for item in items[: MAX_PARTS + 1]]
        parts = [p for rows in found for p in (rows.parts if not rows.cuts else ()) or (rows,)]
        source = key or key_of(expr, spot)
        if not 1 < len(parts) <= MAX_PARTS:
            return Rows(source)
        shaped = frozenset().union(*(rows.shaped_by for rows in found))
        return Rows(source, shaped_by=shaped, parts=tuple(parts))

    def _lists(self, expr: ir.Expr, spot: Spot) -> list[ir.Expr] | None:
        """Return the operands of `list(a) + list(b)`; None if they are no lists: numbers add up."""
        if isinstance(expr, ir.Joined) and not expr.separator:
            found = [self._lists(part, spot) for part in expr.parts]
            return None if None in found else [item for items in found for item in items or ()]
        made = self.steps.of(expr, spot)
        lists = all(
            isinstance(step.expr, ir.Call) and getattr(step.expr.callee, "name", "") in _LISTS
            for step in made
        )
        return [expr] if lists else None

    def given(self, source: FieldSource, call: ir.Call) -> ir.Expr | None:
        """Return the argument, or the receiver, that a source means."""
        if source.of == "receiver" and source.position < 0 and not source.keyword:
            return call.callee.base if isinstance(call.callee, ir.Attribute) else None
        return argument_expression(call, source.position, source.keyword)

    def _loaded(self, load: Fact, call: ir.Call, spot: Spot) -> Rows:
        name, split = load.known("id"), load.known("split")
        made = key_of(call, spot)
        local = load.known("origin") == "local"
        if not isinstance(name, str) and local:
            name = self._path(call, spot)  # a helper that is given it at each of its calls
            split = split or self.words.of_path(name or "")
        if not isinstance(name, str):
            return Rows(made)
        config = str(load.known("config") or "")
        if local:
            label = split if isinstance(split, str) else ""
            return Rows(("data", "file", name, config), label=label)
        rows = Rows(("data", "name", name.casefold(), config))
        if isinstance(split, str):
            label = self.words.of(split.partition("[")[0])
            return replace(rows, cuts=(Cut("named", (), split, label),))
        return Rows(made) if isinstance(load.get("split"), Unknown) else rows

    def _path(self, call: ir.Call, spot: Spot) -> str | None:
        """Return the path that a call loads, if the calls that lead here spell it out."""
        expr = argument_expression(call, 0, _PATHS)
        made = self.steps.of(expr, spot) if expr is not None else ()
        if len(made) != 1 or made[0].keys or not isinstance(made[0].expr, ir.Const):
            return None
        path = made[0].expr.value
        return path if isinstance(path, str) else None

    def _keyed(self, rows: Rows, keys: Keys) -> Rows:
        for key, spot in keys:
            if not is_columns(key, spot, self.steps):
                rows = cut_by_keys(rows, key, spot, self)
        return rows
