"""Conditions as tests of values, and the lines where each of them is known to hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import libcst as cst
from msgspec import Struct, field

from rai_lint.extract.python.targets import dotted
from rai_lint.model import expression as ir
from rai_lint.model.module import Guard, Test, TestOperator
from rai_lint.model.source import Place

_OPERATORS: Mapping[type[cst.BaseCompOp], tuple[TestOperator, bool]] = {
    cst.Equal: ("==", True),
    cst.NotEqual: ("==", False),
    cst.In: ("in", True),
    cst.NotIn: ("in", False),
    cst.Is: ("is", True),
    cst.IsNot: ("is", False),
}
_EXITS = frozenset({"sys.exit", "exit", "quit", "os._exit", "parser.error"})
_LEAVES = (cst.Return, cst.Raise, cst.Continue, cst.Break)


def negated(test: Test) -> Test:
    """Return the test that holds where another one does not."""
    return test.parts[0] if test.operator == "not" else Test("not", parts=(test,))


def comparison(node: cst.Comparison, left: ir.Expr, others: Sequence[ir.Expr]) -> Test:
    """Return what a comparison tests; one of several steps (`a < b < c`) is not understood."""
    operator = _OPERATORS.get(type(node.comparisons[0].operator))
    if operator is None or len(others) != 1:
        return Test("?")
    test = Test(operator[0], (left, others[0]))
    return test if operator[1] else negated(test)


def asks_for(test: Test, value: ir.Expr) -> bool:
    """Say whether a test asks only whether there is a value."""
    if test.operator == "not" and test.parts[0].operator == "is":
        return test.parts[0].operands == (value, ir.Const(None))
    return test == Test("true", (value,))


def leaves(body: cst.CSTNode) -> bool:
    """Say whether what follows a body is not run after it."""
    statements = getattr(body, "body", ())
    last = statements[-1] if isinstance(statements, Sequence) and statements else None
    if isinstance(last, _LEAVES):
        return True
    if isinstance(last, cst.Expr):
        return isinstance(last.value, cst.Call) and dotted(last.value.func) in _EXITS
    if isinstance(last, cst.If):
        arms = list(_arms(last))
        return arms[-1].test is None and all(leaves(arm.body) for arm in arms)
    if isinstance(last, cst.With):
        return leaves(last.body)
    return leaves(last) if isinstance(last, cst.SimpleStatementLine) else False


class _Arm(Struct, frozen=True):
    """One arm of an `if`; the test of `else` is None."""

    body: cst.BaseSuite
    test: cst.BaseExpression | None = None


def _arms(node: cst.If) -> Iterator[_Arm]:
    yield _Arm(node.body, node.test)
    if isinstance(node.orelse, cst.If):
        yield from _arms(node.orelse)
    elif node.orelse is not None:
        yield _Arm(node.orelse.body)


class Guards(Struct):
    """Records the lines where tests are known to hold; `test` gives what a condition tests."""

    at: Callable[[cst.CSTNode], Place]
    test: Callable[[cst.CSTNode], Test]
    found: list[Guard] = field(default_factory=list)
    _inner: set[int] = field(default_factory=set)

    def enter(self, node: cst.If) -> None:
        """Note that an `elif` is an arm of its `if`, before either is read."""
        if node.orelse is not None:
            self._inner.add(id(node.orelse))

    def branches(self, node: cst.If, scope: str, end: int) -> None:
        """Record what holds in each arm, and after them until the suite around them ends."""
        if id(node) in self._inner:
            return
        failed: tuple[Test, ...] = ()
        going_on: list[Test] = []
        arms = [*_arms(node)]
        for arm in arms:
            test = self.test(arm.test) if arm.test is not None else None
            holds = _all((*failed, test) if test is not None else failed)
            self.over(arm.body, holds, scope)
            if not leaves(arm.body):
                going_on.append(holds)
            failed = (*failed, negated(test)) if test is not None else failed
        if arms[-1].test is not None:
            going_on.append(_all(failed))
        if going_on and len(going_on) <= len(arms) - (arms[-1].test is None):
            holds = going_on[0] if len(going_on) == 1 else Test("or", parts=tuple(going_on))
            self.after(arms[-1].body, holds, scope, end)

    def over(self, body: cst.CSTNode, test: Test, scope: str, *, loop: bool = False) -> None:
        """Record that a test holds in a body."""
        place = self._lines(body)
        self._record(Guard(scope, place.line, place.last_line, test, place.cell, loop))

    def after(self, node: cst.CSTNode, test: Test, scope: str, end: int) -> None:
        """Record that a test holds after a statement or body, until a line."""
        place = self._lines(node)
        self._record(Guard(scope, place.last_line + 1, end, test, place.cell))

    def _record(self, guard: Guard) -> None:
        if guard.first <= guard.last and _says(guard.test):
            self.found.append(guard)

    def _lines(self, body: cst.CSTNode) -> Place:
        """Return the first and last line of a body: a block begins after the colon before it."""
        place = self.at(body)
        if not isinstance(body, cst.IndentedBlock):
            return place
        first = place.line + 1
        return Place(place.path, first, 1, max(first, place.last_line - 1), place.cell)


def _all(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else Test("and", parts=tuple(tests))


def _says(test: Test) -> bool:
    """Say whether anything in a test is understood."""
    return test.operator != "?" and (not test.parts or any(map(_says, test.parts)))
