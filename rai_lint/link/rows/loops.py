"""The data that a loop goes through, for calls that speak of it by standing there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.link.program import Names
from rai_lint.link.rows.reaching import loops_around
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding, Block, spans

#: A loop stands close below the `with` that it belongs to.
MAX_LINES = 12
MAX_HEAD = 3
MAX_LINE = 10**9
_COUNTERS = frozenset({"range", "trange", "arange"})
_WRAPPERS = frozenset({"enumerate", "tqdm"})


def data_of_loop(call: ir.Call, names: Names) -> tuple[ir.Expr, str] | None:
    """Return what the nearest loop around or below a call goes through, and the loop's scope.

    A loop that counts is passed over; so is one that holds both the call and a step of training,
    for a call such as `torch.no_grad()`, which then does not speak of the data.
    """
    line, cell, scope = call.place.line, call.place.cell, _scope(call, names)
    loops = [b for b in names.module.bindings if b.kind == "loop" and b.scope == scope]
    trains = getattr(call.callee, "name", "") == "backward"
    if scope == call.scope:
        for block in loops_around(line, cell, names.module.blocks):
            head = _head(block, loops)
            if head is not None and _is_data(head.value):
                own = trains or not _steps_in(block, names)
                return (goes_through(head.value), scope) if own else None
    if trains:
        return None
    for binding in _below(loops, line, cell, scope == call.scope):
        labelled = any(
            b.place == binding.place or b.place.line == binding.place.line
            for b in loops
            if b is not binding
        )
        if _is_data(binding.value) and labelled:
            return goes_through(binding.value), scope
    return None


def _scope(call: ir.Call, names: Names) -> str:
    """Return the scope a call speaks of: the function that it decorates, else its own."""
    for function in names.module.functions:
        if any(each is call for each in function.decorators):
            return function.qualname
    return call.scope


def _head(block: Block, loops: Sequence[Binding]) -> Binding | None:
    heads = [b for b in loops if b.place.cell == block.cell and _heads(b, block)]
    return max(heads, key=lambda b: (b.place.line, -b.place.column)) if heads else None


def _heads(loop: Binding, block: Block) -> bool:
    """Say whether a loop's line stands right above its block, or is the same line."""
    above = block.first - loop.place.line
    return 0 < above <= MAX_HEAD or (above == 0 and block.first == block.last)


def _below(loops: Sequence[Binding], line: int, cell: int | None, near: bool) -> Iterator[Binding]:
    last = line + MAX_LINES if near else MAX_LINE
    for binding in loops:
        if binding.place.cell == cell and line < binding.place.line <= last:
            yield binding


def _steps_in(block: Block, names: Names) -> bool:
    return any(
        spans(block, call.place.line, call.place.cell)
        for call in names.calls_by_tail.get("backward", ())
    )


def goes_through(value: ir.Expr) -> ir.Expr:
    """Return what the variable of a loop goes through, without what numbers or shows it."""
    while isinstance(value, ir.Item):
        value = value.base
    found = value.iterable if isinstance(value, ir.Each) else value
    while isinstance(found, ir.Call) and found.arguments:
        if getattr(found.callee, "name", "") not in _WRAPPERS:
            break
        found = found.arguments[0].value
    return found


def _is_data(value: ir.Expr) -> bool:
    """Say whether a loop goes through data, not through numbers or a display of things."""
    iterable = goes_through(value)
    if isinstance(iterable, ir.Elements):
        return False
    name = iterable.callee if isinstance(iterable, ir.Call) else None
    return getattr(name, "name", "") not in _COUNTERS


def goes_round_once(block: Block, names: Names) -> bool:
    """Say whether a loop is surely one that goes round once: `range(1)`, or a constant of 1."""
    head = _head(block, [b for b in names.module.bindings if b.kind == "loop"])
    counter = goes_through(head.value) if head is not None else None
    if not isinstance(counter, ir.Call) or len(counter.arguments) != 1:
        return False
    count = counter.arguments[0].value
    if isinstance(count, ir.Name):
        made = [b for b in names.module.bindings if b.name == count.name]
        count = made[0].value if len(made) == 1 else count
    is_counted = getattr(counter.callee, "name", "") in _COUNTERS
    return is_counted and isinstance(count, ir.Const) and count.value == 1
