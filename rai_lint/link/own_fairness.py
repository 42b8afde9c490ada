"""Comparisons of groups that a repository makes with functions of its own."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import Known

#: What people call functions that compare groups of people, or slices of data.
_NAMES = regex(
    r"(?i)fairness|equali[sz]ed_?odds|equal_?opportunity|demographic_?parity|statistical_?parity"
    r"|disparate_?impact|disaggregat|(?:metrics?|scores?|performance|accuracy|evaluate\w*|results)_"
    r"(?:by|per|for_each|across)_(?:sub_?)?(?:groups?|gender|sex|race|age|skin\w*|slices?)"
    r"|(?:sub_?group|group_?wise|per_?group)_?(?:metrics?|scores?|performance|accuracy|eval\w*)"
    r"|(?:performance|metrics?|scores?)_(?:\w+_)?slices?$|slices?_(?:performance|metrics?|scores?)"
)


def own_fairness(module: Module) -> Iterator[Fact]:
    """Yield one `fairness-eval` for a file that defines or calls such a function."""
    place = next(_places(module), None)
    if place is not None:
        fields = {"tool": Known("own code", "implied")}
        yield Fact(kind="fairness-eval", place=place, scope=module.scope, fields=fields)


def _places(module: Module) -> Iterator[Place]:
    for function in module.functions:
        if _NAMES.search(function.qualname.rsplit(".", 1)[-1]):
            yield function.place
    for call in module.calls:
        callee = call.callee
        if isinstance(callee, (ir.Name, ir.Attribute)) and _NAMES.search(callee.name):
            yield call.place
