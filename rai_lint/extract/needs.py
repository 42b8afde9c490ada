"""What a text must hold for a call of the catalogue to stand in it: derived, never kept by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from rai_lint.model.knowledge import ApiCall, Catalogue, Knowledge

ANY = "*"
UNKNOWN = "?"


class Need(NamedTuple):
    """What a pattern needs: its library (`?` for any), further words, a shape of its last part."""

    root: str
    words: frozenset[str]
    tail: str = ""

    def met_by(self, words: Collection[str], roots: Collection[str]) -> bool:
        """Say whether a text of these words, with these libraries, may hold the call."""
        return (
            self.root in roots
            and self.words.issubset(words)
            and (not self.tail or any(fnmatchcase(word, self.tail) for word in words))
        )


class Needs:
    """What all calls of a catalogue need that yield facts somebody asks for."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Derive them; `Knowledge.once` keeps them."""
        catalogue = knowledge.catalogue
        #: Needs by the last part of what is called ("*" for a wildcard).
        self.by_tail = _by_tail(knowledge)
        self.roots = frozenset(need.root for needs in self.by_tail.values() for need in needs)
        self._open = tuple(root for root in self.roots if "*" in root)
        self._standing_for = _standing_for(catalogue)
        self._shapes = _shapes(catalogue)
        self._specific = frozenset(t for t in self.by_tail if "_" in t or t[:1].isupper())
        #: Last parts of classes, and those of the classes that they count as.
        self.classes = _classes(catalogue)

    def reached(self, root: str) -> frozenset[str]:
        """Return the libraries whose calls a module of that library may stand for."""
        found = {root} & self.roots | self._standing_for.get(root, set())
        return frozenset(found.union(open_ for open_ in self._open if fnmatchcase(root, open_)))

    def names_something(self, words: Collection[str]) -> bool:
        """Say whether one of these is a name that only libraries of interest have."""
        return not self._specific.isdisjoint(words) or any(
            fnmatchcase(word, shape) for shape in self._shapes for word in words
        )


def _by_tail(knowledge: Knowledge) -> Mapping[str, tuple[Need, ...]]:
    """Return what the patterns need, by their last part ("*" for a wildcard)."""
    found: dict[str, set[Need]] = defaultdict(set)
    for entry in knowledge.catalogue.calls:
        if entry.reached or not knowledge.asks(entry.fact):
            continue  # what reaches it is a call of interest, or asks for this file
        for pattern in entry.patterns:
            parts = pattern.split(".")
            tail = ANY if "*" in parts[-1] else parts[-1]
            # The class before a method may be a subclass with another name: only what stands on
            # an unknown object must be there word by word.
            middle = parts[1:-1] if parts[0] in (UNKNOWN, "**") else []
            if tail == ANY and not middle:  # any function of a module: that at least has a name
                middle = [part for part in parts[1:-1] if part.islower()]
            words = frozenset(part for part in middle if "*" not in part)
            shape = parts[-1] if "*" in parts[-1] and parts[-1].strip("*") else ""
            found[tail] |= {Need(root, words, shape) for root in _roots(entry, parts)}
    return {tail: tuple(needs) for tail, needs in found.items()}


def _shapes(catalogue: Catalogue) -> frozenset[str]:
    """Return the names of classes of which every method counts, where their library is open."""
    split = (pattern.split(".") for entry in catalogue.calls for pattern in entry.patterns)
    return frozenset(
        parts[-2]
        for parts in split
        if parts[-1] == ANY and "*" in parts[0] and parts[0].strip("*") and parts[-2].strip("*")
    )


def _roots(entry: ApiCall, parts: list[str]) -> Iterator[str]:
    if parts[0] == UNKNOWN and entry.imports:
        yield from (name.split(".")[0] for name in entry.imports)
    elif not parts[0].strip("*") or parts[0] == "builtins":
        yield UNKNOWN
    else:
        yield parts[0]


def _standing_for(catalogue: Catalogue) -> Mapping[str, set[str]]:
    """Return, by library, those whose classes its own classes and functions stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for item in catalogue.classes:
        found[item.name.split(".")[0]] |= {base.split(".")[0] for base in item.bases}
    for made in catalogue.objects:
        for pattern in made.patterns:
            if not made.is_a.startswith("$"):
                found[pattern.split(".")[0]].add(made.is_a.split(".")[0])
    return dict(found)


def _classes(catalogue: Catalogue) -> Mapping[str, frozenset[str]]:
    direct: dict[str, set[str]] = defaultdict(set)
    for item in catalogue.classes:
        direct[_tail(item.name)] |= {_tail(base) for base in item.bases}
    found: dict[str, frozenset[str]] = {}
    for name in direct:
        waiting, seen = [name], set[str]()
        while waiting:
            base = waiting.pop()
            if base not in seen:
                seen.add(base)
                waiting += direct.get(base, ())
        found[name] = frozenset(seen - {name})
    return found


def _tail(dotted: str) -> str:
    return dotted.rpartition(".")[2]
