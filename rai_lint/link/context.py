"""Steps of a search for a value: where an expression stands, and how sure each step is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.model import expression as ir
from rai_lint.model.value import Decider, How, Known, Unknown

MAX_DEPTH = 40
MAX_ORIGINS = 40

#: From most to least sure; a chain is as sure as its weakest step.
SURENESS: tuple[How, ...] = (
    "literal",
    "implied",
    "constant",
    "call site",
    "joined",
    "config",
    "default",
)


def weaker(first: How, second: How) -> How:
    """Return the less sure of two ways of finding a value."""
    return max(first, second, key=SURENESS.index)


class Context(Struct, frozen=True):
    """Where an expression stands: file and scope, and how deep the search already is."""

    path: str
    scope: str
    depth: int = 0

    def deeper(self, path: str | None = None, scope: str | None = None) -> Context:
        """Return the context one step on, elsewhere if given."""
        return Context(
            self.path if path is None else path,
            self.scope if scope is None else scope,
            self.depth + 1,
        )


class Origin(Struct, frozen=True):
    """An expression that makes a value, where it stands, and how it was reached.

    `turn` is set for the options of `a or b`: which choice it is, and which option of it.
    """

    expr: ir.Expr
    context: Context
    how: How = "literal"
    turn: tuple[int, int] | None = None


class Stop(Struct, frozen=True):
    """A search that ended without a value, why, and who decides the value.

    `loop` names the search that it leads back to, if that is why; what that finds is found here
    too, no surer than `how`.
    """

    because: str
    by: Decider = "repository"
    loop: object = None
    how: How = "literal"


#: Where no value gets to: what a function returns there adds nothing to what else it returns.
RULED_OUT = Stop("the tests around it rule out every value that is known")


def reached(stop: object) -> bool:
    """Say whether a value, origin or stop is of a place that some value gets to."""
    ruled_out = getattr(stop, "because", "") == RULED_OUT.because
    return not (ruled_out and getattr(stop, "by", "") == "repository")


def no_surer(found: Sequence[Origin | Stop], how: How) -> list[Origin | Stop]:
    """Return the origins, each at most as sure as a step that lies before it."""
    return [replace(item, how=weaker(item.how, how)) for item in found]


def in_turn(item: Origin | Stop, turn: tuple[int, int] | None) -> Origin | Stop:
    """Return an origin as an option of `a or b`: which choice it is, and which option of it."""
    return replace(item, turn=turn) if turn is not None and isinstance(item, Origin) else item


def bounded(found: Sequence[Origin | Stop]) -> Sequence[Origin | Stop]:
    """Return the origins; where there are too many, that the rest was left out."""
    if len(found) <= MAX_ORIGINS:
        return found
    return [*found[:MAX_ORIGINS], Stop("it has more values than are followed")]


def no_shallower(item: Origin | Stop, depth: int) -> Origin | Stop:
    """Return an origin at least as deep as the search that asks for it, so that searches end."""
    if isinstance(item, Stop) or item.context.depth >= depth:
        return item
    return replace(item, context=replace(item.context, depth=depth))


class Settles(Protocol):
    """What settles expressions: handed to the parts that need it for what they find inside."""

    def resolve(self, expr: ir.Expr, context: Context) -> Known | Unknown:
        """Return the value of an expression where it stands."""

    def made(self, origin: Origin | Stop, context: Context) -> Known | Unknown | Stop:
        """Return the value that an origin makes."""

    def joined(
        self, parts: Sequence[ir.Expr], separator: str, context: Context
    ) -> Known | Unknown | Stop:
        """Return what texts make when put together."""

    def keyword(
        self, call: ir.Expr, keyword: str, position: int, context: Context
    ) -> Known | Unknown | None:
        """Return the value of an argument of a call; None if it is not given."""

    def mapping(
        self, items: Sequence[tuple[ir.Expr | None, ir.Expr]], context: Context
    ) -> Known | Stop:
        """Return a dict of which every entry is known."""
