"""The Python files of a repository as one program: who imports, defines and binds what.

A module that the prefilter passed over is asked for by its path (`wanted`), not parsed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import PurePosixPath

from msgspec import Struct, field

from rai_lint.model.expression import Call
from rai_lint.model.module import Binding, Class, Function, Import, Module

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


class Program(Struct, dict=True):
    """All modules read so far, and the paths of those that could be.

    `callers` are the files passed over, by the names they call.
    """

    modules: Mapping[str, Module]
    paths: frozenset[str]
    callers: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    wanted: set[str] = field(default_factory=set)

    @cached_property
    def names(self) -> Mapping[str, Names]:
        """The definitions of every module by its path."""
        return {path: Names(module) for path, module in self.modules.items()}

    @property
    def pending(self) -> bool:
        """Say whether a file was asked for that can still be read."""
        passed_over = set().union(*self.callers.values()) if self.callers else set()
        return not passed_over.isdisjoint(self.wanted - self.modules.keys())

    @cached_property
    def by_suffix(self) -> Mapping[str, Sequence[str]]:
        """Paths by every dotted name that could import them (`a.b.c`, `b.c`, `c`)."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.paths):
            parts = _dotted(path)
            for start in range(len(parts)):
                found[".".join(parts[start:])].append(path)
        return dict(found)

    def calling(self, name: str) -> Iterable[tuple[str, Names]]:
        """Yield the modules, in their order, that call something by a name, or may rename it."""
        paths = {*self._paths_by_call.get(name, ()), *self._paths_by_renamed.get(name, ())}
        for path in sorted(paths, key=self._order.__getitem__):
            yield path, self.names[path]

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {path: order for order, path in enumerate(self.names)}

    @cached_property
    def _paths_by_call(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, names in self.names.items():
            for name in names.calls_by_tail:
                found[name].append(path)
        return dict(found)

    @cached_property
    def _paths_by_renamed(self) -> Mapping[str, AbstractSet[str]]:
        """Paths of the modules that import something under another name, by its own name."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, names in self.names.items():
            for item in names.module.imports:
                if item.attribute != item.name:
                    found[item.attribute].add(path)
        return dict(found)

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

    def ask(self, path: str) -> Names | None:
        """Return the definitions of a module, or ask for it if it has not been read."""
        names = self.names.get(path)
        if names is None:
            self.wanted.add(path)
        return names

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
