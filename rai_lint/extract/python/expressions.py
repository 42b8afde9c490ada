"""libcst expressions to `model.expression`: only what can lead to a value is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from sys import intern

import libcst as cst

from rai_lint.extract.python.children import children
from rai_lint.extract.python.conditions import Guards
from rai_lint.extract.python.formatted import parts_of
from rai_lint.extract.python.literals import literal
from rai_lint.extract.python.operators import binary, boolean, compared, conditional, unary
from rai_lint.extract.python.positions import Span, Spans
from rai_lint.extract.python.targets import copy_of
from rai_lint.model import expression as ir
from rai_lint.model.module import Test
from rai_lint.model.source import Place

MAX_ITEMS = 400
#: Expressions in expressions: what is deeper is read for its calls, and no value of it is kept.
#: Whoever follows values, or hands them to another process, goes down level by level.
MAX_DEPTH = 100


class ExpressionReader:
    """Turns expressions of one file into `Expr` and reports every call on the way.

    `scope` is the dotted path of the function or class being read ("" at module level).
    """

    def __init__(  # noqa: PLR0913 - one callback for each thing met on the way
        self,
        spans: Spans,
        place: Callable[[Span], Place],
        on_call: Callable[[ir.Call], None],
        on_loop: Callable[[cst.CompFor, ExpressionReader], None],
        on_yield: Callable[[ir.Expr], None] = lambda _: None,
        on_walrus: Callable[[cst.CSTNode, ir.Expr], None] = lambda _target, _value: None,
    ) -> None:
        """Take the spans of nodes by `id`, and what to do with places, calls, loops and yields."""
        self._spans = spans
        self._place = place
        self._on_call = on_call
        self._on_loop = on_loop
        self._on_yield = on_yield
        self.on_walrus = on_walrus
        self.scope = ""
        #: What conditions test, by the `id` of their node.
        self._tests: dict[int, Test] = {}
        self.guards = Guards(self.at, self.test)
        #: How deep what has been read of the present node is.
        self._depth = 0

    def at(self, node: cst.CSTNode) -> Place:
        """Return the place of a call, name, string or assignment."""
        span = self._spans.get(id(node))
        return self._place(span or Span(1, 1, 1))

    def read(self, node: cst.CSTNode) -> ir.Expr:
        """Return the expression of a node; every call in it is reported exactly once."""
        reader = _READERS.get(type(node))
        beside, self._depth = self._depth, 0
        found = reader(self, node) if reader is not None else self.opaque(node)
        if self._depth >= MAX_DEPTH:
            found = ir.Opaque(_words(type(node).__name__)[0], "it is nested too deeply")
            self._tests.pop(id(node), None)
            self._depth = 0
        self._depth = max(beside, self._depth + 1)
        return found

    def test(self, node: cst.CSTNode, value: ir.Expr | None = None) -> Test:
        """Return what a condition tests that has been read, as `value` if it is given."""
        test = self._tests.get(id(node))
        if test is not None:
            return test
        return Test("true", (value,)) if value is not None else Test("?")

    def condition(self, node: cst.CSTNode) -> Test:
        """Read a condition and return what it tests."""
        test = self.test(node, self.read(node))
        self._tests[id(node)] = test
        return test

    def tested(self, node: cst.CSTNode, test: Test) -> None:
        """Keep what a condition tests."""
        self._tests[id(node)] = test

    def opaque(self, node: cst.CSTNode, because: str = "") -> ir.Opaque:
        """Read what is below a node for its calls, and keep no value of it."""
        read = [self.read(child) for child in children(node)]
        name, at_run_time = _words(type(node).__name__)
        return ir.Opaque(name, because or at_run_time, parts_of(read))

    def yielded(self, node: cst.Yield) -> ir.Expr:
        """Read what a generator hands out, one by one or (`yield from`) all of an iterable."""
        given = node.value
        if isinstance(given, cst.From):
            self._on_yield(ir.Each(self.read(given.item)))
        elif given is not None:
            self._on_yield(self.read(given))
        return ir.Opaque("yield", "it is sent in at run time")

    def name(self, node: cst.Name) -> ir.Expr:
        """Read a name; True, False and None are literals."""
        if node.value in _WORDS:
            return ir.Const(_WORDS[node.value])
        place = self.at(node)
        return ir.Name(intern(node.value), place.line, place.cell)

    def call(self, node: cst.Call) -> ir.Expr:
        """Read a call and report it."""
        callee = self.read(node.func)
        arguments = tuple(
            ir.Argument(
                self.read(argument.value),
                intern(argument.keyword.value) if argument.keyword else None,
                argument.star,
            )
            for argument in node.args[:MAX_ITEMS]
        )
        call = ir.Call(callee, arguments, self.at(node), self.scope)
        self._on_call(call)
        return call

    def comprehension(self, node: cst.BaseComp) -> ir.Expr:
        """Read a comprehension: its loops first, so that its element may name their variables."""
        for test in self._loops(node.for_in):
            self.guards.over(node, test, self.scope, loop=True)
        if isinstance(node, cst.DictComp):
            copied = copy_of(node)
            self.read(node.key)
            value = self.read(node.value)
            return self.read(copied) if copied is not None else ir.Elements((value,))
        element = self.read(node.elt) if isinstance(node, cst.BaseSimpleComp) else None
        return ir.Elements((element,)) if element is not None else self.opaque(node)

    def _loops(self, loop: cst.CompFor) -> list[Test]:
        self._on_loop(loop, self)
        tests = [self.condition(condition.test) for condition in loop.ifs]
        if loop.inner_for_in is not None:
            tests += self._loops(loop.inner_for_in)
        return tests


_WORDS: Mapping[str, bool | None] = {"True": True, "False": False, "None": None}


@cache
def _words(camel: str) -> tuple[str, str]:
    """Return the name of a kind of node in words, and that its value is not to be read."""
    name = "".join(f" {c.lower()}" if c.isupper() else c for c in camel).strip()
    return name, f"{name} is worked out at run time"


def _concatenated(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.ConcatenatedString)
    parts: list[ir.Expr] = []
    rest: cst.CSTNode = node
    while isinstance(rest, cst.ConcatenatedString):
        parts.append(reader.read(rest.left))
        rest = rest.right
    parts.append(reader.read(rest))
    texts = [part.value for part in parts if isinstance(part, ir.Const)]
    if len(texts) == len(parts) and all(isinstance(text, str) for text in texts):
        return ir.Const("".join(texts))
    return ir.Joined(tuple(parts))


def _formatted(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.FormattedString)
    parts: list[ir.Expr] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            parts.append(ir.Const(part.value.replace("{{", "{").replace("}}", "}")))
        elif isinstance(part, cst.FormattedStringExpression):
            parts.append(reader.read(part.expression))
    return ir.Joined(tuple(parts))


def _attribute(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.Attribute)
    return ir.Attribute(reader.read(node.value), intern(node.attr.value))


def _subscript(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.Subscript)
    base = reader.read(node.value)
    keys = [reader.read(child) for child in node.slice]
    return ir.Item(base, keys[0] if len(keys) == 1 else ir.Elements(tuple(keys)))


def _subscript_element(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.SubscriptElement)
    if isinstance(node.slice, cst.Index):
        return reader.read(node.slice.value)
    if isinstance(node.slice, cst.Slice) and node.slice.step is None:
        lower, upper = node.slice.lower, node.slice.upper
        return ir.Slice(
            reader.read(lower) if lower is not None else None,
            reader.read(upper) if upper is not None else None,
        )
    return reader.opaque(node.slice, "it is a slice")


def _display(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, (cst.List, cst.Tuple, cst.Set))
    # `*more` stands for the elements of `more`.
    items = [
        ir.Each(reader.read(element.value))
        if isinstance(element, cst.StarredElement)
        else reader.read(element.value)
        for element in node.elements
    ]
    return ir.Elements(tuple(items[:MAX_ITEMS]))


def _mapping(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.Dict)
    items = [
        (
            reader.read(element.key) if isinstance(element, cst.DictElement) else None,
            reader.read(element.value),
        )
        for element in node.elements
    ]
    return ir.Mapped(tuple(items[:MAX_ITEMS]))


def _inner(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    """Read what an `await`, a walrus or a starred element holds."""
    assert isinstance(node, (cst.Await, cst.NamedExpr, cst.StarredElement))
    value = reader.read(node.expression if isinstance(node, cst.Await) else node.value)
    if isinstance(node, cst.NamedExpr):
        reader.on_walrus(node.target, value)
    return value


def _lambda(reader: ExpressionReader, node: cst.CSTNode) -> ir.Expr:
    assert isinstance(node, cst.Lambda)
    return ir.Opaque("a lambda", "it is a function", parts_of((reader.read(node.body),)))


_READERS: Mapping[type[cst.CSTNode], Callable[[ExpressionReader, cst.CSTNode], ir.Expr]] = {
    cst.Name: ExpressionReader.name,  # type: ignore[dict-item]  # the key fixes the node's type
    cst.Call: ExpressionReader.call,  # type: ignore[dict-item]  # the key fixes the node's type
    cst.SimpleString: lambda _, node: literal(node),
    cst.Integer: lambda _, node: literal(node),
    cst.Float: lambda _, node: literal(node),
    cst.ConcatenatedString: _concatenated,
    cst.FormattedString: _formatted,
    cst.BinaryOperation: binary,
    cst.BooleanOperation: boolean,
    cst.Comparison: compared,
    cst.IfExp: conditional,
    cst.UnaryOperation: unary,
    cst.Attribute: _attribute,
    cst.Subscript: _subscript,
    cst.SubscriptElement: _subscript_element,
    cst.List: _display,
    cst.Tuple: _display,
    cst.Set: _display,
    cst.Dict: _mapping,
    cst.Await: _inner,
    cst.NamedExpr: _inner,
    cst.StarredElement: _inner,
    cst.Lambda: _lambda,
    cst.Yield: ExpressionReader.yielded,  # type: ignore[dict-item]  # as above
    cst.ListComp: ExpressionReader.comprehension,  # type: ignore[dict-item]  # as above
    cst.SetComp: ExpressionReader.comprehension,  # type: ignore[dict-item]  # as above
    cst.DictComp: ExpressionReader.comprehension,  # type: ignore[dict-item]  # as above
    cst.GeneratorExp: ExpressionReader.comprehension,  # type: ignore[dict-item]  # as above
}
