"""What a Python file or notebook defines and calls: the input of the link stage."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rai_lint.model.expression import Call, Expr
from rai_lint.model.source import Place, Scope

BindingKind = Literal["assign", "change", "loop", "with", "delete"]
BlockKind = Literal["branch", "loop"]
TestOperator = Literal["==", "in", "is", "true", "and", "or", "not", "either", "?"]


class Import(Struct, frozen=True, array_like=True, gc=False):
    """`import module as name` (attribute empty) or `from module import attribute as name`.

    `level` counts the leading dots of a relative import; `name` "*" is a star import.
    """

    scope: str
    name: str
    module: str
    attribute: str = ""
    level: int = 0


class Binding(Struct, frozen=True, array_like=True, gc=False):
    """A name, or a dotted target such as `self.model`, given a value in a scope.

    `place` begins with the target and ends with the statement.
    """

    scope: str
    name: str
    value: Expr
    place: Place
    kind: BindingKind = "assign"
    conditional: bool = False


class Parameter(Struct, frozen=True, array_like=True, gc=False):
    """A parameter: its default and annotation, if written. `star` is "", "*" or "**"."""

    name: str
    default: Expr | None = None
    annotation: Expr | None = None
    star: str = ""


class Function(Struct, frozen=True, array_like=True, gc=False):
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


class Class(Struct, frozen=True, array_like=True, gc=False):
    """A class: bases, decorators, and the fields of its body with their defaults."""

    qualname: str
    bases: tuple[Expr, ...]
    place: Place
    decorators: tuple[Expr, ...] = ()


class Block(Struct, frozen=True, array_like=True, gc=False):
    """Lines that may run or not: a body of a loop, or one arm of a statement with several.

    Arms of one statement share its number in the file, `statement`. Lines are 1-based and count
    inside `cell` in a notebook.
    """

    kind: BlockKind
    statement: int
    first: int
    last: int
    cell: int | None = None


class Test(Struct, frozen=True, array_like=True, gc=False):
    """A condition: `operands` are compared, `parts` are the tests that `and`, `or`, `not` join.

    `true` asks whether its operand is true. `either` stands for lines where its part may hold or
    not. `?` is a test that is not understood.
    """

    operator: TestOperator
    operands: tuple[Expr, ...] = ()
    parts: tuple[Test, ...] = ()


class Guard(Struct, frozen=True, array_like=True, gc=False):
    """Lines where a test is known to hold: the body of an `if`, what follows an early exit.

    Lines are 1-based and count inside `cell` in a notebook. `loop`: they are a comprehension, the
    variables of which have their values before the test.
    """

    scope: str
    first: int
    last: int
    test: Test
    cell: int | None = None
    loop: bool = False


def spans(lines: Block | Guard, line: int, cell: int | None) -> bool:
    """Say whether a line, counted inside its cell in a notebook, is one of a block or guard."""
    return lines.cell == cell and lines.first <= line <= lines.last


class Column(Struct, frozen=True, array_like=True, gc=False):
    """Text that names a column of a table: a subscript, or an element of a list of columns."""

    name: str
    use: Literal["column", "feature", "label", "group", "drop"]
    place: Place


class Text(Struct, frozen=True, array_like=True, gc=False):
    """Text written in an argument of a call, where people may read it."""

    text: str
    place: Place


class Module(Struct, frozen=True, array_like=True, gc=False):
    """One Python file or notebook, read once. `commands` are shell lines of a notebook.

    `exported`: the marks in it say that a program wrote it from a notebook.
    `command_line`: its text names a way in which programs read their options.
    `unread_options` are flags that it declares and never looks at.
    """

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
    guards: tuple[Guard, ...] = ()
    exported: bool = False
    command_line: bool = False
    unread_options: tuple[str, ...] = ()
