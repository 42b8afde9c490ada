"""Accuracy that a repository counts by itself: `(predicted == labels).sum() / len(labels)`."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.value import Known, Value

_COUNTS = frozenset({"astype", "cpu", "double", "float", "int", "mean", "sum", "to", "type"})
_OUTSIDE = frozenset({"jnp", "np", "numpy", "tf", "torch"})
_GUESS = regex(r"(?i)pred|outputs?(?:$|_)|arg_?max|y_?hat|guess|^hyp")
_TRUTH = regex(r"(?i)label|target|truth|true|gold|ground|^gts?$|^y(?:s|_?(?:test|val|batch|b))?$")


def own_accuracy(module: Module) -> Iterator[Fact]:
    """Yield one `metric-compute` for each function that counts where a guess is the truth.

    A file that calls nothing of the catalogue is not parsed, and none is seen there.
    """
    seen: set[str] = set()
    for call in module.calls:
        pair = _compared(call)
        if call.scope in seen or pair is None or not _guess_and_truth(*pair):
            continue
        seen.add(call.scope)
        fields: dict[str, Value] = {"name": Known("accuracy"), "library": Known("own code")}
        yield Fact(kind="metric-compute", place=call.place, fields=fields, scope=module.scope)


def _compared(call: ir.Call) -> tuple[ir.Expr, ir.Expr] | None:
    """Return the two sides of an equality whose hits the call counts, None if it counts none."""
    callee = call.callee
    if not isinstance(callee, ir.Attribute):
        return None
    first = call.arguments[0].value if call.arguments else None
    if callee.name == "eq" and first is not None:
        outside = isinstance(callee.base, ir.Name) and callee.base.name in _OUTSIDE
        second = call.arguments[1].value if len(call.arguments) > 1 else None
        return (first, second) if outside and second else (callee.base, first)
    if callee.name not in _COUNTS:
        return None
    for side in (callee.base, first):
        if isinstance(side, ir.Opaque) and side.text == ir.EQUALITY and len(side.operands) > 1:
            return side.operands[0], side.operands[1]
    return None


def _guess_and_truth(one: ir.Expr, other: ir.Expr) -> bool:
    names = _name(one), _name(other)
    return any(_GUESS.search(a) and _TRUTH.search(b) for a, b in (names, names[::-1]))


def _name(expr: ir.Expr) -> str:
    """Return the name that stands for an expression: `labels` of `labels[mask].to(device)`."""
    match expr:
        case ir.Name(name=name):
            return name
        case ir.Call(callee=ir.Attribute(base=base, name=name)):
            return name if _GUESS.search(name) or not _name(base) else _name(base)
        case ir.Call(callee=callee):
            return _name(callee)
        case ir.Item(key=ir.Const(value=str() as key)):
            return key
        case ir.Item(base=base):
            return _name(base)
        case ir.Attribute(base=base, name=name):
            return name if name not in ("data", "T", "values") else _name(base)
    return ""
