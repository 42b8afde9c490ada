"""Which columns a program trains on, where it says so: a list of features, or all but some.

A column that is only cleaned or printed judges nobody. Where neither a list nor a selection of
columns is seen, nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.value import Known, Unknown, Value

#: Names of lists of what a model is given, and of lists of what it is not.
_LISTS = regex(
    r"(?i)(?:^|_)(?:features?|feats?|predictors?|inputs?|x|cat\w*|num\w*|cont\w*)(?:_|$)"
)
_OTHERS = regex(r"(?i)drop|remov|exclu|leak|ignor|target|label|ids?_|outlier|missing|date|plot")
#: Names of what a model is fitted to.
_INPUTS = regex(r"(?i)^(?:x|inputs?|features?|predictors?)(?:_|\d|$)|_x$")
_MAX_DEPTH = 8
_MIN_LIST = 2


class Features(Struct, frozen=True):
    """The columns that a program gives a model: those of its lists; `rest`: all that it keeps."""

    listed: frozenset[str]
    rest: bool

    def used(self, column: str) -> Value:
        """Say whether a column is among the features; unknown where no selection is seen."""
        if self.rest or column in self.listed:
            return Known(value=True, how="implied")
        if self.listed:
            return Known(value=False, how="implied")
        return Unknown(column, "which columns the model is given is not seen in this file")


def features_of(module: Module) -> Features:
    """Return what a file says of the columns that its model is given."""
    listed: set[str] = set()
    rest = False
    for binding in module.bindings:
        name = binding.name.rpartition(".")[2]
        if _OTHERS.search(name) is None and _LISTS.search(name) is not None:
            listed.update(_texts(binding.value))
        if _INPUTS.search(name) is not None:
            taken = [*_taken(binding.value, 0)]
            rest = rest or None in taken
            listed.update(text for text in taken if text is not None)
    return Features(frozenset(listed), rest)


def _texts(value: ir.Expr) -> Iterator[str]:
    """Yield the texts of a list of several, and of lists that are joined."""
    if isinstance(value, ir.Joined):
        for part in value.parts:
            yield from _texts(part) if isinstance(part, ir.Elements) else ()
    items = value.items if isinstance(value, ir.Elements) else ()
    texts = [item.value for item in items if isinstance(item, ir.Const)]
    if len(texts) == len(items) >= _MIN_LIST:
        yield from (text for text in texts if isinstance(text, str))


def _taken(value: ir.Expr, depth: int) -> Iterator[str | None]:
    """Yield the columns that `table[["a", "b"]]` takes; None for all that `drop` leaves."""
    if depth > _MAX_DEPTH:
        return
    match value:
        case ir.Call(callee=ir.Attribute(name="drop")):
            if _drops_columns(value):
                yield None
        case ir.Call(callee=ir.Attribute(base=base)):
            yield from _taken(base, depth + 1)
        case ir.Attribute(base=base):
            yield from _taken(base, depth + 1)
        case ir.Item(key=ir.Elements() as key):
            yield from _keys(key)
        case ir.Item(base=ir.Attribute(name="iloc")):
            yield None
        case _:
            return


def _keys(key: ir.Elements) -> Iterator[str]:
    """Yield the columns of `[["a", "b"]]`, and of `loc[:, ["a", "b"]]`."""
    for item in key.items:
        if isinstance(item, ir.Elements):
            yield from _keys(item)
        elif isinstance(item, ir.Const) and isinstance(item.value, str):
            yield item.value


def _drops_columns(call: ir.Call) -> bool:
    axis = argument(call, "axis", 1)
    by_axis = isinstance(axis, ir.Const) and axis.value in (1, "columns")
    return by_axis or argument(call, "columns", -1) is not None
