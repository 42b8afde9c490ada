"""Comparisons of groups that a repository makes with functions of its own."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir
from rai_lint.model.comparisons import COMPARES_GROUPS
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.source import Place
from rai_lint.model.value import Known


def own_fairness(module: Module) -> Iterator[Fact]:
    """Yield one `fairness-eval` for a file that defines or calls such a function."""
    place = next(_places(module), None)
    if place is not None:
        fields = {"tool": Known("own code", "implied")}
        yield Fact(kind="fairness-eval", place=place, scope=module.scope, fields=fields)


def _places(module: Module) -> Iterator[Place]:
    for function in module.functions:
        if COMPARES_GROUPS.search(function.qualname.rsplit(".", 1)[-1]):
            yield function.place
    for call in module.calls:
        callee = call.callee
        if isinstance(callee, (ir.Name, ir.Attribute)) and COMPARES_GROUPS.search(callee.name):
            yield call.place
