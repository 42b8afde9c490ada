"""Names of a program without its values: what is defined where, methods, base classes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from rai_lint.link.context import MAX_DEPTH, Context
from rai_lint.link.entities import (
    Bound,
    Entity,
    InClass,
    InFunction,
    InModule,
    Outside,
    look_up,
    member,
)
from rai_lint.link.program import Program, enclosing
from rai_lint.model import expression as ir

#: Classes that are looked at for what one of them has.
MAX_ANCESTORS = 200


class Definitions(Struct):
    """Answers what names refer to, as far as names alone settle it."""

    program: Program
    #: Classes whose bases are being looked for.
    _asked: set[tuple[str, str]] = field(default_factory=set)

    def entity(self, expr: ir.Expr, context: Context) -> Entity | None:
        """Return what a name or dotted name refers to, if it is settled by names alone."""
        if context.depth > MAX_DEPTH:
            return None
        if isinstance(expr, ir.Name):
            return look_up(self.program, context.path, context.scope, expr.name)
        if isinstance(expr, ir.Attribute):
            return self._attribute(
                self.entity(expr.base, context.deeper()), expr.name, context.depth
            )
        return None

    def _attribute(self, base: Entity | None, name: str, depth: int) -> Entity | None:
        if isinstance(base, Outside):
            return None if base.dotted.startswith("builtins.") else Outside(f"{base.dotted}.{name}")
        if isinstance(base, InModule):
            return member(self.program, base.path, name)
        if isinstance(base, InClass):
            return self.method(base, name)
        if isinstance(base, Bound) and len(base.bindings) == 1:
            binding = base.bindings[0]
            if isinstance(binding.value, (ir.Name, ir.Attribute)) and binding.kind == "assign":
                inner = self.entity(binding.value, Context(base.path, binding.scope, depth + 1))
                return self._attribute(inner, name, depth) if not isinstance(inner, Bound) else None
        return None

    def method(self, owner: InClass, name: str) -> Entity | None:
        """Return a method or class attribute of a class, from its bases too."""
        for each in self.ancestors(owner):
            found = (
                Outside(f"{each.dotted}.{name}")
                if isinstance(each, Outside)
                else self._own(each, name)
            )
            if found is not None:
                return found
        return None

    def _own(self, owner: InClass, name: str) -> Entity | None:
        names = self.program.ask(owner.path)
        qualname = f"{owner.definition.qualname}.{name}"
        if names is not None and qualname in names.functions:
            return InFunction(owner.path, names.functions[qualname])
        if names is not None and (owner.definition.qualname, name) in names.attributes:
            return Bound(owner.path, tuple(names.attributes[owner.definition.qualname, name]))
        return None

    def ancestors(self, owner: InClass) -> Iterator[Outside | InClass]:
        """Yield a class and what it is derived from, each once: the first base with all of its."""
        waiting: list[Outside | InClass] = [owner]
        seen: set[tuple[str, str]] = set()
        while waiting and len(seen) < MAX_ANCESTORS:
            each = waiting.pop()
            if isinstance(each, Outside):
                yield each
                continue
            key = (each.path, each.definition.qualname)
            if key not in seen:
                seen.add(key)
                yield each
                waiting += reversed([*self.bases(each)])

    def bases(self, owner: InClass) -> Iterator[Outside | InClass]:
        """Yield the bases of a class that are known."""
        scope = owner.definition.qualname.rpartition(".")[0]
        key = (owner.path, owner.definition.qualname)
        if key in self._asked:  # `class A(A.b)`: what it has depends on what it is derived from
            return
        self._asked.add(key)
        try:
            found = [
                self.entity(base, Context(owner.path, scope)) for base in owner.definition.bases
            ]
        finally:
            self._asked.discard(key)
        for entity in found:
            if isinstance(entity, (Outside, InClass)) and entity != owner:
                yield entity

    def enclosing_class(self, context: Context) -> InClass | None:
        """Return the class whose method the context is in."""
        names = self.program.ask(context.path)
        for scope in enclosing(context.scope):
            if names is not None and scope in names.classes:
                return InClass(context.path, names.classes[scope])
        return None
