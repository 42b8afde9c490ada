"""What the code of a program uses, told from what its comments and docstrings say.

Names are looked at one by one, not resolved: what may be a call of a library counts as one. A name
that is only imported, written in an annotation, or the base of a class that nothing here makes, is
no use.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

#: The root of what is called on an object that may be of any library.
ANY = ""


class Uses(Struct, frozen=True, kw_only=True):
    """What a program uses.

    `called` are the last parts of what it calls, or hands on as a function, with the root modules
    they may come from. `names` are all its identifiers, `given` those that get a value (as a
    variable, attribute or keyword), `functions` those it defines or calls, `imported` the root
    modules of its absolute imports, `texts` its strings without docstrings.
    """

    called: Mapping[str, frozenset[str]]
    names: frozenset[str]
    given: frozenset[str]
    functions: frozenset[str]
    imported: frozenset[str]
    relative: bool
    texts: Sequence[str]

    @property
    def imports_more_than_python(self) -> bool:
        """Say whether a module is imported that is not of the standard library."""
        return not self.imported <= sys.stdlib_module_names


def uses(tree: ast.Module) -> Uses:
    """Return what a program uses."""
    walk = _Walk()
    walk.all(tree)
    return walk.uses()


class _Walk(Struct):
    """One walk over a tree, without recursion."""

    waiting: list[ast.AST] = field(default_factory=list)
    called: list[ast.expr] = field(default_factory=list)
    handed_on: list[ast.Name | ast.Attribute] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    #: Root modules by the names that imports bind.
    modules: dict[str, set[str]] = field(default_factory=dict)
    renamed: dict[str, set[str]] = field(default_factory=dict)
    bases: dict[str, list[ast.expr]] = field(default_factory=dict)
    imported: set[str] = field(default_factory=set)
    relative: bool = False
    texts: list[str] = field(default_factory=list)

    def all(self, tree: ast.Module) -> None:
        waiting = self.waiting
        waiting.append(tree)
        while waiting:
            node = waiting.pop()
            take = _TAKEN.get(node.__class__)
            if take is not None:
                take(self, node)
            else:
                self.inside(node)

    def inside(self, node: ast.AST, but: str = "") -> None:
        """Go on with the parts of a node, but for one field."""
        waiting = self.waiting
        for name in node._fields:
            value = getattr(node, name, None)
            if value.__class__ is list:
                waiting += [each for each in value if isinstance(each, ast.AST)]
            elif isinstance(value, ast.AST) and name != but:
                waiting.append(value)

    def uses(self) -> Uses:
        found: dict[str, set[str]] = {}
        for tail, root in self._called():
            found.setdefault(tail, set()).update(root)
        return Uses(
            called={tail: frozenset(roots) for tail, roots in found.items()},
            names=frozenset(self.names),
            given=frozenset(self.given),
            functions=frozenset(self.functions | found.keys()),
            imported=frozenset(self.imported),
            relative=self.relative,
            texts=self.texts,
        )

    def _called(self) -> Iterator[tuple[str, set[str]]]:
        loaded: set[str] = set()
        # A method that is handed on, not called, is followed to a library only by an import.
        handed_on = (
            node
            for node in self.handed_on
            if isinstance(node, ast.Name) or _first(node) in self.modules
        )
        for node in (*self.called, *handed_on):
            loaded.add(_first(node))
            yield from self._named(node)
        # A class of this file that is used stands for what it is derived from.
        waiting = list(loaded)
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            for base in self.bases.get(name, ()):
                waiting.append(_first(base))
                yield from self._named(base)

    def _named(self, node: ast.expr) -> Iterator[tuple[str, set[str]]]:
        first = _first(node)
        roots = self.modules.get(first, set())
        if not roots or first in self.bound:
            roots = {ANY}
        if isinstance(node, ast.Attribute):
            yield node.attr, roots
        elif isinstance(node, ast.Name):
            yield from ((name, roots) for name in self.renamed.get(node.id, {node.id}))
            if node.id in self.renamed:
                yield node.id, roots

    def call(self, node: ast.Call) -> None:
        func = node.func
        if isinstance(func, (ast.Name, ast.Attribute)):
            self.called.append(func)
            self._chain(func)
            self.waiting += node.args
            self.waiting += node.keywords
        else:
            self.inside(node)

    def name(self, node: ast.Name) -> None:
        self.names.add(node.id)
        if isinstance(node.ctx, ast.Load):
            self.handed_on.append(node)
        else:
            self.bound.add(node.id)
            self.given.add(node.id)

    def attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load) and _first(node):
            self.handed_on.append(node)
        elif isinstance(node.ctx, ast.Store):
            self.given.add(node.attr)
        self._chain(node)

    def _chain(self, node: ast.expr) -> None:
        """Take the names of `a.b.c`, and go on with what it begins with, if that is no name."""
        while isinstance(node, ast.Attribute):
            self.names.add(node.attr)
            node = node.value
        if isinstance(node, ast.Name):
            self.names.add(node.id)
        else:
            self.waiting.append(node)

    def constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.texts.append(node.value)

    def statement(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.waiting.append(node.value)

    def annotated(self, node: ast.AnnAssign) -> None:
        self.inside(node, but="annotation")

    def parameter(self, node: ast.arg) -> None:
        self.names.add(node.arg)
        self.bound.add(node.arg)

    def keyword(self, node: ast.keyword) -> None:
        self.names.add(node.arg or "")
        self.given.add(node.arg or "")
        self.waiting.append(node.value)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.names.add(node.name)
        self.functions.add(node.name)
        self.bound.add(node.name)
        self.inside(node, but="returns")

    def klass(self, node: ast.ClassDef) -> None:
        self.names.add(node.name)
        self.bound.add(node.name)
        self.bases.setdefault(node.name, []).extend(node.bases)
        for base in node.bases:
            self._chain(base)
        self.waiting += node.keywords
        self.waiting += node.body
        self.waiting += node.decorator_list

    def capture(self, node: ast.ExceptHandler | ast.MatchAs) -> None:
        self.bound.add(node.name or "")
        self.inside(node)

    def imports(self, node: ast.Import) -> None:
        for alias in node.names:
            parts = alias.name.split(".")
            self.names.update(parts)
            self._import(alias.asname or parts[0], parts[0])

    def imports_from(self, node: ast.ImportFrom) -> None:
        root = ANY if node.level else (node.module or "").split(".")[0]
        self.relative = self.relative or bool(node.level)
        self.names.update((node.module or "").split("."))
        for alias in node.names:
            self.names.add(alias.name)
            name = alias.asname or alias.name
            self._import(name, root)
            if name != alias.name:
                self.renamed.setdefault(name, set()).add(alias.name)

    def _import(self, name: str, root: str) -> None:
        self.names.add(name)
        self.modules.setdefault(name, set()).add(root)
        if root:
            self.imported.add(root)


def _first(node: ast.expr) -> str:
    """Return the name that `a.b.c` begins with, "" if it begins with something else."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


_TAKEN: Mapping[type[ast.AST], Callable[[_Walk, Any], None]] = MappingProxyType(
    {
        ast.Call: _Walk.call,
        ast.Name: _Walk.name,
        ast.Attribute: _Walk.attribute,
        ast.Constant: _Walk.constant,
        ast.Expr: _Walk.statement,
        ast.AnnAssign: _Walk.annotated,
        ast.arg: _Walk.parameter,
        ast.keyword: _Walk.keyword,
        ast.FunctionDef: _Walk.function,
        ast.AsyncFunctionDef: _Walk.function,
        ast.ClassDef: _Walk.klass,
        ast.ExceptHandler: _Walk.capture,
        ast.MatchAs: _Walk.capture,
        ast.Import: _Walk.imports,
        ast.ImportFrom: _Walk.imports_from,
    }
)
