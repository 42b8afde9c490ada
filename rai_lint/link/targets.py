"""The call whose arguments a catalogue entry means, and what it is given there."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.link.callees import Callees
from rai_lint.link.context import MAX_DEPTH, Context, Origin
from rai_lint.link.values import Values
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.value import Known, Unknown


class Targets(Struct):
    """Finds the arguments that fields and conditions of catalogue entries read."""

    callees: Callees
    values: Values

    def target(self, of: str, call: ir.Call, context: Context) -> tuple[ir.Call, Context] | None:
        """Return the call whose arguments `of` means, and where it stands; None if not found.

        `of` is written as in the API catalogue: `call`, `receiver`, `argument:args`.
        """
        if of == "call":
            return call, context
        if of == "receiver":
            return self.callees.receiver(call, context)
        where, _, named = of.partition(":")
        base = (call, context) if where == "argument" else self.callees.receiver(call, context)
        if base is None:
            return None
        value = argument_named(base[0], named)
        return self.callees.maker(value, base[1]) if value is not None else None

    def argument(
        self, position: int, keywords: tuple[str, ...], target: tuple[ir.Call, Context]
    ) -> Known | Unknown | None:
        """Return the value of an argument, whichever keyword it goes by; None if not given."""
        call, context = target
        unknown: Unknown | None = None
        for keyword in keywords or ("",):
            found = self.values.keyword(call, keyword, position, context)
            if isinstance(found, Known) or (
                isinstance(found, Unknown) and "hidden" not in found.because
            ):
                return found
            unknown = found if isinstance(found, Unknown) else unknown
        return unknown

    def elements(self, expr: ir.Expr, context: Context) -> Iterator[tuple[ir.Call, Context]]:
        """Yield the calls that make an object, or the elements of a list."""
        for origin in self.callees.origins.follow(expr, context):
            if not isinstance(origin, Origin):
                continue
            if isinstance(origin.expr, ir.Call):
                yield origin.expr, origin.context
                continue
            made = origin.expr
            items = made.items if isinstance(made, ir.Elements) else ()
            items = made.parts if isinstance(made, ir.Joined) else items
            for item in items if context.depth < MAX_DEPTH else ():
                yield from self.elements(item, origin.context.deeper())


def argument_expression(call: ir.Call, position: int, keywords: tuple[str, ...]) -> ir.Expr | None:
    """Return the first argument given by one of the keywords, or by position; None if none is."""
    found = (argument(call, keyword, position) for keyword in keywords or ("",))
    return next((item for item in found if item is not None), None)


def argument_named(call: ir.Call, named: str) -> ir.Expr | None:
    """Return the argument that `args`, or `1 args`, names: by keyword, or by position too."""
    first, _, second = named.partition(" ")
    return argument(call, second or first, int(first) if second else -1)
