"""Expressions of Python code in a form that outlives the syntax tree.

The extractor writes them, the link stage settles them. Only what can lead to a value is kept;
the rest is `Opaque`, with its text and what stopped it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from rai_lint.model.source import Place
from rai_lint.model.value import Plain


@dataclass(frozen=True, slots=True)
class Const:
    """A literal: text, number, truth value or None."""

    value: Plain


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is read at a line (and notebook cell)."""

    name: str
    line: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """`base.name`."""

    base: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """`base[key]`; also the n-th target of an unpacking."""

    base: Expr
    key: Expr


@dataclass(frozen=True, slots=True)
class Elements:
    """A list, tuple or set display."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A dict display; a key of None stands for `**value`."""

    items: tuple[tuple[Expr | None, Expr], ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """Text put together by an f-string, `+`, `os.path.join` or `Path /`."""

    parts: tuple[Expr, ...]
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, decided at run time: `a if c else b`; `a or b` if `fallback`."""

    options: tuple[Expr, ...]
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Each:
    """An element of an iterable: the variable of a loop or comprehension."""

    iterable: Expr


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call. `star` is "", "*" or "**"."""

    value: Expr
    keyword: str | None = None
    star: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """`callee(arguments)` at a place, in a scope (dotted path of functions and classes)."""

    callee: Expr
    arguments: tuple[Argument, ...]
    place: Place
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Slice:
    """`start:stop` in a subscript; a step is not kept."""

    start: Expr | None = None
    stop: Expr | None = None


@dataclass(frozen=True, slots=True)
class Opaque:
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
