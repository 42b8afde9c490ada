"""What the names of a program hold: bindings, changes, parameters, and functions as values."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from rai_lint.link.changes import Changes
from rai_lint.link.entities import Bound, Given, InClass, InFunction, look_up
from rai_lint.link.flow_step import Frame, Step
from rai_lint.link.origins import Origins
from rai_lint.link.program import enclosing
from rai_lint.link.written import argument, dotted_text
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding, Function

MAX_SITES = 12


class Sources(Struct):
    """Answers what a name, an attribute or a call of the repository's own holds."""

    origins: Origins
    _changes: dict[str, Changes] = field(default_factory=dict)
    #: Functions handed to others, which call them with what they hold: `rows.map(translate)`.
    _handed: set[int] = field(default_factory=set)

    def of(self, step: Step) -> Iterator[Step | str]:
        """Yield what a name or attribute may hold, and what stops the search."""
        if isinstance(step.expr, ir.Name):
            yield from self._name(step.expr, step)
        elif isinstance(step.expr, ir.Attribute):
            yield from self._attribute(step.expr, step)

    def _name(self, expr: ir.Name, step: Step) -> Iterator[Step | str]:
        context = step.context
        entity = look_up(self.origins.program, context.path, context.scope, expr.name)
        match entity:
            case Bound(path=path, bindings=bindings):
                chosen = self.origins.counting(entity, context, expr)
                yield from self._bound(path, chosen, step)
                yield from self._changed(expr.name, path, bindings[0].scope, step)
            case Given(path=path, function=function):
                yield from self._given(entity, step)
                yield from self._changed(expr.name, path, function.qualname, step)
            case InFunction(path=path, function=function):
                yield from self._handed_on(path, function, step)
            case None:
                yield f"where `{expr.name}` comes from is not in the files read"
            case _:
                return

    def every(self, step: Step) -> Iterator[Step]:
        """Yield all that a name is given anywhere: for `x = f(x)`, which leads back to itself."""
        expr, context = step.expr, step.context
        if isinstance(expr, ir.Name):
            entity = look_up(self.origins.program, context.path, context.scope, expr.name)
            if isinstance(entity, Bound):
                yield from self._bound(entity.path, entity.bindings, step)

    def _bound(self, path: str, bindings: tuple[Binding, ...], step: Step) -> Iterator[Step]:
        for binding in bindings:
            yield step.elsewhere(binding.value, path, binding.scope)

    def _changed(self, name: str, path: str, scope: str, step: Step) -> Iterator[Step]:
        """Yield what is put into an object; `scope` is where its name belongs."""
        for change in self.changes(path).of(name, scope):
            if change.scope == scope or self._belongs(name, path, change.scope, scope):
                yield step.elsewhere(change.value, path, change.scope)

    def _belongs(self, name: str, path: str, inner: str, scope: str) -> bool:
        """Say whether a name in an inner scope is that of an outer one, not one of its own."""
        if name.startswith("self."):
            return True
        entity = look_up(self.origins.program, path, inner, name)
        if isinstance(entity, Bound):
            return entity.path == path and entity.bindings[0].scope == scope
        return isinstance(entity, Given) and entity.function.qualname == scope

    def changes(self, path: str) -> Changes:
        """Return the changes that a module makes to objects."""
        if path not in self._changes:
            self._changes[path] = Changes(self.origins.program.modules[path])
        return self._changes[path]

    def _handed_on(self, path: str, function: Function, step: Step) -> Iterator[Step]:
        """Yield what a function returns that is handed to another (`rows.map(translate)`)."""
        self._handed.add(id(function))
        for value in (*function.returns, *function.yields):
            yield step.elsewhere(value, path, function.qualname)

    def _given(self, entity: Given, step: Step) -> Iterator[Step | str]:
        """Yield what a parameter is given: by the call it was entered through, else by all."""
        if step.frames and step.frames[-1].function is entity.function:
            yield from self._argument(entity, step)
            return
        if entity.function.method and entity.parameter.name in ("self", "cls"):
            return
        sites = self.origins.passed_for(entity)
        for site in sites[:MAX_SITES]:
            yield step.elsewhere(site.expr, site.context.path, site.context.scope, outer=True)
        if entity.parameter.default is not None:
            outer = entity.function.scope
            yield step.elsewhere(entity.parameter.default, entity.path, outer)
        elif not sites and id(entity.function) not in self._handed:
            name = entity.parameter.name
            yield f"parameter `{name}` is given by callers outside the repository"

    def _argument(self, entity: Given, step: Step) -> Iterator[Step]:
        frame, name = step.frames[-1], entity.parameter.name
        value = self.argument_of(frame, name)
        if value is not None:
            yield step.out(value)
        elif entity.parameter.star:
            yield from (step.out(item.value) for item in frame.call.arguments)
        else:
            spread = [item for item in frame.call.arguments if item.star]
            yield from (step.out(item.value) for item in spread)

    def argument_of(self, frame: Frame, name: str) -> ir.Expr | None:
        """Return what the call of a frame passes for a parameter of its function."""
        names = [p.name for p in frame.function.parameters if not p.star]
        bound = frame.function.method and names[:1] in (["self"], ["cls"])
        position = names.index(name) - bound if name in names else -1
        return argument(frame.call, name, position)

    def _attribute(self, expr: ir.Attribute, step: Step) -> Iterator[Step | str]:
        """Yield what `base.name` holds: given as such, by the class, or part of its object."""
        context, dotted = step.context, dotted_text(expr)
        names = self.origins.program.ask(context.path)
        for scope in enclosing(context.scope) if names is not None and dotted else ():
            bindings = names.bindings.get((scope, dotted)) if names is not None else None
            if bindings and not dotted.startswith("self."):
                yield from self._bound(context.path, tuple(bindings), step)
                return
        entity = self.origins.entity(expr, context)
        if entity is None:
            owner = self.origins.instance_class(expr.base, context)
            entity = self.origins.method(owner, expr.name) if owner is not None else None
        match entity:
            case Bound(path=path, bindings=bindings):
                yield from self._bound(path, bindings, step)
                for scope in dict.fromkeys(
                    binding.scope.rpartition(".")[0] for binding in bindings
                ):
                    yield from self._changed(f"self.{expr.name}", path, scope, step)
            case InFunction(path=path, function=function):
                yield from self._handed_on(path, function, step)
            case None:
                yield step.to(expr.base, bare=True)
            case _:
                return

    def entered(self, call: ir.Call, step: Step) -> list[Step] | None:
        """Return what a function of the repository returns; None if the call is of no such one."""
        found = self.origins.function(call.callee, step.context)
        if found is None or not step.may_enter(found.function):
            return None
        frame = Frame(found.path, found.function, call, step.context)
        values = (*found.function.returns, *found.function.yields)
        return [step.into(frame, value) for value in values]

    def instance(self, call: ir.Call, step: Step) -> Iterator[Step]:
        """Yield the object that is called, where a name stands for one: `pipe("…")`."""
        entity = self.origins.entity(call.callee, step.context)
        if isinstance(entity, (Bound, Given)) or not isinstance(call.callee, ir.Name):
            yield step.to(call.callee)
        elif isinstance(entity, InClass):
            return
