"""Imports of packages and the lists that should name them: which list, if any, is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.units import off_shelf
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.packages import Package, Packages
from rai_lint.model.regex import regex
from rai_lint.model.value import ABSENT, Known, Unknown, Value

KIND = "package-import"

#: A list of fewer packages is a start, or for something else.
_LEAST = 3
#: So many of them must be imported below its folder, for the list to be that of the programs.
_SHARED = 2
_OTHER_GROUPS = regex(r"(?i)dev|test|doc|lint|build|type|style|quality|ci$|notebook")
_PROGRAMS = (".py", ".pyi", ".pyx", ".so", ".pyd", ".ipynb")


class _List(Struct, frozen=True):
    """A list of packages: where it is, the folder it is for, and what it names."""

    path: str
    folder: str
    names: frozenset[str]


def settled_imports(
    facts: Sequence[Fact], listed: AbstractSet[str], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield all facts; imports of packages say what installs them and which list they belong in.

    Imports of the repository's own modules are left out.
    """
    imports = [fact for fact in facts if fact.kind == KIND]
    if not imports:
        yield from facts
        return
    packages = knowledge.once(Packages)
    own = _own_modules(listed)
    needed = [fact for fact in imports if str(fact.known("module")).split(".")[0] not in own]
    doubts = _Doubts(facts, packages)
    lists = [each for each in _lists(facts) if _is_of_programs(each, needed, packages)]
    yield from (fact for fact in facts if fact.kind != KIND)
    for fact in needed:
        package = packages.by_module[str(fact.known("module"))]
        nearest = _nearest(fact.place.path, lists)
        fields: dict[str, Value] = {
            **fact.fields,
            "providers": Known(package.providers),
            "list": ABSENT if nearest is None else doubts.of(package) or Known(nearest.path),
        }
        yield replace(fact, fields=fields)


def _own_modules(listed: AbstractSet[str]) -> AbstractSet[str]:
    """Return the names that could be modules of the repository, or repositories within it."""
    found: set[str] = set()
    for path in listed:
        pure = PurePosixPath(path)
        if pure.suffix in _PROGRAMS:
            found.add(pure.name.split(".")[0])
            found.update(pure.parts[-2:-1])
            # The folder of a package that has its programs in folders below.
            found.update(pure.parts[:-1] if pure.name == "__init__.py" else ())
        elif not pure.suffix:
            found.add(pure.name)
    return found


def _lists(facts: Iterable[Fact]) -> Iterator[_List]:
    """Yield the lists of what programs need, without those of tests and tools."""
    named: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        group = str(fact.known("group") or "")
        if fact.kind == "dependency" and fact.scope == "source" and not _OTHER_GROUPS.search(group):
            named[fact.place.path].add(str(fact.known("name") or ""))
    for path, names in named.items():
        if len(names) >= _LEAST:
            yield _List(path, off_shelf(PurePosixPath(path).parent), frozenset(names))


def _is_of_programs(each: _List, needed: Iterable[Fact], packages: Packages) -> bool:
    """Say whether programs below a list's folder import what it names."""
    shared = {
        fact.known("id")
        for fact in needed
        if _is_below(fact.place.path, each.folder)
        and not each.names.isdisjoint(packages.by_module[str(fact.known("module"))].providers)
    }
    return len(shared) >= _SHARED


def _nearest(path: str, lists: Iterable[_List]) -> _List | None:
    """Return the list of the folder nearest to a file; of several the longest speaks for all."""
    above = [each for each in lists if _is_below(path, each.folder)]
    return max(above, key=lambda each: (len(each.folder), len(each.names)), default=None)


def _is_below(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(f"{folder}/")


class _Doubts:
    """Listed packages that may bring along more than is known of them."""

    def __init__(self, facts: Iterable[Fact], packages: Packages) -> None:
        """Take all that any list names."""
        self._strange = ""
        self._open = ""
        self._extras: dict[str, str] = {}
        for fact in facts:
            if fact.kind == "dependency":
                self._take(fact, packages)

    def _take(self, fact: Fact, packages: Packages) -> None:
        name = fact.known("name")
        if not isinstance(name, str):
            self._open = self._open or str(getattr(fact.get("name"), "text", "a package"))
            return
        term = packages.term(name)
        if not packages.is_known(name):
            self._strange = self._strange or name
        values: Mapping[str, object] = term.values if term is not None else {}
        anything = values.get("anything")
        if anything == "always":
            self._open = self._open or name
        if fact.known("extras"):
            self._extras[name] = name
            if anything is not None or ("extras" not in values and values.get("brings")):
                self._open = self._open or name

    def of(self, package: Package) -> Unknown | None:
        """Return why it cannot be known whether a package is brought along, None if it can."""
        by_extras = next((name for name in self._extras if name in package.by_extras), "")
        name = self._open or by_extras or (self._strange if package.common else "")
        return Unknown(name, f"`{name}` may bring it along") if name else None
