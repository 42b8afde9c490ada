"""Facts that depend on what reaches a call: datasets that are written, model text that is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.commands import command_parts
from rai_lint.link.context import Context
from rai_lint.link.entities import InFunction
from rai_lint.link.facts import CallFacts
from rai_lint.link.flow import Flow, Reached
from rai_lint.link.flow_step import Frame, Step
from rai_lint.link.handles import Handles
from rai_lint.link.made import KINDS, Made, id_of, ids_of
from rai_lint.link.targets import argument_expression
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import ApiCall, FieldSource
from rai_lint.model.module import Module

MAX_SITES = 12


class FlowFacts(Struct):
    """Builds the facts whose fields are settled by what reaches a call, for one repository."""

    calls: CallFacts
    flow: Flow
    handles: Handles

    def of_module(self, module: Module) -> Iterator[Made]:
        """Yield the facts of a module, in the order they are written."""
        for entry, call in self.calls.flowing(module):
            for made in self._made(entry, call, Context(module.path, call.scope)):
                yield replace(made, fact=replace(made.fact, scope=module.scope))

    def _made(self, entry: ApiCall, call: ir.Call, context: Context) -> Iterator[Made]:
        found = self._traced(entry, call, context, ())
        fact = self.calls.plain_fact(entry, call, context)
        frames = self._sites(context) if any(each.outer for each in found.values()) else []
        own = self._traced(entry, call, context, (), inside=True) if frames else found
        made_here = any(self._of_kind(entry, name, trace) for name, trace in own.items())
        passed = [self.handles.passed(entry, call, context, frame) for frame in frames]
        if not frames or (made_here and not any(passed)):
            yield from self._settled(entry, fact, found)
            return
        # A helper that writes or runs what it is given: each call of it is a place of its own.
        for frame, destination in zip(frames, passed, strict=True):
            found = self._traced(entry, call, context, (frame,))
            placed = replace(fact, place=frame.call.place)
            if destination is not None:
                placed = replace(placed, fields={**fact.fields, "destination": destination})
            yield from self._settled(entry, placed, found)

    def _sites(self, context: Context) -> list[Frame]:
        """Return the calls, in this file or another, of the function that a call stands in."""
        names = self.calls.callees.origins.program.ask(context.path)
        function = names.functions.get(context.scope) if names is not None else None
        if function is None:
            return []
        found = self.calls.callees.origins.sites(context.path, function)[:MAX_SITES]
        entered = InFunction(context.path, function)
        return [
            Frame(entered.path, function, site.expr, site.context)
            for site in found
            if isinstance(site.expr, ir.Call)
        ]

    def _traced(
        self,
        entry: ApiCall,
        call: ir.Call,
        context: Context,
        frames: tuple[Frame, ...],
        *,
        inside: bool = False,
    ) -> dict[str, Reached]:
        """Return what reaches each field that depends on it."""
        found: dict[str, Reached] = {}
        for name, source in entry.fields.items():
            starts = self._starts(source, call, context) if source.flow else []
            steps = [Step(expr, context, frames) for expr in starts]
            parts = [self.flow.reaching(step, inside=inside) for step in steps]
            if source.flow:
                found[name] = _joined(parts)
        return found

    def _starts(self, source: FieldSource, call: ir.Call, context: Context) -> Sequence[ir.Expr]:
        """Return the expressions whose content a field asks for."""
        if source.of == "receiver":
            return [call.callee.base] if isinstance(call.callee, ir.Attribute) else []
        expr = argument_expression(call, source.position, source.keyword)
        if expr is None:
            spread = [item.value for item in call.arguments if item.star]
            return spread if source.position >= 0 else []
        return command_parts(expr, context, self.calls.values) if source.command else [expr]

    def _settled(self, entry: ApiCall, fact: Fact, found: dict[str, Reached]) -> Iterator[Made]:
        """Yield the fact with the ids that reach it; one for each where these identify it."""
        fields = dict(fact.fields)
        reached: list[Fact] = []
        for name, trace in found.items():
            own = self._of_kind(entry, name, trace)
            reached += [item for item in own if item not in reached]
            fields[name] = ids_of(own, trace.because)
        if entry.reached and not reached:
            return
        because = next((trace.because for trace in found.values() if trace.because), "")
        if "id" in found:
            for item in reached:
                one = replace(fact, fields={**fields, "id": id_of(item)})
                yield Made(one, (item,), (), because)
            return
        read = tuple(path for trace in found.values() for path in self.handles.read(trace))
        yield Made(replace(fact, fields=fields), tuple(reached), read, because)

    def _of_kind(self, entry: ApiCall, name: str, trace: Reached) -> list[Fact]:
        """Return the facts of the kinds that a field asks for."""
        kinds = KINDS[entry.fields[name].flow]
        return [item for item in self._facts(trace) if item.kind in kinds]

    def _facts(self, trace: Reached) -> Iterator[Fact]:
        for step in trace.calls:
            if isinstance(step.expr, ir.Call):
                yield from self.calls.of_call(step.expr, step.context)


def _joined(parts: Sequence[Reached]) -> Reached:
    return Reached(
        tuple(start for part in parts for start in part.starts),
        tuple({step.key: step for part in parts for step in part.calls}.values()),
        next((part.because for part in parts if part.because), ""),
        any(part.outer for part in parts),
    )
