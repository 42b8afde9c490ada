"""From an expression to what made it: names, branches, parameters, returns, elements of tuples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.entities import Bound, Given, look_up
from rai_lint.link.origins import Origins
from rai_lint.link.rows.reaching import reaching
from rai_lint.link.rows.spots import MAX_FRAMES, Frame, Spot, Step
from rai_lint.link.written import argument, dotted_text
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding, Block

MAX_DEPTH = 40
MAX_STEPS = 8
MAX_NAMES = 6
#: An object of a class of which there are several is not the others.
MANY = 2


class Steps(Struct):
    """Follows objects through one repository."""

    origins: Origins
    _following: set[tuple[int, Spot]] = field(default_factory=set)

    def of(self, expr: ir.Expr, spot: Spot, depth: int = 0) -> tuple[Step, ...]:
        """Return every expression that may have made an object; itself if nothing is known."""
        key = (id(expr), spot)
        if depth > MAX_DEPTH or key in self._following:
            return (Step(expr, spot),)
        self._following.add(key)
        try:
            found = tuple(self._of(expr, spot, depth + 1))
        finally:
            self._following.discard(key)
        return found[:MAX_STEPS] or (Step(expr, spot),)

    def _of(self, expr: ir.Expr, spot: Spot, depth: int) -> Iterator[Step]:
        match expr:
            case ir.Name():
                yield from self._name(expr, spot, depth)
            case ir.Attribute():
                yield from self._attribute(expr, spot, depth)
            case ir.Choice(options=options):
                given = [option for option in options if option != ir.Const(None)]
                for option in given[:MAX_STEPS]:
                    yield from self.of(option, spot, depth)
            case ir.Call():
                yield from self._call(expr, spot, depth)
            case ir.Item(base=base, key=key):
                yield from self._item(base, key, spot, depth)
            case _:
                yield Step(expr, spot)

    def blocks(self, path: str) -> Sequence[Block]:
        """Return the blocks of a module."""
        names = self.origins.program.names.get(path)
        return names.module.blocks if names is not None else ()

    def _name(self, expr: ir.Name, spot: Spot, depth: int) -> Iterator[Step]:
        entity = look_up(self.origins.program, spot.path, spot.scope, expr.name)
        if isinstance(entity, Bound):
            yield from self._bound(entity, expr, spot, depth)
        elif isinstance(entity, Given):
            yield from self._given(entity, expr, spot, depth)
        else:
            yield Step(expr, spot, names=(expr.name,))

    def _bound(self, entity: Bound, expr: ir.Name, spot: Spot, depth: int) -> Iterator[Step]:
        inner, bindings = self.counting(entity, expr, spot)
        # `data = None` before the branch that sets it says that there may be none.
        given = [binding for binding in bindings if binding.value != ir.Const(None)]
        for binding in (given or bindings)[:MAX_STEPS]:
            for step in self.of(binding.value, inner, depth):
                yield replace(step, names=(expr.name, *step.names)[:MAX_NAMES])

    def counting(self, entity: Bound, use: ir.Name, spot: Spot) -> tuple[Spot, Sequence[Binding]]:
        """Return the bindings of a name that may count where it is read, and their spot."""
        scope, blocks = entity.bindings[0].scope, self.blocks(entity.path)
        if (entity.path, scope) == (spot.path, spot.scope):
            return spot, reaching(entity.bindings, use.line, use.cell, blocks)
        frame = spot.frame
        if frame is not None and (entity.path, scope) == (frame.caller.path, frame.caller.scope):
            place = frame.call.place
            return frame.caller, reaching(entity.bindings, place.line, place.cell, blocks)
        return Spot(entity.path, scope), [b for b in entity.bindings if b.kind != "change"]

    def _given(self, entity: Given, expr: ir.Name, spot: Spot, depth: int) -> Iterator[Step]:
        """Follow a parameter to the call being looked through, else to the only call there is."""
        frame = spot.frame
        function = entity.function
        if frame is None or (frame.path, frame.function) != (entity.path, function.qualname):
            yield Step(expr, spot, names=(expr.name,))
            return
        name = entity.parameter.name
        names = [p.name for p in function.parameters if not p.star]
        offset = 1 if function.method and names[:1] in (["self"], ["cls"]) else 0
        position = names.index(name) - offset if name in names else -1
        value = argument(frame.call, name, position)
        where = frame.caller
        if value is None and entity.parameter.default is not None:
            value, where = entity.parameter.default, Spot(entity.path, function.scope)
        if value is None:
            yield Step(expr, spot, names=(expr.name,))
            return
        for step in self.of(value, where, depth):
            yield replace(step, names=(expr.name, *step.names)[:MAX_NAMES])

    def _attribute(self, expr: ir.Attribute, spot: Spot, depth: int) -> Iterator[Step]:
        found = self._attribute_bindings(expr, spot)
        for scope, binding in found[:MAX_STEPS]:
            inner = spot if (scope.path, scope.scope) == (spot.path, spot.scope) else scope
            for step in self.of(binding.value, inner, depth):
                yield replace(step, names=(expr.name, *step.names)[:MAX_NAMES])

    def _attribute_bindings(self, expr: ir.Attribute, spot: Spot) -> list[tuple[Spot, Binding]]:
        names = self.origins.program.names.get(spot.path)
        dotted = dotted_text(expr)
        own = names.bindings.get((spot.scope, dotted)) if names is not None else None
        line, cell = _line_of(expr)
        if own and line:
            near = reaching(own, line, cell, self.blocks(spot.path))
            if near and near[0].place.line < line:
                return [(spot, binding) for binding in near]
        entity = self.origins.entity(expr, spot.context)
        if entity is None:
            owner = self.origins.instance_class(expr.base, spot.context)
            entity = self.origins.method(owner, expr.name) if owner is not None else None
        if not isinstance(entity, Bound):
            return []
        return [
            (inner, b)
            for b in entity.bindings
            if b.kind != "change" and (inner := self._of_instance(expr, b.scope, entity, spot))
        ]

    def _of_instance(
        self, expr: ir.Attribute, scope: str, entity: Bound, spot: Spot
    ) -> Spot | None:
        """Return where an attribute is set, by the call that makes the object if several do.

        None if the object is one of many, and nobody knows which.
        """
        here, base = Spot(entity.path, scope), expr.base
        function = self.origins.program.names[entity.path].functions.get(scope)
        if not isinstance(base, ir.Name) or base.name in ("self", "cls") or function is None:
            return here
        made = self.of(base, spot)
        if any(isinstance(step.expr, ir.Each) for step in made):
            return None
        start = self.origins.program.names[entity.path].functions.get(
            f"{scope.rpartition('.')[0]}.__init__"
        )
        if start is None or len(self.origins.sites(entity.path, start)) < MANY:
            return here
        call = made[0].expr if len(made) == 1 and not made[0].keys else None
        if not isinstance(call, ir.Call) or start.qualname != scope:
            return None
        return Spot(entity.path, scope, Frame(entity.path, scope, call, made[0].spot))

    def _call(self, call: ir.Call, spot: Spot, depth: int) -> Iterator[Step]:
        """Look through a function of the repository at what it returns."""
        function = self.origins.function(call.callee, spot.context)
        if function is None or spot.depth() >= MAX_FRAMES:
            yield Step(call, spot)
            return
        qualname = function.function.qualname
        frame = Frame(function.path, qualname, call, spot)
        inner = Spot(function.path, qualname, frame)
        returns = [value for value in function.function.returns if value != ir.Const(None)]
        for value in returns[:MAX_STEPS]:
            yield from self.of(value, inner, depth)
        if not returns:
            yield Step(call, spot)

    def _item(self, base: ir.Expr, key: ir.Expr, spot: Spot, depth: int) -> Iterator[Step]:
        put = self._put(base, key, spot)
        if put is not None:
            yield from self.of(put.value, spot, depth)
            return
        for step in self.of(base, spot, depth):
            inner = _element(step, key)
            if inner is None:
                yield replace(step, keys=(*step.keys, (key, spot)))
                continue
            for found in self.of(inner, step.spot, depth):
                yield replace(found, names=(*step.names, *found.names)[:MAX_NAMES])

    def _put(self, base: ir.Expr, key: ir.Expr, spot: Spot) -> Binding | None:
        """Return what `base["key"] = …` put there before, for a dict that the code fills."""
        names = self.origins.program.names.get(spot.path)
        dotted = dotted_text(base)
        if names is None or not dotted or not isinstance(key, ir.Const):
            return None
        own = names.bindings.get((spot.scope, f"{dotted}[{key.value!r}]"), ())
        line, cell = _line_of(base)
        made = self.of(base, spot)
        if not own or any(not isinstance(step.expr, ir.Mapped) for step in made):
            return None
        near = reaching(own, line, cell, self.blocks(spot.path))
        return near[0] if len(near) == 1 else None


def _element(step: Step, key: ir.Expr) -> ir.Expr | None:
    """Return the element of a display that a literal key names."""
    if step.keys or not isinstance(key, ir.Const):
        return None
    made = step.expr
    if isinstance(made, ir.Elements) and isinstance(key.value, int):
        index = key.value
        return made.items[index] if -len(made.items) <= index < len(made.items) else None
    if isinstance(made, ir.Mapped):
        return next((value for name, value in made.items if name == key), None)
    return None


def _line_of(expr: ir.Expr) -> tuple[int, int | None]:
    """Return line and cell of the name that a dotted expression starts with."""
    while isinstance(expr, (ir.Attribute, ir.Item)):
        expr = expr.base
    return (expr.line, expr.cell) if isinstance(expr, ir.Name) else (0, None)
