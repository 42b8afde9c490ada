"""What headings are about: the canonical sections that their words name."""

from __future__ import annotations

import unicodedata

from rai_lint.extract.phrases import find_names
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table, normal

_SHORT_HEADING = 4
_LONG_HEADING = 8
_BRACKETS = regex(r"\([^()]{0,400}\)|\[[^\[\]]{0,400}\]")
_NUMBER = regex(r"^\W*(?:(?:\d{1,3}\.)*\d{1,3}[.):]?\s+)?(?:[A-Z]\.\s+)?")
_PARTS = regex(
    r"(?<!\s)\s+(?:(?:and|und|sowie|et|y|e|ed|и|or|ou|oder)|[-\u2013\u2014])\s+"
    r"|(?:(?<!\s)\s+)?(?:[&,/+\u3001\u30fb\u4e0e\u548c\u53ca\u3068]|\u304a\u3088\u3073|\u4e26\u3073\u306b)\s*"
)
#: Sections whose names are words of everyday use: they must be the whole heading.
_EVERYDAY = frozenset({"model-details", "how-to-use", "other"})


class Headings:
    """Looks headings up in the vocabulary `sections`."""

    def __init__(self, table: Table) -> None:
        """Take the vocabulary; names under `shared` have a second meaning."""
        self._table = table
        #: Names typed without accents; those that have none are found as they are.
        self._plain = {
            _plain(name): term.id for term in table for name in term.names if not name.isascii()
        }
        self._shared: dict[str, list[str]] = {}
        for term in table:
            names = term.values.get("shared") or ()
            for name in names if isinstance(names, (tuple, list)) else ():
                self._shared.setdefault(normal(str(name)), []).append(term.id)

    def exact(self, heading: str) -> tuple[str, ...]:
        """Return the sections that a heading names as it stands, brackets apart."""
        found = []
        for text in (heading, clean(heading)):
            key = normal(text)
            term = self._table.find(text) if key else None
            if term is not None:
                found.append(term.id)
            found.extend(self._shared.get(key, ()))
        if not found and (known := self._plain.get(_plain(clean(heading)))):
            found.append(known)  # typed without accents: "Donnees d'entrainement"
        return tuple(dict.fromkeys(found))

    def named(self, label: str) -> tuple[str, ...]:
        """Return the sections of a label that consists of their names: no word may be left over."""
        found = self.exact(label)
        if found:
            return found
        parts = [self.exact(part) for part in _PARTS.split(clean(label)) if part.strip()]
        return tuple(dict.fromkeys(name for part in parts for name in part)) if all(parts) else ()

    def classify(self, heading: str) -> tuple[str, ...]:
        """Return the sections of a heading: its own, else those of its parts, else contained."""
        found = self.exact(heading)
        if found:
            return found
        text = clean(heading)
        parts = [self.exact(part) for part in _PARTS.split(text) if part.strip()]
        ids = [name for part in parts for name in part]
        if ids and len(text.split()) <= _LONG_HEADING:
            return tuple(dict.fromkeys(ids))
        return self._contained(text)

    def _contained(self, text: str) -> tuple[str, ...]:
        size = len(text.split())
        best: tuple[int, str] = (0, "")
        for found in find_names(self._table, text):
            words = len(found.text.split())
            edge = found.start == 0 or found.end == len(text)
            everyday = found.term.id in _EVERYDAY
            alone = words == 1 and size <= _SHORT_HEADING and edge and not everyday
            if (alone or (words > 1 and not everyday)) and words > best[0]:
                best = (words, found.term.id)
        return (best[1],) if best[0] else ()


def headings(knowledge: Knowledge) -> Headings:
    """Return what looks headings up, made once for all documents."""
    return knowledge.once(_of_sections)


def _of_sections(knowledge: Knowledge) -> Headings:
    return Headings(knowledge.table("sections"))


def clean(heading: str) -> str:
    """Return a heading without numbering, emoji and words in brackets."""
    return _NUMBER.sub("", _BRACKETS.sub(" ", heading), count=1).strip(" \t:.?!*#_-\u2013\u2014")


def _plain(heading: str) -> str:
    """Return a heading for comparison, without the accents of Latin letters."""
    key = normal(heading)
    if key.isascii():
        return key
    split = unicodedata.normalize("NFD", key)
    return "".join(char for char in split if not "\u0300" <= char <= "\u036f")
