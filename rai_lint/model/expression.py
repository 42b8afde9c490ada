"""Expressions of Python code in a form that outlives the syntax tree.

The extractor writes them, the link stage settles them. Only what can lead to a value is kept;
the rest is `Opaque`, with its text and what stopped it.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from rai_lint.model.source import Place
from rai_lint.model.value import Plain

#: The text of an `Opaque` that stands for `a == b`.
EQUALITY = "equality"


class Const(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """A literal: text, number, truth value or None."""

    value: Plain


class Name(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """A name as it is read at a line (and notebook cell)."""

    name: str
    line: int
    cell: int | None = None


class Attribute(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """`base.name`."""

    base: Expr
    name: str


class Item(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """`base[key]`; also the n-th target of an unpacking."""

    base: Expr
    key: Expr


class Elements(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """A list, tuple or set display."""

    items: tuple[Expr, ...]


class Mapped(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """A dict display; a key of None stands for `**value`."""

    items: tuple[tuple[Expr | None, Expr], ...]


class Joined(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """Text put together by an f-string, `+`, `os.path.join` or `Path /`."""

    parts: tuple[Expr, ...]
    separator: str = ""


class Choice(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """One of several, decided at run time: `a if c else b`; `a or b` if `fallback`."""

    options: tuple[Expr, ...]
    fallback: bool = False


class Each(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """An element of an iterable: the variable of a loop or comprehension."""

    iterable: Expr


class Argument(Struct, frozen=True, array_like=True, gc=False):
    """One argument of a call. `star` is "", "*" or "**"."""

    value: Expr
    keyword: str | None = None
    star: str = ""


class Call(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """`callee(arguments)` at a place, in a scope (dotted path of functions and classes)."""

    callee: Expr
    arguments: tuple[Argument, ...]
    place: Place
    scope: str = ""


class Slice(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """`start:stop` in a subscript; a step is not kept."""

    start: Expr | None = None
    stop: Expr | None = None


class Opaque(Struct, frozen=True, tag=True, array_like=True, gc=False):
    """Anything else: its text, shortened, and why no value can be read from it.

    `parts` are the expressions in it that what it holds may come from (the body of a lambda).
    `operands` are those of comparisons and signs, whose result holds nothing of them.
    """

    text: str
    because: str
    parts: tuple[Expr, ...] = ()
    operands: tuple[Expr, ...] = ()


Expr: TypeAlias = (
    Const
    | Name
    | Attribute
    | Item
    | Elements
    | Mapped
    | Joined
    | Choice
    | Each
    | Call
    | Slice
    | Opaque
)
