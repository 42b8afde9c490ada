"""Words of shell lines that are filled in: `!wget https://example.org/{name}.csv`, `$name`."""

from __future__ import annotations

from rai_lint.link.context import Context
from rai_lint.link.values import Values
from rai_lint.model import expression as ir
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import Unknown, Value

_NAME = regex(r"(\$?\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*)")


def filled_in(value: Value, place: Place, values: Values) -> Value:
    """Return a word with what the names in it stand for where the line is.

    One that holds more than plain names stays as it is.
    """
    pieces = _NAME.split(value.text) if isinstance(value, Unknown) else []
    if len(pieces) == 1 or any(mark in piece for piece in pieces[::2] for mark in "{}$`"):
        return value
    parts = tuple(
        ir.Name(piece.strip("{$}"), place.line, place.cell) if at % 2 else ir.Const(piece)
        for at, piece in enumerate(pieces)
    )
    return values.resolve(ir.Joined(parts), Context(place.path, "")) if parts else value
