"""Where what an expression holds may come from: backwards over names, containers and calls.

Values are settled elsewhere (`values`); here only the calls are found whose results reach an
expression. What a library call returns counts as made of all it is given, unless the catalogue says
that it holds nothing of it (`holds-nothing-of`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from rai_lint.link.callees import Callees
from rai_lint.link.context import Context
from rai_lint.link.flow_names import Sources
from rai_lint.link.flow_step import Step
from rai_lint.link.patterns import PatternIndex
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiBarrier

_Key: TypeAlias = tuple[int, str, str, tuple[int, ...], bool]

#: Expressions looked at for one answer: a few functions' worth.
MAX_LOOKED_AT = 1500


class Reached(Struct, frozen=True):
    """The calls whose results may reach what the search started from, nearest first.

    `because` says what lies out of sight, "" if nothing does; `outer` is true if some of it is
    passed in by callers of the function that the expression stands in.
    """

    starts: tuple[Step, ...] = ()
    calls: tuple[Step, ...] = ()
    because: str = ""
    outer: bool = False


class Flow(Struct, dict=True):
    """Answers what reaches an expression, for one repository."""

    callees: Callees
    barriers: Sequence[ApiBarrier] = ()
    _known: dict[tuple[_Key, bool], Reached] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sources: Sources = Sources(self.callees.origins)
        self._barriers: PatternIndex[ApiBarrier] = PatternIndex(self.barriers)

    def reaching(self, start: Step, *, inside: bool = False) -> Reached:
        """Return the calls whose results may be part of what an expression holds.

        If `inside`, those that are not passed in by callers of the function around it only.
        """
        key = (start.key, inside)
        if key not in self._known:
            self._known[key] = self._reaching(start, inside=inside)
        return self._known[key]

    def _reaching(self, start: Step, *, inside: bool) -> Reached:
        seen = {start.key}
        queue, calls = deque([start]), []
        because, outer = "", False
        while queue:
            step = queue.popleft()
            if isinstance(step.expr, ir.Call) and not _is_read_off(step):
                calls.append(step)
            for before in self._new(step, seen):
                if isinstance(before, str):
                    because = because or before
                    continue
                passed_in = before.outer and step.context == start.context
                outer = outer or passed_in
                if not (inside and passed_in):
                    queue.append(before)
            if len(seen) > MAX_LOOKED_AT:
                return Reached((start,), tuple(calls), "it goes through too many steps", outer)
        return Reached((start,), tuple(calls), because, outer)

    def _new(self, step: Step, seen: set[_Key]) -> Iterator[Step | str]:
        """Yield what lies one step before and was not seen yet, and what stops the search."""
        before = list(self._before(step))
        steps = [item for item in before if isinstance(item, Step)]
        if steps and all(item.key in seen for item in steps):
            before += self._sources.every(step)
        for item in before:
            if isinstance(item, str):
                yield item
            elif item.key not in seen:
                seen.add(item.key)
                yield item

    def _before(self, step: Step) -> Iterator[Step | str]:
        """Yield what one expression holds directly, and what stops the search."""
        match step.expr:
            case ir.Name() | ir.Attribute():
                yield from self._sources.of(step)
            case ir.Item(base=base):
                yield step.to(base)
            case ir.Each(iterable=iterable):
                yield step.to(iterable)
            case ir.Elements(items=parts) | ir.Joined(parts=parts) | ir.Choice(options=parts):
                yield from (step.to(part) for part in parts)
            case ir.Opaque(parts=parts):
                yield from (step.to(part) for part in parts)
            case ir.Mapped(items=pairs):
                yield from (step.to(value) for _, value in pairs)
            case ir.Call():
                yield from self._call(step.expr, step)
            case _:
                return

    def _call(self, call: ir.Call, step: Step) -> Iterator[Step | str]:
        if not call.place.path:
            return  # a field that is declared and not given
        inside = self._sources.entered(call, step)
        if inside is not None:
            yield from inside
            return
        if self.stops(call, step.context):
            return
        if isinstance(call.callee, ir.Attribute):
            yield step.to(call.callee.base)
        elif isinstance(call.callee, (ir.Name, ir.Call)):
            yield from self._sources.instance(call, step)
        for item in call.arguments:
            yield step.to(item.value)

    def stops(self, call: ir.Call, context: Context) -> bool:
        """Say whether nothing of what a call is given is in what it returns (`len`, `print`)."""
        names = self.callees.names(call, context)
        return any(True for name in names for _ in self._barriers.find(name))


def _is_read_off(step: Step) -> bool:
    """Say whether only an attribute is read off the object that a call makes: `llm.model_name`."""
    name = getattr(step.expr.callee, "name", "") if isinstance(step.expr, ir.Call) else ""
    return step.bare and name[:1].isupper()
