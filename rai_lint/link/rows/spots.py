"""Where an expression stands while data is followed through functions of the repository."""

from __future__ import annotations

from collections.abc import Hashable

from msgspec import Struct

from rai_lint.link.context import Context
from rai_lint.model import expression as ir

#: Calls of calls of … that are followed into functions.
MAX_FRAMES = 6


class Frame(Struct, frozen=True, eq=False):
    """A call of a function of the repository that is being looked into.

    `function` is its dotted path in the file `path`; `call` stands at `caller`.
    """

    path: str
    function: str
    call: ir.Call
    caller: Spot

    def key(self) -> tuple[Hashable, ...]:
        """Return what tells this chain of calls from others."""
        outer = self.caller.frame
        return (self.call.place.order(), *(outer.key() if outer is not None else ()))


class Spot(Struct, frozen=True):
    """File and scope of an expression, and the calls through which the search came here."""

    path: str
    scope: str
    frame: Frame | None = None

    @property
    def context(self) -> Context:
        """The place as other parts of the link stage name it."""
        return Context(self.path, self.scope)

    def depth(self) -> int:
        """Return how many calls lie between here and where the search began."""
        count, frame = 0, self.frame
        while frame is not None:
            count, frame = count + 1, frame.caller.frame
        return count

    def files(self) -> frozenset[str]:
        """Return the file, and those of the calls through which the search came here."""
        frame = self.frame
        return frozenset({self.path}) | (frame.caller.files() if frame is not None else frozenset())

    def key(self) -> tuple[Hashable, ...]:
        """Return what tells this spot from others."""
        return (self.path, self.scope, *(self.frame.key() if self.frame is not None else ()))


class Step(Struct, frozen=True):
    """An expression that makes an object, with the keys still to be looked up in it.

    `names` are those that the search went through, the last one first read.
    """

    expr: ir.Expr
    spot: Spot
    keys: tuple[tuple[ir.Expr, Spot], ...] = ()
    names: tuple[str, ...] = ()


def key_of(expr: ir.Expr, spot: Spot) -> tuple[Hashable, ...]:
    """Return what tells the object that an expression makes here from all others."""
    frames = spot.frame.key() if spot.frame is not None else ()
    if isinstance(expr, ir.Call) and expr.place.path:
        return ("call", expr.place.order(), *frames)
    if isinstance(expr, ir.Name):
        return ("name", spot.path, spot.scope, expr.name, *frames)
    return ("at", id(expr), *frames)
