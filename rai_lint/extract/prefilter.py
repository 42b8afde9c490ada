"""Which Python files can yield a fact at all: a literal search, made from the catalogue.

It lets too much through (docstrings, other libraries), never too little: a file whose text holds
no method or class that the catalogue names has no call of interest.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator

from rai_lint.extract.needs import ANY, UNKNOWN, Needs
from rai_lint.extract.phrases import says
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex

_WORD = regex(r"\w+")
_IMPORT = regex(r"\b(?:from|import)[ \t]+([\w., \t]+)")
#: Imports as statements, where "from the file" in a comment would be too much.
_STATEMENT = regex(
    r"(?:^|[;:])[ \t]*(?:from[ \t]+(\w+)(?:\.[\w.]*)?[ \t\\\r\n]+import\b"
    r"|import[ \t]+(\w[\w., \t]*))",
    re.MULTILINE,
)
#: Settings that are read of any call or of none: of Scrapy, and of img2dataset.
CRAWL_SETTINGS = frozenset({"ROBOTSTXT_OBEY", "disallowed_header_directives"})
#: Vocabularies whose names are columns of tables.
_COLUMNS = ("attributes", "domains", "proxies")
_PUBLISHING = "model-publish"
_OF_COLUMNS = ("sensitive-attribute", "proxy-attribute", "high-impact-domain")


class Prefilter:
    """Says of a text whether it may hold a call that yields a fact, or a column of interest."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the words to look for from the API catalogue and the table of attributes."""
        self._needs = knowledge.once(Needs)
        told = knowledge.asks("model-instruction")
        self._told = tuple(knowledge.table("instructions")) if told else ()
        self._crawls = knowledge.asks("crawl")
        self._addresses = tuple(
            str(term.values.get("address")) for term in knowledge.table("withdrawn-addresses")
        )
        self._switches = _switches(knowledge)
        self._columns: dict[str, list[str]] = defaultdict(list)
        for table in _COLUMNS if knowledge.asks(*_OF_COLUMNS) else ():
            for term in knowledge.table(table):
                for name in (term.id, *term.names):
                    self._columns[_WORD.findall(name)[0]] += (f"'{name}'", f'"{name}"')

    def passes(self, text: str) -> bool:
        """Say whether a program may be of interest."""
        words = words_of(text)
        roots = {UNKNOWN}.union(*map(self._needs.reached, _imported(text)))
        by_tail = self._needs.by_tail
        for tail in (ANY, *(words & by_tail.keys())):
            if any(need.met_by(words, roots) for need in by_tail.get(tail, ())):
                return True
        # A file that imports from its own package may reach any library through it; one that
        # imports the standard library alone reaches none.
        inside = "from ." in text or (len(roots) == 1 and _imports_more_than_python(text))
        return (inside and self._needs.names_something(words)) or self.shows(text, words)

    def shows(self, text: str, words: set[str]) -> bool:
        """Say whether a text, made of these words, holds something of interest that is no call."""
        return (
            (self._crawls and not words.isdisjoint(CRAWL_SETTINGS))
            or any(name in text for name in self._columns_of(words))
            or any(address in text for address in self._addresses)
            or any(switch in text for switch in self._switches)
            or any(says(term, text) for term in self._told)
        )

    def _columns_of(self, words: set[str]) -> Iterator[str]:
        """Yield the columns, in quotes, whose first word a text holds."""
        return (name for word in self._columns.keys() & words for name in self._columns[word])


def _switches(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the calls that publish, in quotes.

    A switch is called what it switches, and `settings["push_to_hub"] = True` settles whether that
    runs.
    """
    if not knowledge.asks(_PUBLISHING):
        return ()
    patterns = (
        pattern.rpartition(".")[2]
        for entry in knowledge.catalogue.calls
        if entry.fact == _PUBLISHING
        for pattern in entry.patterns
    )
    names = sorted({name for name in patterns if "_" in name and "*" not in name})
    return tuple(f"{quote}{name}{quote}" for name in names for quote in "'\"")


def words_of(text: str) -> set[str]:
    """Return the words of a text."""
    return set(_WORD.findall(text))


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
