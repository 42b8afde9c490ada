"""Tests that narrow what a name may be: what it is there cannot be told from where it comes.

After `if name == "default": …` the rest of a function has any value but that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from rai_lint.link.context import Context, Origin, Stop
from rai_lint.link.program import Program
from rai_lint.link.written import dotted_text
from rai_lint.model import expression as ir
from rai_lint.model.module import Comparison, Module

_PREFIXES = ("startswith", "endswith")
_FILES = ("isfile", "isdir", "exists", "is_file", "is_dir")
_DOUBT = Stop("which of its values it has there depends on a test of it")


@dataclass
class Narrowing:
    """Answers whether a name is tested where it is used."""

    program: Program
    _tests: dict[str, Mapping[tuple[str, str], Sequence[Comparison]]] = field(default_factory=dict)

    def doubt(self, expr: ir.Expr, context: Context, found: Sequence[Origin | Stop]) -> Stop | None:
        """Return a stop where some of the origins may be ruled out by tests of the name."""
        name = dotted_text(expr)
        texts = [text for text in map(_text, found) if text is not None]
        if not name or not texts:
            return None
        tests = self.of(name, context)
        if not tests:
            return None
        # A default may be overridden by whoever calls: then it is they who decide.
        open_ = any(isinstance(origin, Origin) and origin.how == "default" for origin in found)
        stop = replace(_DOUBT, by="caller") if open_ else _DOUBT
        if len(set(texts)) > 1 or len(texts) < len(found):
            return stop
        return stop if any(_rules_out(test, texts[0]) for test in tests) else None

    def of(self, name: str, context: Context) -> Sequence[Comparison]:
        """Return the tests of a name in a scope; of an attribute of `self`, in its class."""
        names = self.program.names.get(context.path)
        if names is None:
            return ()
        if context.path not in self._tests:
            self._tests[context.path] = _by_name(names.module)
        return self._tests[context.path].get((_scope(context.scope, name), name), ())


def _by_name(module: Module) -> Mapping[tuple[str, str], Sequence[Comparison]]:
    found: dict[tuple[str, str], list[Comparison]] = defaultdict(list)
    for test in (*module.comparisons, *_called(module)):
        found[_scope(test.scope, test.name), test.name].append(test)
    return dict(found)


def _called(module: Module) -> Iterator[Comparison]:
    """Yield `name.startswith(…)`, `os.path.isfile(name)` and their kin as tests."""
    for call in module.calls:
        tail = getattr(call.callee, "name", "")
        if tail in _PREFIXES and isinstance(call.callee, ir.Attribute):
            yield Comparison(call.scope, dotted_text(call.callee.base), tail)
        elif tail in _FILES and call.arguments:
            yield Comparison(call.scope, dotted_text(call.arguments[0].value), tail)


def _scope(scope: str, name: str) -> str:
    return scope.rpartition(".")[0] if name.startswith("self.") else scope


def _text(item: Origin | Stop) -> str | None:
    expr = item.expr if isinstance(item, Origin) else None
    return expr.value if isinstance(expr, ir.Const) and isinstance(expr.value, str) else None


def _rules_out(test: Comparison, value: str) -> bool:
    """Say whether a test may go against a value, so that it is not what is used."""
    if test.operator in ("==", "!="):
        return value in test.among
    if test.operator in ("in", "not in") and not test.among:
        return bool(test.container)
    if test.operator == "not in":  # `if name not in (…): raise`
        return value not in test.among
    return False  # a name that starts with something, or a file that may be there
