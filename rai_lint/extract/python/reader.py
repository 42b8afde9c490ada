"""One pass over a libcst tree: what the file imports, binds, defines and calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from sys import intern

import libcst as cst
from msgspec.structs import replace

from rai_lint.extract.python.arms import Blocks
from rai_lint.extract.python.children import children
from rai_lint.extract.python.columns import columns_of_binding, columns_of_call
from rai_lint.extract.python.expressions import ExpressionReader
from rai_lint.extract.python.imports import import_from, plain_import
from rai_lint.extract.python.parameters import parameters
from rai_lint.extract.python.positions import Span, Spans
from rai_lint.extract.python.record import Record
from rai_lint.extract.python.targets import (
    changed_name,
    dotted,
    element_of,
    first_name,
    item_name,
)
from rai_lint.extract.python.texts import texts_in
from rai_lint.model import expression as ir
from rai_lint.model.module import (
    Binding,
    BindingKind,
    Class,
    Function,
    Import,
    Module,
    Text,
)
from rai_lint.model.source import Place, Source

MAX_UNPACK = 40
LAST_LINE = 2**31  # of a module or cell, whose end need not be known


class ModuleReader:
    """Walks statements, keeping the scope; expressions go through `ExpressionReader`."""

    def __init__(self, spans: Spans, place: Callable[[Span], Place]) -> None:
        """Take the spans of nodes by `id`, and what makes a place of a span."""
        self.record = Record()
        self.expressions = ExpressionReader(
            spans, place, self._call, self._comprehension, self._yielded, self.bind
        )
        self.conditional = 0  # how many statements that may repeat, or not run, are open
        self.blocks = Blocks(self.expressions.at, self.record.blocks)
        self._classes: list[bool] = []
        self._suites: list[int] = []  # the last lines of the blocks that are open
        self._returns: list[list[ir.Expr]] = []
        self._yields: list[list[ir.Expr]] = []

    @property
    def scope(self) -> str:
        """The dotted path of the function or class being read ("" at module level)."""
        return self.expressions.scope

    def module(self, source: Source, commands: Sequence[Text]) -> Module:
        """Return all that was read, with the shell lines of a notebook."""
        return self.record.module(source, commands, self.expressions.guards.found)

    def statement(self, node: cst.CSTNode) -> None:
        """Read a statement, or anything else, in the present scope."""
        reader = _STATEMENTS.get(type(node))
        if reader is not None:
            reader(self, node)
        elif isinstance(node, cst.BaseExpression):
            self.expressions.condition(node)
        else:
            for child in children(node):
                self.statement(child)

    def suite(self, node: cst.CSTNode) -> None:
        """Read a block, keeping where it ends."""
        self._suites.append(self.expressions.at(node).last_line - 1)
        for child in children(node):
            self.statement(child)
        self._suites.pop()

    @property
    def end(self) -> int:
        """The last line of the block being read."""
        return self._suites[-1] if self._suites else LAST_LINE

    def branch(self, node: cst.CSTNode) -> None:
        """Read a statement whose parts may or may not run."""
        self.blocks.of(node)
        self.conditional += 1
        for child in children(node):
            self.statement(child)
        self.conditional -= 1

    def bind(
        self,
        target: cst.CSTNode,
        value: ir.Expr,
        kind: BindingKind = "assign",
        within: cst.CSTNode | None = None,
    ) -> None:
        """Record what a target is given: tuples unpacked, other targets read for their calls.

        `within` is the whole statement, if it may be longer than its target.
        """
        if isinstance(target, (cst.Tuple, cst.List)):
            for index, element in enumerate(target.elements[:MAX_UNPACK]):
                self.bind(element.value, element_of(value, index), kind, within)
            return
        name = dotted(target) or item_name(target)
        place = self.expressions.at(first_name(target))
        if within is not None:
            place = replace(place, end_line=self.expressions.at(within).last_line)
        if name is None:
            self.expressions.read(target)
            name = changed_name(target)
            if name is not None:
                self._bound(name, value, place, "change")
            return
        self._bound(name, value, place, kind)
        self.record.columns += columns_of_binding(name, value, place)
        if isinstance(value, (ir.Elements, ir.Mapped)):
            self.record.texts += (Text(text, place) for text in texts_in(value))

    def _bound(self, name: str, value: ir.Expr, place: Place, kind: BindingKind) -> None:
        conditional = self.conditional > 0
        bound = Binding(self.scope, intern(name), value, place, kind, conditional)
        self.record.bindings.append(bound)

    def imported(self, module: str, attribute: str, name: str, level: int = 0) -> None:
        """Record an import in the present scope."""
        self.record.imports.append(Import(self.scope, name, module, attribute, level))

    def function(self, node: cst.FunctionDef) -> None:
        """Read a function in a scope of its own; its defaults belong to the scope outside."""
        decorators = tuple(self.expressions.read(item.decorator) for item in node.decorators)
        given = parameters(node.params, self.expressions.read)
        outer, conditional = self.scope, self.conditional
        qualname = f"{outer}.{node.name.value}" if outer else node.name.value
        self.expressions.scope, self.conditional = qualname, 0
        self._returns.append([])
        self._yields.append([])
        self._classes.append(False)
        self.statement(node.body)
        self._classes.pop()
        returns, yields = tuple(self._returns.pop()), tuple(self._yields.pop())
        self.expressions.scope, self.conditional = outer, conditional
        method = bool(self._classes) and self._classes[-1]
        place = self.expressions.at(node.name)
        self.record.functions.append(
            Function(qualname, outer, given, place, decorators, returns, method, yields)
        )

    def klass(self, node: cst.ClassDef) -> None:
        """Read a class; its body is a scope whose bindings are its fields."""
        decorators = tuple(self.expressions.read(item.decorator) for item in node.decorators)
        bases = tuple(self.expressions.read(base.value) for base in node.bases)
        outer = self.scope
        qualname = f"{outer}.{node.name.value}" if outer else node.name.value
        self.record.classes.append(
            Class(qualname, bases, self.expressions.at(node.name), decorators)
        )
        self.expressions.scope = qualname
        self._classes.append(True)
        self.statement(node.body)
        self._classes.pop()
        self.expressions.scope = outer

    def returned(self, value: ir.Expr) -> None:
        """Record what the function being read returns."""
        if self._returns:
            self._returns[-1].append(value)

    def _yielded(self, value: ir.Expr) -> None:
        if self._yields:
            self._yields[-1].append(value)

    def _call(self, call: ir.Call) -> None:
        self.record.calls.append(call)
        self.record.columns += columns_of_call(call)
        for item in call.arguments:
            self.record.texts += (Text(text, call.place) for text in texts_in(item.value))

    def _comprehension(self, loop: cst.CompFor, reader: ExpressionReader) -> None:
        self.bind(loop.target, ir.Each(reader.read(loop.iter)), "loop")


def _assign(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.Assign)
    value = reader.expressions.read(node.value)
    for target in node.targets:
        reader.bind(target.target, value, within=node)


def _annotated(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.AnnAssign)
    note = reader.expressions.read(node.annotation.annotation)
    value = reader.expressions.read(node.value) if node.value is not None else None
    # A field that is declared and not given: the annotation is kept, as what it will be made of.
    given = value if value is not None else ir.Call(note, (), _NOWHERE)
    reader.bind(node.target, given, within=node)


def _changed(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.AugAssign)
    value = reader.expressions.read(node.value)
    if isinstance(node.operator, cst.AddAssign) and dotted(node.target) and not reader.conditional:
        # `a += b` that surely runs once is `a = a + b`.
        before = reader.expressions.read(node.target)
        reader.bind(node.target, ir.Joined((before, value)))
        return
    reader.bind(node.target, value, "change")


def _if(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.If)
    guards = reader.expressions.guards
    guards.enter(node)
    reader.branch(node)
    guards.branches(node, reader.scope, reader.end)


def _while(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.While)
    reader.branch(node)
    guards = reader.expressions.guards
    guards.over(node.body, reader.expressions.test(node.test), reader.scope)


def _assert(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.Assert)
    test = reader.expressions.condition(node.test)
    if node.msg is not None:
        reader.expressions.read(node.msg)
    reader.expressions.guards.after(node, test, reader.scope, reader.end)


def _loop(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.For)
    reader.blocks.of(node)
    reader.bind(node.target, ir.Each(reader.expressions.read(node.iter)), "loop")
    reader.branch(node.body)
    if node.orelse is not None:
        reader.branch(node.orelse)


def _with(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.With)
    for item in node.items:
        value = reader.expressions.read(item.item)
        if item.asname is not None:
            reader.bind(item.asname.name, value, "with")
    reader.statement(node.body)


def _return(reader: ModuleReader, node: cst.CSTNode) -> None:
    assert isinstance(node, cst.Return)
    if node.value is not None:
        reader.returned(reader.expressions.read(node.value))


_NOWHERE = Place("", 0)

_STATEMENTS: Mapping[type[cst.CSTNode], Callable[[ModuleReader, cst.CSTNode], None]] = {
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _changed,
    cst.FunctionDef: ModuleReader.function,  # type: ignore[dict-item]  # the key fixes the type
    cst.ClassDef: ModuleReader.klass,  # type: ignore[dict-item]  # the key fixes the type
    cst.For: _loop,
    cst.With: _with,
    cst.Return: _return,
    cst.Import: plain_import,
    cst.ImportFrom: import_from,
    cst.If: _if,
    cst.IndentedBlock: ModuleReader.suite,
    cst.Assert: _assert,
    cst.Else: ModuleReader.branch,
    cst.While: _while,
    cst.Try: ModuleReader.branch,
    cst.TryStar: ModuleReader.branch,
    cst.Match: ModuleReader.branch,
}


def read_tree(
    trees: Sequence[cst.Module],
    spans: Spans,
    place: Callable[[Span], Place],
    source: Source,
    commands: Sequence[Text] = (),
) -> Module:
    """Return what a program of one tree says; places come from `place`."""
    reader = ModuleReader(spans, place)
    for tree in trees:
        reader.statement(tree)
    return reader.module(source, commands)
