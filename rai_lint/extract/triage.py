"""Which programs libcst must parse, of those that the prefilter lets through.

The prefilter looks for words, and finds most of them in docstrings and comments, or in imports of
what another library calls. This looks at the names that the code uses; CPython's parser, which
shows whether a program can be read at all, has found them already. It too lets too much through,
never too little, and derives what to look for from the catalogue.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from rai_lint.extract.needs import ANY, UNKNOWN, Needs
from rai_lint.extract.prefilter import CRAWL_SETTINGS, Prefilter, words_of
from rai_lint.extract.python import uses
from rai_lint.extract.python.uses import Uses
from rai_lint.model.comparisons import COMPARES_GROUPS
from rai_lint.model.knowledge import Knowledge

#: What programs set, by the kind of fact that a setting yields.
_SETTINGS = {
    "determinism": ("cudnn",),
    "check-disabled": ("_create_unverified_context",),
    "crawl": CRAWL_SETTINGS,
}


class Triage:
    """Says of what a program uses whether it may yield a fact."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take what to look for from the catalogue and the vocabularies."""
        self._needs = knowledge.once(Needs)
        self._prefilter = knowledge.once(Prefilter)
        asked = (names for kind, names in _SETTINGS.items() if knowledge.asks(kind))
        self._settings = frozenset(name for names in asked for name in names)
        self._addresses = knowledge.asks("data-address")

    def passes(self, found: Uses) -> bool:
        """Say whether a program may be of interest."""
        return (
            self._calls(found)
            or not self._settings.isdisjoint(found.names)
            or COMPARES_GROUPS.search("\n".join(found.functions)) is not None
            or self._says(found)
        )

    def _says(self, found: Uses) -> bool:
        """Say whether the strings of a program hold something that is no call."""
        if self._addresses and any("://" in text for text in found.texts):
            return True
        text = "\n".join(f"'{text}'" for text in found.texts)
        return self._prefilter.shows(text, words_of(text))

    def _calls(self, found: Uses) -> bool:
        """Say whether a program may call something of the catalogue."""
        libraries = {UNKNOWN}.union(*map(self._needs.reached, found.imported))
        inside = found.relative or (len(libraries) == 1 and found.imports_more_than_python)
        wild = self._needs.by_tail.get(ANY, ())
        if any(need.met_by(found.names, libraries) for need in wild):
            return True
        return any(
            self._is_of_interest(tail, roots, found, libraries)
            or (inside and uses.ANY in roots and self._needs.names_something((tail,)))
            for tail, roots in self._called(found)
        )

    def _called(self, found: Uses) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the last parts of what is called, and of the classes that a class counts as.

        A root of which the catalogue knows nothing may be the repository's own, and hand on what
        it imports: the call may be of any library.
        """
        # A switch is called what it switches (`push_to_hub=True`), and settles whether that runs.
        options = {text.lstrip("-").replace("-", "_") for text in found.texts if text[:2] == "--"}
        for name in found.given | options:
            if self._needs.names_something((name,)):
                yield name, frozenset({uses.ANY})
        for tail, roots in found.called.items():
            told = frozenset(root if self._is_known(root) else uses.ANY for root in roots)
            yield tail, told
            for base in self._needs.classes.get(tail, ()):
                yield base, told

    def _is_known(self, root: str) -> bool:
        return root in sys.stdlib_module_names or bool(self._needs.reached(root))

    def _is_of_interest(
        self, tail: str, roots: frozenset[str], found: Uses, libraries: set[str]
    ) -> bool:
        needs = self._needs.by_tail.get(tail)
        if not needs:
            return False
        reached = {UNKNOWN}.union(*map(self._needs.reached, roots))
        if uses.ANY in roots:
            reached |= libraries
        return any(need.met_by(found.names, reached) for need in needs)
