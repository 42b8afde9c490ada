"""Programs that collect pages: whether they are told to pass over what owners ask of robots."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.source import Place
from rai_lint.model.value import Known

#: The setting of Scrapy, in its settings module, in a dict of settings or in a call that sets it.
SETTING = "ROBOTSTXT_OBEY"
_DICTS = frozenset({"custom_settings", "settings"})
#: The argument of img2dataset: headers that forbid the use; none means that none is heeded.
_HEADERS = "disallowed_header_directives"


def crawls(module: Module) -> Iterator[Fact]:
    """Yield where a program says whether its crawler heeds `robots.txt` or such headers."""
    for binding in module.bindings:
        name = binding.name.rsplit(".", 1)[-1]
        if name == SETTING:
            yield from _said("scrapy", binding.value, binding.place, module)
        elif name in _DICTS or name.isupper():
            yield from _in_dict(binding.value, binding.place, module)
    for call in module.calls:
        for argument in call.arguments:
            yield from _in_dict(argument.value, call.place, module)
            if argument.keyword == _HEADERS and argument.value == ir.Elements(()):
                yield _fact("img2dataset", call.place, module, heeded=False)
        values = [argument.value for argument in call.arguments if not argument.keyword]
        if values[:1] == [ir.Const(SETTING)] and values[1:]:
            yield from _said("scrapy", values[1], call.place, module)


def _in_dict(value: ir.Expr, place: Place, module: Module) -> Iterator[Fact]:
    for key, item in value.items if isinstance(value, ir.Mapped) else ():
        if key == ir.Const(SETTING):
            yield from _said("scrapy", item, place, module)


def _said(tool: str, value: ir.Expr, place: Place, module: Module) -> Iterator[Fact]:
    if isinstance(value, ir.Const) and isinstance(value.value, bool):
        yield _fact(tool, place, module, heeded=value.value)


def _fact(tool: str, place: Place, module: Module, *, heeded: bool) -> Fact:
    robots = Known("heeded" if heeded else "ignored")
    fields = {"id": Known(tool), "robots": robots}
    return Fact(kind="crawl", place=place, scope=module.scope, fields=fields)
