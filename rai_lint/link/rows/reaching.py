"""Which assignments of a name count at a line: order, branches, loops and cells of a notebook."""

from __future__ import annotations

from collections.abc import Sequence

from rai_lint.model.module import Binding, Block, spans


def reaching(
    bindings: Sequence[Binding], line: int, cell: int | None, blocks: Sequence[Block]
) -> list[Binding]:
    """Return the bindings that may have given a name its value at a line, the nearest last.

    `bindings` are those of one name in one scope, in the order they are written. If none stands
    before the line, all may (a loop may come round, a cell may have been run before).
    """
    beside = [b for b in bindings if b.kind == "loop" and _place(b) == _order(line, cell)]
    if beside:
        return beside[-1:]  # the variable of a comprehension
    use = _around(line, cell, blocks)
    found: list[Binding] = []
    for binding in reversed(bindings):
        if binding.kind == "change" or _end(binding) >= _order(line, cell):
            continue
        own = _around(binding.place.line, binding.place.cell, blocks)
        if _exclude(own, use):
            continue
        found.append(binding)
        if all(block in use for block in own):
            break
    return found[::-1] or [b for b in bindings if b.kind != "change"]


def changes(
    bindings: Sequence[Binding], after: Binding | None, line: int, cell: int | None
) -> list[Binding]:
    """Return what was put into an object between the binding of its name and a line."""
    start = _place(after) if after is not None else (-2, 0)
    return [b for b in bindings if start <= _place(b) and _end(b) < _order(line, cell)]


def loops_around(line: int, cell: int | None, blocks: Sequence[Block]) -> list[Block]:
    """Return the loops that a line stands in, the innermost first."""
    found = [b for b in _around(line, cell, blocks) if b.kind == "loop"]
    return sorted(found, key=lambda block: block.last - block.first)


def _order(line: int, cell: int | None) -> tuple[int, int]:
    return (-1 if cell is None else cell, line)


def _place(binding: Binding) -> tuple[int, int]:
    return _order(binding.place.line, binding.place.cell)


def _end(binding: Binding) -> tuple[int, int]:
    return _order(binding.place.last_line, binding.place.cell)


def _around(line: int, cell: int | None, blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if spans(block, line, cell)]


def _exclude(one: Sequence[Block], other: Sequence[Block]) -> bool:
    """Say whether two places stand in different arms of one statement."""
    arms = {block.statement: block for block in other if block.kind == "branch"}
    return any(arms.get(block.statement, block) != block for block in one)
