"""What is put into an object after it was made: `rows.append(x)`, `row["a"] = x`, `rows += x`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from rai_lint.link.context import Origin
from rai_lint.link.program import Program
from rai_lint.link.written import dotted_text
from rai_lint.model import expression as ir
from rai_lint.model.module import Module

#: Methods of lists, sets, dicts, queues and buffers that keep what they are given.
_KEEPS = frozenset(
    {
        "add",
        "append",
        "appendleft",
        "extend",
        "extendleft",
        "insert",
        "put",
        "put_nowait",
        "setdefault",
        "update",
    }
)


class Change(Struct, frozen=True):
    """An expression that becomes part of an object, in a scope."""

    scope: str
    value: ir.Expr


class Changes(Struct, frozen=True, dict=True):
    """The changes that one module makes to objects, by the dotted name they go by there."""

    module: Module

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[Change]]:
        found: dict[str, list[Change]] = defaultdict(list)
        for call in self.module.calls:
            if isinstance(call.callee, ir.Attribute) and call.callee.name in _KEEPS:
                name = dotted_text(call.callee.base)
                for item in call.arguments if name else ():
                    found[name].append(Change(call.scope, item.value))
        for binding in self.module.bindings:
            base = _changed(binding.name) or (binding.name if binding.kind == "change" else "")
            if base:
                found[base].append(Change(binding.scope, binding.value))
        return dict(found)

    def of(self, name: str, scope: str) -> Sequence[Change]:
        """Return what is put into `name` in a scope, and in the functions inside it."""
        return [
            change
            for change in self._by_name.get(name, ())
            if not scope or change.scope == scope or change.scope.startswith(f"{scope}.")
        ]


class ChangedCollections(Struct):
    """Answers whether collections change after they are made, for one program."""

    program: Program
    _changes: dict[str, Changes] = field(default_factory=dict)
    _names: dict[str, Mapping[int, Sequence[str]]] = field(default_factory=dict)

    def stays(self, origin: Origin) -> bool:
        """Say whether the module that makes a collection puts nothing more into it, by its name."""
        path = origin.context.path
        if path not in self.program.modules:
            return False
        if path not in self._changes:
            module = self.program.modules[path]
            self._changes[path] = Changes(module)
            found: dict[int, list[str]] = defaultdict(list)
            for binding in module.bindings:
                found[id(binding.value)].append(binding.name)
            self._names[path] = found
        names = self._names[path].get(id(origin.expr), ())
        return not any(self._changes[path].of(name, "") for name in names)


def _changed(name: str) -> str:
    """Return `a.b` of `a.b["key"]` and `a.b[...]`, `a` of `a.b`; "" of a plain name."""
    base, bracket, _ = name.partition("[")
    return base if bracket else base.rpartition(".")[0]
