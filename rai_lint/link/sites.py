"""Where functions of the repository are called, and with what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct, field

from rai_lint.link.context import Context, Origin
from rai_lint.link.entities import Entity, Given, InClass, InFunction
from rai_lint.link.program import Program
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.module import Function


class KnowsObjects(Protocol):
    """What knows names, and which class of the repository an object is of."""

    program: Program

    def entity(self, expr: ir.Expr, context: Context) -> Entity | None:
        """Return what a dotted name refers to."""

    def method(self, owner: InClass, name: str) -> Entity | None:
        """Return a method of a class."""

    def instance_class(self, expr: ir.Expr, context: Context) -> InClass | None:
        """Return the class that an object is an instance of."""


class CallSites(Struct):
    """Answers which calls call a function; remembers the answers."""

    origins: KnowsObjects
    _sites: dict[tuple[str, str], list[Origin]] = field(default_factory=dict)

    def arguments_for(self, entity: Given) -> list[Origin]:
        """Return what the calls in the repository pass for a parameter."""
        function = entity.function
        names = [p.name for p in function.parameters if not p.star]
        offset = 1 if function.method and names[:1] in (["self"], ["cls"]) else 0
        found = []
        for site in self.sites(entity.path, function):
            call = site.expr
            if not isinstance(call, ir.Call):
                continue
            value = argument(call, entity.parameter.name, self._position(names, entity, offset))
            if value is not None:
                found.append(Origin(value, site.context))
        return found

    def _position(self, names: list[str], entity: Given, offset: int) -> int:
        name = entity.parameter.name
        return names.index(name) - offset if name in names else -1

    def sites(self, path: str, function: Function) -> list[Origin]:
        """Return the calls of a function of the repository; those of tests only for tests."""
        key = (path, function.qualname)
        if key not in self._sites:
            self._sites[key] = []  # recursion through itself ends here
            self._sites[key] = list(self._find_sites(path, function))
        return self._sites[key]

    def _find_sites(self, path: str, function: Function) -> Iterator[Origin]:
        tail = function.qualname.rpartition(".")[2]
        owner = function.qualname.rpartition(".")[0]
        if tail == "__init__":
            tail = owner.rpartition(".")[2]
        for module_path, names in self.origins.program.calling(tail, path):
            aliases = [i.name for i in names.module.imports if i.attribute == tail != i.name]
            calls = [c for name in (tail, *aliases) for c in names.calls_by_tail.get(name, ())]
            for call in calls:
                context = Context(module_path, call.scope)
                if self._calls(call, context, path, function):
                    yield Origin(call, context)

    def _calls(self, call: ir.Call, context: Context, path: str, function: Function) -> bool:
        entity = self.origins.entity(call.callee, context)
        if isinstance(entity, InFunction):
            return entity.path == path and entity.function.qualname == function.qualname
        if isinstance(entity, InClass):
            return (
                entity.path == path
                and f"{entity.definition.qualname}.__init__" == function.qualname
            )
        callee = call.callee
        if entity is None and function.method and isinstance(callee, ir.Attribute):
            owner = self.origins.instance_class(callee.base, context.deeper())
            return owner is not None and self.origins.method(owner, callee.name) == InFunction(
                path, function
            )
        return False
