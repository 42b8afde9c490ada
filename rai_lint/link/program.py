"""The Python files of a repository as one program: who imports, defines and binds what.

A module that the prefilter passed over is fetched when something depends on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct, field

from rai_lint.model.expression import Call
from rai_lint.model.module import Binding, Class, Function, Import, Module
from rai_lint.model.reading import PassedOver

#: `df.loc[…] = …` gives values to `df`.
_INDEXERS = frozenset({"loc", "iloc", "at", "values"})
#: Folders that are on the path without being packages.
_ROOTS = ("src", "lib", "python")


class Names(Struct, frozen=True, dict=True):
    """The definitions of one module by scope and name."""

    module: Module

    @cached_property
    def bindings(self) -> Mapping[tuple[str, str], Sequence[Binding]]:
        """Bindings by scope and (dotted) name, in the order they are written."""
        found: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        for binding in self.module.bindings:
            found[binding.scope, binding.name].append(binding)
        return dict(found)

    @cached_property
    def items(self) -> Mapping[tuple[str, str], Sequence[Binding]]:
        """What is put into objects, by scope and the object's name, in order."""
        found: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        for binding in self.module.bindings:
            owner, bracket, _ = binding.name.partition("[")
            if bracket:
                base, _, last = owner.rpartition(".")
                found[binding.scope, base if last in _INDEXERS else owner].append(binding)
        return dict(found)

    @cached_property
    def imports(self) -> Mapping[tuple[str, str], Import]:
        """Imports by scope and name; the first counts (a `try` comes before its `except`)."""
        found: dict[tuple[str, str], Import] = {}
        for item in self.module.imports:
            found.setdefault((item.scope, item.name), item)
        return found

    @cached_property
    def stars(self) -> Sequence[Import]:
        """The star imports."""
        return [item for item in self.module.imports if item.name == "*"]

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """Functions by dotted path; the first definition counts."""
        return {item.qualname: item for item in reversed(self.module.functions)}

    @cached_property
    def classes(self) -> Mapping[str, Class]:
        """Classes by dotted path."""
        return {item.qualname: item for item in reversed(self.module.classes)}

    @cached_property
    def attributes(self) -> Mapping[tuple[str, str], Sequence[Binding]]:
        """Bindings of `self.name` and of class bodies, by class path and name."""
        found: dict[tuple[str, str], list[Binding]] = defaultdict(list)
        for binding in self.module.bindings:
            if binding.name.startswith("self.") and "." in binding.scope:
                owner = binding.scope.rsplit(".", 1)[0]
                found[owner, binding.name[5:]].append(binding)
            elif binding.scope in self.classes:
                found[binding.scope, binding.name].append(binding)
        return dict(found)

    @cached_property
    def calls_by_tail(self) -> Mapping[str, Sequence[Call]]:
        """Calls by the last part of what is called."""
        found: dict[str, list[Call]] = defaultdict(list)
        for call in self.module.calls:
            tail = getattr(call.callee, "name", "")
            if tail:
                found[tail].append(call)
        return dict(found)


def _nothing(_: Sequence[str]) -> Mapping[str, Module]:
    return {}


class Program(Struct, dict=True):
    """All modules read so far, and the paths of those that could be.

    `passed_over` is what is known of the programs that were not parsed; `fetch` reads such files,
    once somebody needs them, and returns their modules by path. `tests` are the paths of tests.
    """

    modules: dict[str, Module]
    paths: frozenset[str]
    passed_over: PassedOver = field(default_factory=PassedOver)
    fetch: Callable[[Sequence[str]], Mapping[str, Module]] = _nothing
    tests: AbstractSet[str] = frozenset()
    #: What `look_up` has found, by path, scope and name: files only ever come to be known better.
    known: dict[tuple[str, str, str], Any] = field(default_factory=dict)
    #: How many modules were fetched so far.
    fetched: int = 0
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        #: The definitions of every module by its path.
        self.names: dict[str, Names] = {}
        #: Paths of the modules that call something, by its last part, and of those that import
        #: something under another name, by its own name.
        self._calls: dict[str, set[str]] = defaultdict(set)
        self._renames: dict[str, set[str]] = defaultdict(set)
        for path, module in self.modules.items():
            self._enter(path, module)

    def ask(self, path: str) -> Names | None:
        """Return the definitions of a module; None if it cannot be read."""
        names = self.names.get(path)
        if names is None:
            self._need((path,))
            names = self.names.get(path)
        return names

    def may_define(self, path: str, name: str) -> bool:
        """Say whether something can be imported from a module by a name."""
        if path in self.names:
            return True
        defined = self.passed_over.defined.get(path)
        return defined is None or name in defined or "*" in defined

    def _need(self, paths: Iterable[str]) -> None:
        """Fetch the modules of these paths that are not there yet, or not as a whole."""
        # Of a notebook that was passed over the commands are there all the same.
        there = self.names.keys() - self.passed_over.defined.keys()
        missing = sorted({*paths} - there - self._asked)
        if not missing:
            return
        self._asked.update(missing)
        for path, module in self.fetch(missing).items():
            self.fetched += 1
            self.modules[path] = module
            self._enter(path, module)

    def _enter(self, path: str, module: Module) -> None:
        self.names[path] = names = Names(module)
        for name in names.calls_by_tail:
            self._calls[name].add(path)
        for item in module.imports:
            if item.attribute != item.name:
                self._renames[item.attribute].add(path)

    @cached_property
    def by_suffix(self) -> Mapping[str, Sequence[str]]:
        """Paths by every dotted name that could import them (`a.b.c`, `b.c`, `c`)."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            parts = _dotted(path)
            for start in range(len(parts)):
                found[".".join(parts[start:])].append(path)
        return dict(found)

    def calling(self, name: str, path: str) -> Iterable[tuple[str, Names]]:
        """Yield the modules, in their order, that call something by a name, or may rename it.

        `path` is that of the module that defines it: tests count for what tests define alone.
        """
        of_test = path in self.tests
        callers = self.passed_over.callers.get(name, ())
        self._need(callers if of_test else {*callers} - self.tests)
        found = {*self._calls.get(name, ()), *self._renames.get(name, ())}
        for caller in sorted(found if of_test else found - self.tests):
            yield caller, self.names[caller]

    def find(self, importer: str, module: str, level: int = 0) -> str | None:
        """Return the path of the repository's module that an import names, if there is one.

        Relative imports go from the importer's package. Absolute ones are looked up beside the
        importer, at the root and under `src`; then a single file with that dotted name counts,
        if the name has a package in it.
        """
        here = importer.rpartition("/")[0]
        if level:
            for _ in range(level - 1):
                here = here.rpartition("/")[0]
            return self._file(here, module)
        for root in (here, "", *_ROOTS):
            found = self._file(root, module)
            if found is not None:
                return found
        candidates = self.by_suffix.get(module, ())
        return candidates[0] if len(candidates) == 1 and "." in module else None

    def _file(self, root: str, module: str) -> str | None:
        base = "/".join(part for part in (root, *module.split(".")) if part)
        for candidate in (f"{base}.py", f"{base}/__init__.py" if base else "__init__.py"):
            if candidate in self.paths:
                return candidate
        return None


def _dotted(path: str) -> tuple[str, ...]:
    parts = PurePosixPath(path).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def enclosing(scope: str) -> Iterable[str]:
    """Yield a scope and the scopes around it, the module ("") last."""
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]
    yield ""
