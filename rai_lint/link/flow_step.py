"""One step of a search for what reaches an expression: where it stands, and how it got there."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.link.context import Context
from rai_lint.model import expression as ir
from rai_lint.model.module import Function

#: How deep the search goes into functions of the repository that call one another.
MAX_FRAMES = 3


class Frame(Struct, frozen=True):
    """A function of the repository, entered through one call of it: its parameters are settled."""

    path: str
    function: Function
    call: ir.Call
    caller: Context


class Step(Struct, frozen=True):
    """An expression in a file and scope; `frames` are the calls through which it was entered.

    `bare` if only an attribute of its value is of interest; `outer` if the step left the function
    where the search began, through a parameter.
    """

    expr: ir.Expr
    context: Context
    frames: tuple[Frame, ...] = ()
    bare: bool = False
    outer: bool = False

    @property
    def key(self) -> tuple[int, str, str, tuple[int, ...], bool]:
        """Return what makes a step the same as another: expressions live as long as modules."""
        frames = tuple(id(frame.call) for frame in self.frames)
        return id(self.expr), self.context.path, self.context.scope, frames, self.bare

    def to(self, expr: ir.Expr, *, bare: bool = False) -> Step:
        """Return the step to another expression in the same place."""
        return Step(expr, self.context, self.frames, bare)

    def into(self, frame: Frame, expr: ir.Expr) -> Step:
        """Return the step into a function, to what it returns."""
        context = Context(frame.path, frame.function.qualname)
        return Step(expr, context, (*self.frames, frame))

    def out(self, expr: ir.Expr) -> Step:
        """Return the step to an argument of the call through which the function was entered."""
        frame = self.frames[-1]
        return Step(expr, frame.caller, self.frames[:-1])

    def elsewhere(self, expr: ir.Expr, path: str, scope: str, *, outer: bool = False) -> Step:
        """Return the step to an expression in another scope, with the frames it still stands in."""
        kept = self.frames if path == self.context.path and scope == self.context.scope else ()
        return Step(expr, Context(path, scope), kept, self.bare, outer)

    def may_enter(self, function: Function) -> bool:
        """Say whether a function may be entered: not too deep, and not within itself."""
        return len(self.frames) < MAX_FRAMES and all(
            frame.function is not function for frame in self.frames
        )
