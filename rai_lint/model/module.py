"""What a Python file or notebook defines and calls: the input of the link stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rai_lint.model.expression import Call, Expr
from rai_lint.model.source import Place, Scope

BindingKind = Literal["assign", "change", "loop", "with", "delete"]
BlockKind = Literal["branch", "loop"]


@dataclass(frozen=True, slots=True)
class Import:
    """`import module as name` (attribute empty) or `from module import attribute as name`.

    `level` counts the leading dots of a relative import; `name` "*" is a star import.
    """

    scope: str
    name: str
    module: str
    attribute: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """A name, or a dotted target such as `self.model`, given a value in a scope.

    `place` begins with the target and ends with the statement.
    """

    scope: str
    name: str
    value: Expr
    place: Place
    kind: BindingKind = "assign"
    conditional: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its default and annotation, if written. `star` is "", "*" or "**"."""

    name: str
    default: Expr | None = None
    annotation: Expr | None = None
    star: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method: `scope` is where it stands, `qualname` its dotted path in the file.

    `yields` are what a generator hands out, one by one.
    """

    qualname: str
    scope: str
    parameters: tuple[Parameter, ...]
    place: Place
    decorators: tuple[Expr, ...] = ()
    returns: tuple[Expr, ...] = ()
    method: bool = False
    yields: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Class:
    """A class: bases, decorators, and the fields of its body with their defaults."""

    qualname: str
    bases: tuple[Expr, ...]
    place: Place
    decorators: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that may run or not: a body of a loop, or one arm of a statement with several.

    Arms of one statement share its number in the file, `statement`. Lines are 1-based and count
    inside `cell` in a notebook.
    """

    kind: BlockKind
    statement: int
    first: int
    last: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison of a (dotted) name: `among` are the texts it is compared with, if literal.

    `operator` is `==`, `!=`, `in` or `not in`; `container` is the name after `in`, if it is one.
    """

    scope: str
    name: str
    operator: str
    among: tuple[str, ...] = ()
    container: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Text that names a column of a table: a subscript, or an element of a list of columns."""

    name: str
    use: Literal["column", "feature", "label", "group", "drop"]
    place: Place


@dataclass(frozen=True, slots=True)
class Text:
    """Text written in an argument of a call, where people may read it."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file or notebook, read once. `commands` are shell lines of a notebook."""

    path: str
    scope: Scope
    notebook: bool = False
    imports: tuple[Import, ...] = ()
    bindings: tuple[Binding, ...] = ()
    functions: tuple[Function, ...] = ()
    classes: tuple[Class, ...] = ()
    calls: tuple[Call, ...] = ()
    columns: tuple[Column, ...] = ()
    texts: tuple[Text, ...] = ()
    commands: tuple[Text, ...] = ()
    blocks: tuple[Block, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
