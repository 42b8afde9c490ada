"""Vocabularies: tables of terms with the names they go by, each entry with its source and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

#: What a vocabulary entry may say under a key.
Datum: TypeAlias = str | bool | int | float | tuple[Any, ...] | dict[str, Any] | None

_WORDS = re.compile(r"[^\W\d_]+|\d+")


@lru_cache(maxsize=16_384)
def normal(name: str) -> str:
    """Return a name for comparison: lower case, letters and digits only."""
    return "".join(filter(str.isalnum, name.lower()))


def words(name: str) -> str:
    """Return a name as its words and numbers, each followed by a space: `llama 3 1 8 b `."""
    return "".join(f"{word} " for word in _WORDS.findall(name.lower()))


class Term(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a vocabulary table, with where it was read and when (ISO date).

    `needles` are case-folded pieces of text of which every match of its patterns holds one; none
    if that cannot be said.
    """

    id: str
    names: tuple[str, ...] = ()
    values: Mapping[str, Datum] = field(default_factory=dict)
    needles: tuple[str, ...] = ()
    source: str = ""
    date: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns of the entry, of which there may be one or several or none."""
        several = self.values.get("patterns", ())
        texts = several if isinstance(several, (tuple, list)) else (several,)
        return tuple(text for text in texts if isinstance(text, str))


class Table(Struct, frozen=True, dict=True, kw_only=True, omit_defaults=True):
    """A vocabulary: terms by id and by every other name.

    `match` says how names compare: `exact` (case-folded), `normal` (letters and digits only) or
    `prefix` (words and numbers, and the longest name that the key's last path segment starts
    with: `llama-3` starts `Llama3-8B`, not `llama-30b`). An id written as it is always finds its
    own term, also where two ids are one `normal` name (`openrail` and `openrail++`).

    `spellings` and `wordings` are `index` and `phrases` with positions for terms, and `openings`
    are `heads`, as a compiled pack keeps them: to make them costs more than all else of a small
    check that asks a table.
    """

    name: str
    match: str = "normal"
    terms: tuple[Term, ...] = ()
    spellings: Mapping[str, int] = field(default_factory=dict)
    wordings: Mapping[str, int] = field(default_factory=dict)
    openings: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def index(self) -> Mapping[str, Term]:
        """Terms by every spelling, as `match` compares them; the first entry wins."""
        if self.spellings:
            return {key: self.terms[at] for key, at in self.spellings.items()}
        pairs = [(name, term) for term in self.terms for name in (term.id, *term.names)]
        return {self.key(name): term for name, term in reversed(pairs)}

    def key(self, name: str) -> str:
        """Return a name as this table compares it."""
        if self.match == "prefix":
            return words(name)
        return name.strip().casefold() if self.match == "exact" else normal(name)

    @cached_property
    def ids(self) -> Mapping[str, Term]:
        """Terms by their ids, case-folded; the first entry wins."""
        return {term.id.casefold(): term for term in reversed(self.terms)}

    @cached_property
    def phrases(self) -> Mapping[str, Term]:
        """Terms by the words of every spelling, one space between, to find them in running text."""
        if self.wordings:
            return {key: self.terms[at] for key, at in self.wordings.items()}
        pairs = [(name, term) for term in self.terms for name in (term.id, *term.names)]
        found = {words(name).rstrip(): term for name, term in reversed(pairs)}
        found.pop("", None)
        return found

    @cached_property
    def heads(self) -> Mapping[str, int]:
        """First words of `phrases`, each with the number of words of the longest one."""
        if self.openings:
            return self.openings
        found: dict[str, int] = {}
        for key in self.phrases:
            head = key.partition(" ")[0]
            found[head] = max(found.get(head, 0), key.count(" ") + 1)
        return found

    def find(self, name: str) -> Term | None:
        """Return the term of that name, or None."""
        term = self.ids.get(name.strip().casefold()) or self.index.get(self.key(name))
        if term is None and self.match == "prefix":
            key = self.key(name.rsplit("/", 1)[-1])
            heads = [known for known in self.index if known and key.startswith(known)]
            term = self.index[max(heads, key=len)] if heads else None
        return term

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def indexed(self) -> Table:
        """Return the table with its indexes, to be kept."""
        at = {id(term): number for number, term in enumerate(self.terms)}
        return replace(
            self,
            spellings={key: at[id(term)] for key, term in self.index.items()},
            wordings={key: at[id(term)] for key, term in self.phrases.items()},
            openings=self.heads,
        )
