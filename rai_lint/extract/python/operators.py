"""Operators to `model.expression`, and what the conditions among them test."""

from __future__ import annotations

from typing import Protocol

import libcst as cst

from rai_lint.extract.python.conditions import Guards, asks_for, comparison, negated
from rai_lint.extract.python.formatted import parts_of, percent
from rai_lint.model import expression as ir
from rai_lint.model.module import Test

MAX_OPTIONS = 400
_WORKED_OUT = "it is worked out at run time"


class ReadsExpressions(Protocol):
    """What reads the operands, and keeps what conditions test."""

    scope: str
    guards: Guards

    def read(self, node: cst.CSTNode) -> ir.Expr:
        """Return the expression of a node."""

    def test(self, node: cst.CSTNode, value: ir.Expr | None = None) -> Test:
        """Return what a condition tests that has been read."""

    def condition(self, node: cst.CSTNode) -> Test:
        """Read a condition and return what it tests."""

    def tested(self, node: cst.CSTNode, test: Test) -> None:
        """Keep what a condition tests."""


def binary(reader: ReadsExpressions, node: cst.CSTNode) -> ir.Expr:
    """Read `a + b` and its kin."""
    assert isinstance(node, cst.BinaryOperation)
    left, right = reader.read(node.left), reader.read(node.right)
    if isinstance(node.operator, cst.Add):
        return ir.Joined((left, right))
    if isinstance(node.operator, cst.Divide):
        return ir.Joined((left, right), "/")
    if isinstance(node.operator, cst.BitOr):
        return ir.Choice((left, right))
    if isinstance(node.operator, cst.Modulo) and isinstance(left, ir.Const):
        return percent(left, right)
    return ir.Opaque("arithmetic", _WORKED_OUT, parts_of((left, right)))


def compared(reader: ReadsExpressions, node: cst.CSTNode) -> ir.Expr:
    """Read a comparison: its result holds nothing of its operands."""
    assert isinstance(node, cst.Comparison)
    others = [reader.read(each.comparator) for each in node.comparisons]
    parts = (reader.read(node.left), *others)
    reader.tested(node, comparison(node, parts[0], others))
    equal = [isinstance(each.operator, cst.Equal) for each in node.comparisons] == [True]
    text = ir.EQUALITY if equal else "comparison"
    return ir.Opaque(text, "comparison is worked out at run time", operands=parts)


def boolean(reader: ReadsExpressions, node: cst.CSTNode) -> ir.Expr:
    """Read `a or b`, which is one of them, and `a and b`, which is a condition."""
    assert isinstance(node, cst.BooleanOperation)
    left, right = reader.read(node.left), reader.read(node.right)
    tests = (reader.test(node.left, left), reader.test(node.right, right))
    is_or = isinstance(node.operator, cst.Or)
    reader.tested(node, Test("or" if is_or else "and", parts=tests))
    if is_or:
        first = left.options if isinstance(left, ir.Choice) and left.fallback else (left,)
        return ir.Choice((*first, right)[:MAX_OPTIONS], fallback=True)
    return ir.Opaque("a condition", "it is decided at run time", parts_of((left, right)))


def conditional(reader: ReadsExpressions, node: cst.CSTNode) -> ir.Expr:
    """Read `a if test else b`; `a if a else b` is `a or b`."""
    assert isinstance(node, cst.IfExp)
    test = reader.condition(node.test)
    reader.guards.over(node, Test("either", parts=(test,)), reader.scope)
    body, other = reader.read(node.body), reader.read(node.orelse)
    if asks_for(test, body):
        return ir.Choice((body, other), fallback=True)
    if asks_for(negated(test), other):
        return ir.Choice((other, body), fallback=True)
    return ir.Choice((body, other))


def unary(reader: ReadsExpressions, node: cst.CSTNode) -> ir.Expr:
    """Read `-a`, `not a` and their kin."""
    assert isinstance(node, cst.UnaryOperation)
    inner = reader.read(node.expression)
    if isinstance(node.operator, cst.Not):
        reader.tested(node, negated(reader.test(node.expression, inner)))
    if isinstance(inner, ir.Const):
        if isinstance(node.operator, cst.Minus) and isinstance(inner.value, (int, float)):
            return ir.Const(-inner.value)
        if isinstance(node.operator, cst.Not):
            return ir.Const(not inner.value)
    sign = "~" if isinstance(node.operator, cst.BitInvert) else "an operation"
    return ir.Opaque(sign, _WORKED_OUT, operands=(inner,))
