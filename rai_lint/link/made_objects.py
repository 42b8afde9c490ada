"""Attributes of objects: what their constructor is given, what their class sets.

A field that a class declares without a default is what the constructions in the repository give.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.context import Context, Origin, Stop, no_surer
from rai_lint.link.entities import Bound, InClass
from rai_lint.link.objects import held_by
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.value import How

if TYPE_CHECKING:  # it asks this where objects are made
    from rai_lint.link.origins import Origins


class MadeObjects(Struct):
    """Answers what an attribute of an object is given when the object is made."""

    origins: Origins
    _constructions: dict[tuple[str, str], list[Origin]] = field(default_factory=dict)

    def given(self, expr: ir.Attribute, context: Context) -> list[Origin | Stop]:
        """Follow `x.name` where x is made by `Class(name=…)`: a namespace, a settings object."""
        found: list[Origin | Stop] = []
        others: list[Origin | Stop] = []
        for origin in self.origins.follow(expr.base, context.deeper()):
            call = origin.expr if isinstance(origin, Origin) else None
            value = argument(call, expr.name, -1) if isinstance(call, ir.Call) else None
            if isinstance(call, ir.Call) and not getattr(call.callee, "name", "")[:1].isupper():
                value = None
            if value is None or not isinstance(origin, Origin):
                others.append(origin)
                continue
            inner = replace(origin.context, depth=context.depth + 1)
            found += self.origins.follow(value, inner)
        if found and others:
            stop = next((each for each in others if isinstance(each, Stop)), None)
            found.append(stop or Stop("other objects are made without it"))
        return found

    def attribute(
        self, expr: ir.Attribute, context: Context, owner: InClass, attribute: Bound
    ) -> Sequence[Origin | Stop]:
        """Follow an attribute of an instance: its constructor is given it, or its class sets it."""
        found = self.given(expr, context)
        if found:
            return found
        binding = attribute.bindings[-1]
        if isinstance(binding.value, ir.Call) and not binding.value.place.path:
            made = self._declared(owner, expr.name, context)
            if made:
                return made
        how: How = "constant" if attribute.bindings[0].name.startswith("self.") else "default"
        return no_surer(self.origins.bound(attribute, context), how)

    def _declared(self, owner: InClass, name: str, context: Context) -> list[Origin | Stop]:
        """Follow a field without default: what every construction of the class gives."""
        position = self._position(owner, name)
        found: list[Origin | Stop] = []
        for site in self.constructions(owner):
            call = site.expr
            value = argument(call, name, position) if isinstance(call, ir.Call) else None
            if value is None:
                found.append(self._hidden(site, name))
                continue
            inner = replace(site.context, depth=context.depth + 1)
            found += no_surer(self.origins.follow(value, inner), "call site")
        return found

    def _hidden(self, site: Origin, name: str) -> Stop:
        """Return why a construction does not show a field: `**options`, and where they are from."""
        because = f"`{name}` is hidden where its class is constructed"
        for item in site.expr.arguments if isinstance(site.expr, ir.Call) else ():
            if item.star:
                return Stop(because, held_by(item.value, site.context, self.origins).by)
        return Stop(because)

    def _position(self, owner: InClass, name: str) -> int:
        """Return the place of a field among those that the class itself declares."""
        names = self.origins.program.ask(owner.path)
        if names is None:
            return -1
        scope = owner.definition.qualname
        fields = [b.name for b in names.module.bindings if b.scope == scope and "." not in b.name]
        return fields.index(name) if name in fields and not owner.definition.bases else -1

    def constructions(self, owner: InClass) -> Sequence[Origin]:
        """Return the calls of the repository that make an object of a class; tests for tests."""
        key = (owner.path, owner.definition.qualname)
        if key not in self._constructions:
            self._constructions[key] = []
            self._constructions[key] = list(self._find(owner))
        return self._constructions[key]

    def _find(self, owner: InClass) -> Iterator[Origin]:
        tail = owner.definition.qualname.rpartition(".")[2]
        for path, names in self.origins.program.calling(tail, owner.path):
            for call in names.calls_by_tail.get(tail, ()):
                context = Context(path, call.scope)
                if self.origins.entity(call.callee, context) == owner:
                    yield Origin(call, context)
