"""Files that code opens by a name: what is written to or read from them, by their paths."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.link.context import Context
from rai_lint.link.entities import Bound, look_up
from rai_lint.link.flow import Reached
from rai_lint.link.flow_step import Frame
from rai_lint.link.targets import Targets, argument_expression
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiCall
from rai_lint.model.value import Known, Unknown

MAX_HOPS = 8


class Handles(Struct):
    """Answers which file an expression stands for."""

    targets: Targets

    def read(self, trace: Reached) -> Iterator[str]:
        """Yield the paths of files that are handed over by name, or opened on the way."""
        for step in trace.starts:
            if isinstance(step.expr, (ir.Const, ir.Name, ir.Joined)):
                yield from self._resolved(step.expr, step.context)
        for step in trace.calls:
            call = step.expr
            name = getattr(call.callee, "name", "") if isinstance(call, ir.Call) else ""
            if isinstance(call, ir.Call) and (name == "open" or name.startswith(("read_", "load"))):
                first = argument(call, "file", 0)
                yield from self._resolved(first, step.context) if first is not None else ()

    def _resolved(self, expr: ir.Expr, context: Context) -> Iterator[str]:
        value = self.targets.values.resolve(expr, context)
        if isinstance(value, Known) and isinstance(value.value, str):
            yield value.value

    def passed(
        self, entry: ApiCall, call: ir.Call, context: Context, frame: Frame
    ) -> Known | Unknown | None:
        """Return where a helper writes to when called through `frame`; None if it settles it."""
        source = entry.fields.get("destination")
        if source is None or source.has_value:
            return None
        target = self.targets.target(source.of, call, context)
        expr = argument_expression(target[0], source.position, source.keyword) if target else None
        where = target[1] if target is not None else context
        for _ in range(MAX_HOPS):
            if isinstance(expr, ir.Call):
                expr = expr.arguments[0].value if expr.arguments else None  # `open(path)`
            if not isinstance(expr, ir.Name):
                return None
            if where.path == frame.path and where.scope == frame.function.qualname:
                value = self._argument(frame, expr.name)
                if value is not None:
                    return value
            step = self._bound_to(expr, where)
            if step is None:
                return None
            expr, where = step
        return None

    def _bound_to(self, name: ir.Name, where: Context) -> tuple[ir.Expr, Context] | None:
        """Return what a name is given, if it is given one thing."""
        program = self.targets.callees.origins.program
        entity = look_up(program, where.path, where.scope, name.name)
        if not isinstance(entity, Bound) or len(entity.bindings) != 1:
            return None
        binding = entity.bindings[0]
        return binding.value, Context(entity.path, binding.scope)

    def _argument(self, frame: Frame, name: str) -> Known | Unknown | None:
        names = [p.name for p in frame.function.parameters if not p.star]
        bound = frame.function.method and names[:1] in (["self"], ["cls"])
        position = names.index(name) - bound if name in names else -1
        value = argument(frame.call, name, position)
        return self.targets.values.resolve(value, frame.caller) if value is not None else None
