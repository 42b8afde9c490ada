"""Columns that are named like what the law protects, told from those that mean something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rai_lint.model.vocabulary import Table, Term


def protected(names: Iterable[str], present: Iterable[str], table: Table) -> Iterator[Term | None]:
    """Yield for each name the entry of the table that it means, or None.

    `present` are all columns at hand: beside the words under `not-with` of an entry, its names
    mean something else (the sex of abalones, the age of houses).
    """
    text = " ".join(sorted({_words(name) for name in present}))
    for name in names:
        term = table.find(name)
        yield None if term is None or _means_else(term, text) else term


def _means_else(term: Term, text: str) -> bool:
    words = term.values.get("not-with")
    listed = words if isinstance(words, (tuple, list)) else ()
    return any(re.search(rf"\b{re.escape(_words(str(word)))}\b", text) for word in listed)


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.lower()).strip()
