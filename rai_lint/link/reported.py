"""Where the scores that code computes end: in a file, a tracker, on the screen, at the caller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.callees import Callees
from rai_lint.link.context import Context
from rai_lint.link.matched import Match
from rai_lint.link.patterns import PatternIndex
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiReport, Catalogue
from rai_lint.model.module import Module
from rai_lint.model.value import Known

#: From what lasts longest to what is gone soonest.
_ORDER = ("file", "tracker", "print", "returned")
_MAX_DEPTH = 12
_MAX_NAMES = 20


class Reported(Struct, dict=True):
    """Adds to metrics where their values are reported, as far as one function shows it."""

    callees: Callees
    catalogue: Catalogue

    def __post_init__(self) -> None:
        self._index: PatternIndex[ApiReport] = PatternIndex(self.catalogue.reports)

    def of(self, matches: Sequence[Match], module: Module) -> Sequence[Match]:
        """Return the matches of a module, metrics with where their values are reported."""
        if not any(match.fact.kind == "metric-compute" for match in matches):
            return matches
        ends = {scope: tuple(found) for scope, found in self._ends(module).items()}
        return [
            self._told(match, module, ends) if match.fact.kind == "metric-compute" else match
            for match in matches
        ]

    def _told(
        self, match: Match, module: Module, ends: Mapping[str, Sequence[tuple[str, ir.Expr]]]
    ) -> Match:
        names = _names_of(match.call, module)
        found = {
            where
            for where, expr in ends.get(match.call.scope, ())
            if any(
                part is match.call or (isinstance(part, ir.Name) and part.name in names)
                for part in _parts(expr)
            )
        }
        where = next((each for each in _ORDER if each in found), None)
        if where is None:
            return match
        fields = {**match.fact.fields, "reported": Known(where, "implied")}
        return replace(match, fact=replace(match.fact, fields=fields))

    def _ends(self, module: Module) -> Mapping[str, list[tuple[str, ir.Expr]]]:
        """Return what is reported where, by the scope in which it happens."""
        found: dict[str, list[tuple[str, ir.Expr]]] = {}
        for call in module.calls:
            where = self._where(call, module.path)
            if where:
                found.setdefault(call.scope, []).extend(
                    (where, argument.value) for argument in call.arguments
                )
        for function in module.functions:
            found.setdefault(function.qualname, []).extend(
                ("returned", value) for value in function.returns
            )
        return found

    def _where(self, call: ir.Call, path: str) -> str:
        for name in self.callees.names(call, Context(path, call.scope)):
            for entry in self._index.find(name):
                return entry.where
        return ""


def _names_of(call: ir.Call, module: Module) -> set[str]:
    """Return the names of a scope that are given the value of a call, or what is made of it."""
    names: set[str] = set()
    for binding in module.bindings:
        if binding.scope != call.scope or binding.place.order() < _start(call):
            continue
        for part in _parts(binding.value):
            if part is call or (isinstance(part, ir.Name) and part.name in names):
                names.add(binding.name.partition("[")[0])
                break
        if len(names) >= _MAX_NAMES:
            break
    return names


def _start(call: ir.Call) -> tuple[str, int, int, int]:
    place = call.place
    return (place.path, -1 if place.cell is None else place.cell, place.line, 0)


def _parts(expr: ir.Expr, depth: int = 0) -> Iterator[ir.Expr]:
    """Yield an expression and all in it that its value is made of."""
    yield expr
    inner: Sequence[ir.Expr | None] = ()
    match expr:
        case ir.Elements(items=items):
            inner = items
        case ir.Mapped(items=pairs):
            inner = [value for _, value in pairs]
        case ir.Joined(parts=parts) | ir.Opaque(parts=parts):
            inner = parts
        case ir.Choice(options=options):
            inner = options
        case ir.Call(callee=callee, arguments=arguments):
            base = callee.base if isinstance(callee, ir.Attribute) else None
            inner = [base, *(argument.value for argument in arguments)]
        case ir.Item(base=base) | ir.Attribute(base=base):
            inner = (base,)
        case _:
            return
    for item in inner if depth < _MAX_DEPTH else ():
        if item is not None:
            yield from _parts(item, depth + 1)
