"""Which Python files can yield a fact at all: a literal search, made from the catalogue.

It lets too much through (docstrings, other libraries), never too little: a file whose text holds
no method or class that the catalogue names has no call of interest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rai_lint.model.knowledge import Catalogue, Knowledge

_WORD = re.compile(r"\w+")


class Prefilter:
    """Says of a text whether it may hold a call that yields a fact, or a column of interest."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take the words to look for from the API catalogue and the table of attributes."""
        self._pairs = _pairs(knowledge.catalogue)
        self._columns = frozenset(
            f"{quote}{name}{quote}"
            for term in knowledge.table("attributes")
            for name in (term.id, *term.names)
            for quote in ("'", '"')
        )
        self._tails = frozenset(tail for tail, _ in self._pairs)
        self._roots = frozenset(root for _, root in self._pairs)

    def passes(self, text: str) -> bool:
        """Say whether a program may be of interest."""
        words = set(_WORD.findall(text))
        roots = words & self._roots
        # A file that imports from its own package may reach any library through it.
        inside = "from ." in text or not roots
        tails = words & self._tails
        for tail, root in self._pairs:
            if (tail == "*" or tail in tails) and (root in roots or root == "?"):
                return True
        if inside and any(tail in tails for tail in _specific(self._pairs)):
            return True
        return any(name in text for name in self._columns)


def _pairs(catalogue: Catalogue) -> frozenset[tuple[str, str]]:
    """Return the last part ("*" for a wildcard) and the root module of every pattern."""
    found: set[tuple[str, str]] = set()
    for entry in catalogue.calls:
        for pattern in entry.patterns:
            parts = pattern.split(".")
            tail = "*" if "*" in parts[-1] else parts[-1]
            root = "?" if parts[0] in ("?", "**") and not entry.imports else parts[0]
            roots = entry.imports if parts[0] == "?" and entry.imports else (root,)
            found |= {(tail, name.split(".")[0]) for name in roots}
    return frozenset(found)


def _specific(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the tails long enough to mean their library wherever they stand."""
    return frozenset(tail for tail, _ in pairs if "_" in tail or tail[:1].isupper())
