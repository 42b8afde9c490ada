"""Conditions of catalogue entries: what a file imports and calls, what a call is given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct, field

from rai_lint.link.context import Context
from rai_lint.link.divided import Divided
from rai_lint.link.patterns import matches
from rai_lint.link.program import Program
from rai_lint.link.targets import Targets, argument_expression
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiCall, When
from rai_lint.model.regex import found_in
from rai_lint.model.value import Known, Plain


class Conditions(Struct):
    """Decides whether an entry of the API catalogue speaks of a call."""

    program: Program
    targets: Targets
    divided: Divided
    _imported: dict[str, frozenset[str]] = field(default_factory=dict)

    def fits(self, entry: ApiCall, path: str, called: Collection[str] | None) -> bool:
        """Say whether the file imports and calls what the entry asks for."""
        if entry.imports and not any(name in self._imports(path) for name in entry.imports):
            return False
        if not entry.beside or called is None:
            return True
        return any(matches(pattern, name) for pattern in entry.beside for name in called)

    def _imports(self, path: str) -> frozenset[str]:
        """Return every module, and package above one, that a file imports."""
        if path not in self._imported:
            names = self.program.ask(path)
            found: set[str] = set()
            for item in names.module.imports if names is not None else ():
                dotted = f"{item.module}.{item.attribute}" if item.attribute else item.module
                parts = dotted.split(".")
                found |= {".".join(parts[:count]) for count in range(1, len(parts) + 1)}
            self._imported[path] = frozenset(found)
        return self._imported[path]

    def holds(self, entry: ApiCall, call: ir.Call, context: Context) -> bool:
        """Say whether the call is given what all conditions of the entry ask for."""
        if entry.divides and not self.divided.by(call, context):
            return False
        return self.met(entry.when, call, context)

    def met(self, when: Sequence[When], call: ir.Call, context: Context) -> bool:
        """Say whether the call is given what all of some conditions ask for."""
        return all(self._condition(each, call, context) for each in when)

    def _condition(self, when: When, call: ir.Call, context: Context) -> bool:
        target = self.targets.target(when.of, call, context)
        value = self.targets.argument(when.position, when.keyword, target) if target else None
        if when.given is not None:
            return (value is not None) == when.given
        if when.not_in:
            return not (isinstance(value, Known) and value.value in when.not_in)
        if when.contains:
            expr = argument_expression(target[0], when.position, when.keyword) if target else None
            found = _leaves(expr) if expr is not None else set()
            if isinstance(value, Known):
                found |= _plain_leaves(value.value)
            return any(item in found for item in when.contains)
        if when.made_by:
            return target is not None and self._made_by(when, target)
        if when.matches:
            expr = argument_expression(target[0], when.position, when.keyword) if target else None
            text = value.value if isinstance(value, Known) else _written(expr)
            return isinstance(text, str) and found_in(when.matches, text)
        if not isinstance(value, Known):
            return False
        return any(
            value.value is item or (value.value == item and type(value.value) is type(item))
            for item in when.is_in
        )

    def _made_by(self, when: When, target: tuple[ir.Call, Context]) -> bool:
        """Say whether an element of an argument is made by one of the calls that are asked for."""
        expr = argument_expression(target[0], when.position, when.keyword)
        if expr is None:
            return False
        return any(
            getattr(call.callee, "name", "") in when.made_by
            and all(self._condition(inner, call, context) for inner in when.holding)
            for call, context in self.targets.elements(expr, target[1])
        )


def _written(expr: ir.Expr | None) -> str | None:
    """Return the literal parts of a text that is put together: `f"Run {command}? [y/n]"`."""
    if not isinstance(expr, ir.Joined):
        return None
    return " ".join(str(part.value) for part in expr.parts if isinstance(part, ir.Const))


def _leaves(expr: ir.Expr) -> set[Plain]:
    """Return the literals, and the last parts of dotted names, anywhere in an expression."""
    match expr:
        case ir.Const(value=value):
            return {value}
        case ir.Attribute(name=name):
            return {name}
        case ir.Elements(items=items):
            return {leaf for item in items for leaf in _leaves(item)}
        case ir.Mapped(items=pairs):
            return {leaf for _, item in pairs for leaf in _leaves(item)}
        case ir.Call(arguments=arguments):
            return {leaf for item in arguments for leaf in _leaves(item.value)}
        case _:
            return set()


def _plain_leaves(value: Plain) -> set[Plain]:
    if isinstance(value, Mapping):
        return {leaf for item in value.values() for leaf in _plain_leaves(item)}
    if isinstance(value, tuple):
        return {leaf for item in value for leaf in _plain_leaves(item)}
    return {value}
