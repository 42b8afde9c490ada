"""The data by whose score a loop written by hand keeps a model: `if score > best: save(…)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from rai_lint.link.context import Context
from rai_lint.link.entities import InFunction
from rai_lint.link.origins import Origins
from rai_lint.link.program import Names
from rai_lint.link.rows.loops import data_of_loop, goes_round_once, goes_through
from rai_lint.link.rows.reaching import loops_around
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding, Block, spans
from rai_lint.model.regex import regex

_BEST = regex(r"(?i)(^|[_.])best|best([_.]|$)")
_KEEPS = ("save", "deepcopy")
_ASKS = ("no_grad", "inference_mode", "eval")
MAX_DEPTH = 4


def data_of_choice(call: ir.Call, names: Names, origins: Origins) -> tuple[ir.Expr, str] | None:
    """Return the data, and its scope, whose score decides that a call keeps the model.

    The call stands in an arm of an `if` inside a loop, where the score becomes the best one.
    Only the first call in the arm that keeps something counts; None where no data is seen.
    """
    for arm in _arms(call, names):
        if any(_in_arm(other, arm, call) for tail in _KEEPS for other in _tails(names, tail)):
            continue
        for binding in names.module.bindings:
            inside = spans(arm, binding.place.line, binding.place.cell)
            if inside and binding.scope == call.scope and _BEST.search(binding.name):
                found = _Score(arm, names, origins).data(binding.value, binding)
                if found is not None:
                    return found
    return None


def _arms(call: ir.Call, names: Names) -> Iterator[Block]:
    """Yield the arms around a call that stand in a loop, the innermost first.

    A loop that goes round once leaves nothing to choose from.
    """
    line, cell, blocks = call.place.line, call.place.cell, names.module.blocks
    around = [b for b in blocks if b.kind == "branch" and spans(b, line, cell)]
    for arm in sorted(around, key=lambda block: block.last - block.first):
        loops = (b for b in loops_around(arm.first, cell, blocks) if b.first < arm.first)
        if any(not goes_round_once(loop, names) for loop in loops):
            yield arm


def _in_arm(other: ir.Call, arm: Block, call: ir.Call) -> bool:
    """Say whether another call of the arm comes before one."""
    place = other.place
    return spans(arm, place.line, place.cell) and place.order() < call.place.order()


def _tails(names: Names, tail: str) -> Sequence[ir.Call]:
    return names.calls_by_tail.get(tail, ())


class _Score(Struct, frozen=True):
    """Looks for the data of the score that decides about an arm of an `if`."""

    arm: Block
    names: Names
    origins: Origins

    def data(self, score: ir.Expr, at: Binding, depth: int = 0) -> tuple[ir.Expr, str] | None:
        """Return the data that a score was worked out on: by a function, else by a loop above."""
        made = score
        while isinstance(made, ir.Item):
            made = made.base
        if isinstance(made, ir.Call):
            function = self.origins.function(made.callee, Context(self.names.module.path, at.scope))
            if function is not None:
                return _asked_by(made, at.scope, function, self)
        if isinstance(made, ir.Name) and depth < MAX_DEPTH:
            before = _before(made.name, at, self.names)
            if before is not None and before.place.cell == at.place.cell:
                found = self.data(before.value, before, depth + 1)
                if found is not None:
                    return found
        return self._looped(made, at)

    def _looped(self, score: ir.Expr, at: Binding) -> tuple[ir.Expr, str] | None:
        """Return the data of the nearest loop without gradients that the score was counted in."""
        asks = [
            call
            for tail in _ASKS[:2]
            for call in _tails(self.names, tail)
            if call.scope == at.scope
            and call.place.cell == self.arm.cell
            and call.place.line < self.arm.first
        ]
        if not asks:
            return None
        last = max(asks, key=lambda call: call.place.line)
        trained = [
            call.place.line
            for call in _tails(self.names, "backward")
            if call.scope == at.scope and last.place.line < call.place.line < self.arm.first
        ]
        counted = [_before(name, at, self.names) for name in _names(score)]
        below = any(b is not None and b.place.line > last.place.line for b in counted)
        return data_of_loop(last, self.names) if below and not trained else None


def _before(name: str, at: Binding, names: Names) -> Binding | None:
    """Return the last binding of a name above another one."""
    own = names.bindings.get((at.scope, name), ())
    return next((b for b in reversed(own) if b.place.order() < at.place.order()), None)


def _asked_by(
    call: ir.Call, scope: str, function: InFunction, score: _Score
) -> tuple[ir.Expr, str] | None:
    """Return the data that a function asks a model about: a parameter, or an attribute."""
    inner = score.origins.program.names.get(function.path)
    made = function.function
    if inner is None or _calls(inner, ("backward",), made.qualname):
        return None
    if not _calls(inner, _ASKS, made.qualname) and not made.decorators:
        return None
    parameters = [p.name for p in made.parameters if not p.star]
    loops = [b for b in inner.module.bindings if b.kind == "loop" and b.scope == made.qualname]
    through = {goes_through(b.value) for b in loops}
    own = {each for each in through if isinstance(each, ir.Attribute)}
    given = {each.name for each in through if isinstance(each, ir.Name)} & set(parameters)
    if len(given) == 1 and not own:
        offset = 1 if made.method and parameters[:1] in (["self"], ["cls"]) else 0
        name = given.pop()
        value = argument(call, name, parameters.index(name) - offset)
        return (value, scope) if value is not None else None
    if len(own) == 1 and not given and function.path == score.names.module.path:
        return own.pop(), made.qualname
    return None


def _calls(names: Names, tails: Sequence[str], scope: str) -> bool:
    return any(call.scope == scope for tail in tails for call in _tails(names, tail))


def _names(expr: ir.Expr) -> Iterator[str]:
    match expr:
        case ir.Name(name=name):
            yield name
        case ir.Attribute(base=base) | ir.Item(base=base):
            yield from _names(base)
        case ir.Call(callee=callee, arguments=arguments):
            for part in (callee, *(item.value for item in arguments)):
                yield from _names(part)
        case ir.Joined(parts=parts) | ir.Elements(items=parts):
            for part in parts:
                yield from _names(part)
        case ir.Opaque(parts=parts, operands=operands):
            for part in (*parts, *operands):
                yield from _names(part)
        case _:
            return
