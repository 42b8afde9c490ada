"""Columns of personal data that a program puts into a question to a hosted model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rai_lint.link.matched import Match
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Binding, Module
from rai_lint.model.regex import regex
from rai_lint.model.value import Known
from rai_lint.model.vocabulary import Table

_CALL = "llm-call"
_MAX_DEPTH = 12
#: Methods by which chains of langchain are asked.
_ASKS = frozenset({"invoke", "ainvoke", "stream", "astream", "batch", "abatch"})
#: What comes out of such a function no longer says who somebody is.
_MASKS = regex(
    r"(?i)mask|anonymi|redact|scrub|pseudonym|de_?identif|hash|sanitiz|sanitis|hexdigest"
)


def sent_data(module: Module, matches: Sequence[Match], knowledge: Knowledge) -> Iterator[Fact]:
    """Yield `personal-data-sent` for each kind of personal data that reaches a call of a model.

    It is followed through texts that are put together and names of the same function or file. What
    is made once and asked later (`chain.invoke(…)`) is sent what it is asked with.
    """
    calls = [match for match in matches if match.fact.kind == _CALL]
    if not calls:
        return
    table = knowledge.table("identifiers")
    for match in calls:
        seen: set[str] = set()
        for call, value in _sent(match.call, module):
            for kind, column in _Trail(module.bindings, call, table).columns(value, 0):
                if kind in seen:
                    continue
                seen.add(kind)
                fields = {
                    "id": Known(kind),
                    "column": Known(column),
                    "model": match.fact.get("id"),
                    "provider": match.fact.get("provider"),
                }
                yield Fact(
                    kind="personal-data-sent",
                    place=call.place,
                    scope=module.scope,
                    fields=fields,
                )


def _sent(made: ir.Call, module: Module) -> Iterator[tuple[ir.Call, ir.Expr]]:
    """Yield what a call of a model is given, and what is asked of the object that it makes."""
    values = {binding.name: binding.value for binding in module.bindings}
    for call in module.calls:
        asks = isinstance(call.callee, ir.Attribute) and call.callee.name in _ASKS
        if call is made or (asks and _holds(call.callee, made, values, set())):
            for argument in call.arguments:
                yield call, argument.value


def _holds(expr: ir.Expr, made: ir.Call, values: Mapping[str, ir.Expr], followed: set[str]) -> bool:
    """Say whether an object was put together from what a call made: `prompt | model | parser`."""
    if expr is made:
        return True
    if isinstance(expr, ir.Name):
        if expr.name in followed or expr.name not in values:
            return False
        followed.add(expr.name)
        return _holds(values[expr.name], made, values, followed)
    return any(_holds(part, made, values, followed) for part in _parts(expr))


class _Trail:
    """Follows what a call is given back to the subscripts it is made of."""

    def __init__(self, bindings: Sequence[Binding], call: ir.Call, table: Table) -> None:
        self._bindings = bindings
        self._call = call
        self._table = table
        self._done: set[str] = set()

    def columns(self, value: ir.Expr, depth: int) -> Iterator[tuple[str, str]]:
        """Yield kind and name of the columns of personal data that an expression holds."""
        if depth > _MAX_DEPTH:
            return
        if isinstance(value, ir.Item):
            yield from self._column(value.key)
        if isinstance(value, ir.Name):
            yield from self._of_name(value.name, depth)
            return
        if isinstance(value, ir.Call):
            if _MASKS.search(_called(value.callee)):
                return
            if _called(value.callee) == "get" and value.arguments:
                yield from self._column(value.arguments[0].value)
        for part in _parts(value):
            yield from self.columns(part, depth + 1)

    def _column(self, key: ir.Expr) -> Iterator[tuple[str, str]]:
        if isinstance(key, ir.Const) and isinstance(key.value, str):
            term = self._table.find(key.value)
            if term is not None and term.values.get("strong") is True:
                yield term.id, key.value

    def _of_name(self, name: str, depth: int) -> Iterator[tuple[str, str]]:
        if name in self._done:
            return
        self._done.add(name)
        here = self._call.place
        before = [
            each
            for each in self._bindings
            if each.name == name
            and each.kind == "assign"
            and (each.scope == self._call.scope or not each.scope)
            and (each.place.cell, each.place.line) <= (here.cell, here.line)
        ]
        for binding in before[-1:]:
            yield from self.columns(binding.value, depth + 1)


def _called(callee: ir.Expr) -> str:
    return callee.name if isinstance(callee, (ir.Name, ir.Attribute)) else ""


def _parts(value: ir.Expr) -> Iterator[ir.Expr]:
    if isinstance(value, (ir.Elements, ir.Joined)):
        yield from value.items if isinstance(value, ir.Elements) else value.parts
    elif isinstance(value, ir.Mapped):
        for _, item in value.items:
            yield item
    elif isinstance(value, ir.Choice):
        yield from value.options
    elif isinstance(value, (ir.Item, ir.Attribute)):
        yield value.base
    elif isinstance(value, ir.Call):
        yield value.callee
        for argument in value.arguments:
            yield argument.value
    elif isinstance(value, ir.Opaque):
        yield from value.parts
