"""What calls return: functions of Python's own on known texts, and the repository's functions."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.agreement import agreed, changed, first_cause
from rai_lint.link.context import Context, Settles, Stop, weaker
from rai_lint.link.deciders import decider
from rai_lint.link.entities import InClass, Outside
from rai_lint.link.items import Items
from rai_lint.link.objects import held_by, reads
from rai_lint.link.origins import Origins
from rai_lint.link.texts import (
    JOINS,
    SAME,
    applied,
    called_on,
    is_applied,
    is_method,
    pieces,
)
from rai_lint.link.written import argument, text_of
from rai_lint.model import expression as ir
from rai_lint.model.value import Decider, How, Known, Unknown

_OPENS = frozenset({"builtins.open", "gzip.open", "io.open", "bz2.open", "lzma.open"})
_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv", "os.environ.setdefault", "os.environ.pop"})
_MODES = frozenset(f"{how}{kind}" for how in "rwax" for kind in ("", "b", "t", "+", "b+", "+b"))
_FIELDS = ("dataclasses.field", "pydantic.Field", "attr.ib", "attrs.field")
_NUMBERS = frozenset({"builtins.int", "builtins.float"})
_MOST_RETURNS = 12


class CallValues(Struct):
    """Answers what a call returns."""

    origins: Origins
    items: Items
    values: Settles

    def value(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        """Return the value that a call returns, or what stops the search."""
        if not call.place.path:
            return Stop("its class declares it and gives it no default", "caller")
        entity = self.origins.entity(call.callee, context)
        dotted = entity.dotted if isinstance(entity, Outside) else ""
        parts = [item.value for item in call.arguments if not item.keyword and not item.star]
        if dotted:
            found = self._outside(dotted, call, parts, context)
            if found is not None:
                return found
        if isinstance(call.callee, ir.Attribute) and not dotted:
            found = self._method(call.callee, parts, context)
            if found is not None:
                return found
        if isinstance(entity, InClass):
            return Stop(f"`{text_of(call)}` is an object, not a text")
        return self._returned(call, dotted, context)

    def _outside(
        self, dotted: str, call: ir.Call, parts: Sequence[ir.Expr], context: Context
    ) -> Known | Unknown | Stop | None:
        if dotted in JOINS and parts:
            return self.values.joined(parts, "/", context)
        if (dotted in SAME or dotted in _OPENS) and parts:
            return self.values.resolve(parts[0], context)
        if is_applied(dotted) and parts:
            known = self.values.resolve(parts[0], context)
            return changed(known, lambda text: applied(dotted, text))
        if dotted in _NUMBERS and len(parts) == 1:
            return _as_number(self.values.resolve(parts[0], context), dotted)
        if dotted == "builtins.len" and len(parts) == 1:
            return _length(self.values.resolve(parts[0], context))
        if dotted in _ENVIRONMENT:
            return self._environment(call, context)
        if dotted in _FIELDS or dotted.endswith(".Field"):
            return self._field(call, context)
        if dotted == "builtins.dict":
            named = [(ir.Const(a.keyword), a.value) for a in call.arguments if a.keyword]
            return (
                self.values.mapping(named, context) if len(named) == len(call.arguments) else None
            )
        if dotted == "builtins.getattr" and len(parts) > 1:
            return self._getattr(parts, context)
        return None

    def _method(
        self, callee: ir.Attribute, parts: Sequence[ir.Expr], context: Context
    ) -> Known | Unknown | Stop | None:
        if callee.name in ("get", "pop") and parts:
            return self._looked_up(callee, parts, context)
        if callee.name == "format":
            return self._formatted(callee.base, parts, context)
        if callee.name == "open" and all(map(_is_mode, parts)):
            return self.values.resolve(callee.base, context)  # `Path(…).open("w")`
        if not is_method(callee.name):
            return None
        base = self.values.resolve(callee.base, context)
        if isinstance(base, Unknown) and not base.complete:
            return Stop(base.because, base.by)
        arguments = [self.values.resolve(part, context) for part in parts]
        known = [item.value for item in arguments if isinstance(item, Known)]
        if len(known) != len(arguments):
            stop = first_cause([item for item in arguments if isinstance(item, Unknown)])
            return Stop(stop.because, stop.by)
        return changed(base, lambda text: called_on(text, callee.name, known))

    def _looked_up(
        self, callee: ir.Attribute, parts: Sequence[ir.Expr], context: Context
    ) -> Known | Unknown | Stop:
        """Return `mapping.get(key, default)`: the entry if it is known, else the default."""
        found = self.items.item(ir.Item(callee.base, parts[0]), context)
        several = isinstance(found, Unknown) and bool(found.candidates)
        if isinstance(found, Known) or len(parts) == 1 or several:
            return found
        other = self.values.resolve(parts[1], context)
        return replace(other, how="default") if isinstance(other, Known) else other

    def _formatted(
        self, base: ir.Expr, parts: Sequence[ir.Expr], context: Context
    ) -> Known | Unknown | Stop:
        template = self.values.resolve(base, context)
        if not isinstance(template, Known) or not isinstance(template.value, str):
            by = template.by if isinstance(template, Unknown) else "repository"
            return Stop("it is formatted at run time", by)
        found = pieces(template.value, len(parts))
        if found is None or any(isinstance(item, str) for item in found[1::2]):
            return Stop("its format is not understood")
        joined = [parts[item] if isinstance(item, int) else ir.Const(item) for item in found]
        return self.values.joined(joined, "", context)

    def _getattr(self, parts: Sequence[ir.Expr], context: Context) -> Known | Unknown | Stop:
        name = self.values.resolve(parts[1], context)
        if not isinstance(name, Known):
            return Stop("which attribute it is, is decided at run time", name.by)
        return self.values.resolve(ir.Attribute(parts[0], str(name.value)), context)

    def _returned(self, call: ir.Call, dotted: str, context: Context) -> Known | Unknown | Stop:
        """Return what a function of the repository returns, if every `return` is known."""
        function = self.origins.function(call.callee, context)
        if function is None:
            by = self._by(call, dotted, context)
            return Stop(f"what `{text_of(call.callee)}` returns is decided at run time", by)
        returns = function.function.returns
        if not 0 < len(returns) <= _MOST_RETURNS:
            because = f"what `{text_of(call.callee)}` returns is not one plain value"
            return Stop(because, self._by(call, dotted, context))
        inner = context.deeper(function.path, function.function.qualname)
        found = [_at_least(self.values.resolve(value, inner), "constant") for value in returns]
        return agreed(found, text_of(call))

    def _by(self, call: ir.Call, dotted: str, context: Context) -> Decider:
        """Return who decides what a call outside the repository returns."""
        if reads(call.callee):
            return "outside"
        by = decider(dotted) if dotted else "repository"
        if not dotted and isinstance(call.callee, ir.Attribute):
            by = held_by(call.callee.base, context.deeper(), self.origins).by
        if by != "repository":
            return by
        # It makes something of its arguments.
        given = [self.values.resolve(each.value, context) for each in call.arguments]
        unknown = [each for each in given if isinstance(each, Unknown) and not each.complete]
        return first_cause(unknown).by if unknown else by

    def _environment(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        default = argument(call, "default", 1)
        if default is None:
            return Known(None, "default")
        return _at_least(self.values.resolve(default, context), "default")

    def _field(self, call: ir.Call, context: Context) -> Known | Unknown | Stop:
        default = argument(call, "default", 0)
        if default is None or (isinstance(default, ir.Opaque) and default.text == "ellipsis"):
            return Stop("the field has no default", "user")
        return _at_least(self.values.resolve(default, context), "default")


def _length(value: Known | Unknown) -> Known | Stop:
    """Return how long a text is that is known."""
    if isinstance(value, Known) and isinstance(value.value, str):
        return replace(value, value=len(value.value))
    return Stop(
        "it is counted at run time", value.by if isinstance(value, Unknown) else "repository"
    )


def _as_number(value: Known | Unknown, dotted: str) -> Known | Unknown | Stop:
    """Return what `int(…)` or `float(…)` makes of a value."""
    if isinstance(value, Unknown) or not isinstance(value.value, (str, int, float)):
        return value if isinstance(value, Unknown) else Stop("it is no number")
    try:
        number = int(value.value) if dotted == "builtins.int" else float(value.value)
    except (ValueError, OverflowError):
        return Stop(f"`{value.value}` is no number")
    return replace(value, value=number)


def _at_least(value: Known | Unknown, how: How) -> Known | Unknown:
    return replace(value, how=weaker(value.how, how)) if isinstance(value, Known) else value


def _is_mode(expr: ir.Expr) -> bool:
    """Say whether an argument is how a file is opened, as `Path.open` takes it."""
    return isinstance(expr, ir.Const) and str(expr.value) in _MODES
