"""The last names of what a file defines and calls, with their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rai_lint.model import expression as ir
from rai_lint.model.module import Class, Function, Module
from rai_lint.model.source import Place


def defined(items: Iterable[Function | Class]) -> Iterator[tuple[str, Place]]:
    """Yield the last names of functions or classes."""
    for item in items:
        yield item.qualname.rsplit(".", 1)[-1], item.place


def called(module: Module) -> Iterator[tuple[str, Place]]:
    """Yield the last names of what a file calls."""
    for call in module.calls:
        if isinstance(call.callee, (ir.Name, ir.Attribute)):
            yield call.callee.name, call.place
