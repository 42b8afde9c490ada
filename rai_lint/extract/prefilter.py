"""Which Python files can yield a fact at all: a literal search, made from the catalogue.

It lets too much through (docstrings, other libraries), never too little: a file whose text holds
no method or class that the catalogue names has no call of interest.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from rai_lint.extract.phrases import says
from rai_lint.model.knowledge import ApiCall, Catalogue, Knowledge
from rai_lint.model.regex import regex

_WORD = regex(r"\w+")
_IMPORT = regex(r"\b(?:from|import)[ \t]+([\w., \t]+)")
#: Imports as statements, where "from the file" in a comment would be too much.
_STATEMENT = regex(
    r"(?:^|[;:])[ \t]*(?:from[ \t]+(\w+)[\w.]*[ \t\\\r\n]+import\b|import[ \t]+(\w[\w., \t]*))",
    re.MULTILINE,
)
#: Settings that are read of any call or of none: of Scrapy, and of img2dataset.
_SETTINGS = frozenset({"ROBOTSTXT_OBEY", "disallowed_header_directives"})
#: Vocabularies whose names are columns of tables.
_COLUMNS = ("attributes", "domains", "proxies")
_OF_COLUMNS = ("sensitive-attribute", "proxy-attribute", "high-impact-domain")
_ANY = "*"
_UNKNOWN = "?"


class _Need(NamedTuple):
    """What a text must hold for a pattern: its library (`?` for any) and further words."""

    root: str
    words: frozenset[str]
    tail: str = ""

    def met_by(self, words: set[str], roots: set[str]) -> bool:
        """Say whether a text of these words, with these libraries, may hold the call."""
        return (
            self.root in roots
            and self.words <= words
            and (not self.tail or any(fnmatchcase(word, self.tail) for word in words))
        )


class Prefilter:
    """Says of a text whether it may hold a call that yields a fact, or a column of interest."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the words to look for from the API catalogue and the table of attributes."""
        self._needs = _needs(knowledge)
        self._standing_for = _standing_for(knowledge.catalogue)
        self._roots = {need.root for needs in self._needs.values() for need in needs}
        self._shapes = _shapes(knowledge.catalogue)
        self._open = tuple(root for root in self._roots if "*" in root)
        self._specific = frozenset(t for t in self._needs if "_" in t or t[:1].isupper())
        told = knowledge.asks("model-instruction")
        self._told = tuple(knowledge.table("instructions")) if told else ()
        self._crawls = knowledge.asks("crawl")
        self._addresses = tuple(
            str(term.values.get("address")) for term in knowledge.table("withdrawn-addresses")
        )
        self._columns: dict[str, list[str]] = defaultdict(list)
        for table in _COLUMNS if knowledge.asks(*_OF_COLUMNS) else ():
            for term in knowledge.table(table):
                for name in (term.id, *term.names):
                    self._columns[_WORD.findall(name)[0]] += (f"'{name}'", f'"{name}"')

    def passes(self, text: str) -> bool:
        """Say whether a program may be of interest."""
        words = set(_WORD.findall(text))
        if self._crawls and not words.isdisjoint(_SETTINGS):
            return True
        imported = _imported(text)
        roots = {_UNKNOWN} | (imported & self._roots)
        roots |= {root for root in self._open if any(fnmatchcase(name, root) for name in imported)}
        for root in imported & self._standing_for.keys():
            roots |= self._standing_for[root]
        for tail in (_ANY, *(words & self._needs.keys())):
            if any(need.met_by(words, roots) for need in self._needs.get(tail, ())):
                return True
        # A file that imports from its own package may reach any library through it; one that
        # imports the standard library alone reaches none.
        inside = "from ." in text or (len(roots) == 1 and _imports_more_than_python(text))
        return (
            (inside and self._names_something(words))
            or any(name in text for name in self._columns_of(words))
            or any(address in text for address in self._addresses)
            or any(says(term, text) for term in self._told)
        )

    def _columns_of(self, words: set[str]) -> Iterator[str]:
        """Yield the columns, in quotes, whose first word a text holds."""
        return (name for word in self._columns.keys() & words for name in self._columns[word])

    def _names_something(self, words: set[str]) -> bool:
        """Say whether a text holds a name that only libraries of interest have."""
        return not words.isdisjoint(self._specific) or any(
            fnmatchcase(word, shape) for shape in self._shapes for word in words
        )


def _imported(text: str) -> set[str]:
    """Return the root modules that a text imports, or that its docstrings say how to import."""
    return {
        re.split(r"[.\s]", name.strip(), maxsplit=1)[0]
        for names in _IMPORT.findall(text)
        for name in names.split(",")
    }


def _imports_more_than_python(text: str) -> bool:
    return any(
        re.split(r"[.\s]", name.strip(), maxsplit=1)[0] not in sys.stdlib_module_names
        for package, modules in _STATEMENT.findall(text)
        for name in ([package] if package else modules.split(","))
    )


def _needs(knowledge: Knowledge) -> Mapping[str, tuple[_Need, ...]]:
    """Return what the patterns need, by their last part ("*" for a wildcard)."""
    found: dict[str, set[_Need]] = defaultdict(set)
    for entry in knowledge.catalogue.calls:
        if entry.reached or not knowledge.asks(entry.fact):
            continue  # what reaches it is a call of interest, or asks for this file
        for pattern in entry.patterns:
            parts = pattern.split(".")
            tail = _ANY if "*" in parts[-1] else parts[-1]
            # The class before a method may be a subclass with another name: only what stands on
            # an unknown object must be there word by word.
            middle = parts[1:-1] if parts[0] in (_UNKNOWN, "**") else []
            if tail == _ANY and not middle:  # any function of a module: that at least has a name
                middle = [part for part in parts[1:-1] if part.islower()]
            words = frozenset(part for part in middle if "*" not in part)
            shape = parts[-1] if "*" in parts[-1] and parts[-1].strip("*") else ""
            found[tail] |= {_Need(root, words, shape) for root in _roots(entry, parts)}
    return {tail: tuple(needs) for tail, needs in found.items()}


def _shapes(catalogue: Catalogue) -> frozenset[str]:
    """Return the names of classes of which every method counts, where their library is open."""
    split = (pattern.split(".") for entry in catalogue.calls for pattern in entry.patterns)
    return frozenset(
        parts[-2]
        for parts in split
        if parts[-1] == _ANY and "*" in parts[0] and parts[0].strip("*") and parts[-2].strip("*")
    )


def _roots(entry: ApiCall, parts: list[str]) -> Iterator[str]:
    if parts[0] == _UNKNOWN and entry.imports:
        yield from (name.split(".")[0] for name in entry.imports)
    elif not parts[0].strip("*") or parts[0] == "builtins":
        yield _UNKNOWN
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
