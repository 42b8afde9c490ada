"""Loads of local files whose path, or the README beside them, names a dataset that is known.

`../input/jigsaw-toxic-comment-classification-challenge/train.csv` is no id of a hub, and says what
is in it all the same. Where the path says nothing, a README does that names one dataset and no
other, of the file with the training rows: a README names much else besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.value import ABSENT, Known, Unknown, Value
from rai_lint.model.vocabulary import Table, Term, normal, words

#: Shorter names (`nq`, `c4`) and names of fewer words are those of other things too.
_SHORTEST = 4
_WORDS = 3
_MAX_TEXT = 60_000
_MAX_CANDIDATES = 20


class _Names:
    """The names of a table of datasets, as paths and texts spell them."""

    def __init__(self, table: Table) -> None:
        """`table` is the vocabulary of datasets."""
        self._table = table

    @cached_property
    def _slugs(self) -> Mapping[str, Term | None]:
        """Terms by the last parts of their names, where these are long; None where two share it."""
        found: dict[str, Term | None] = {}
        for term in self._table:
            for name in (term.id, *term.names):
                _, slash, slug = name.rpartition("/")
                if slash and words(slug).count(" ") >= _WORDS:
                    known = found.setdefault(normal(slug), term)
                    found[normal(slug)] = term if known is term else None
        return found

    @cached_property
    def _phrases(self) -> Mapping[str, Term]:
        return {
            f" {phrase} ": term
            for phrase, term in self._table.phrases.items()
            if phrase.count(" ") + 1 >= _WORDS and not term.values.get("benchmark")
        }

    def in_path(self, path: str) -> Term | None:
        """Return the dataset that a folder or the file of a path is called like."""
        parts = [part for part in path.replace("\\", "/").split("/") if part]
        pairs = [f"{one}/{other}" for one, other in pairwise(parts)]
        named = map(self._named, (*reversed(pairs), *reversed(parts)))
        return next((term for term in named if term is not None), None)

    def _named(self, part: str) -> Term | None:
        stem = PurePosixPath(part).stem if "/" not in part else part
        for name in dict.fromkeys((part, stem)):
            if len(normal(name)) < _SHORTEST:
                continue
            term = self._table.find(name) or self._slugs.get(normal(name))
            if term is not None and not _is_ordinary(name, term):
                return term
        return None

    def only_one_in(self, text: str) -> Term | None:
        """Return the dataset that a text names, if it names no other by so long a name."""
        said = f" {words(text[:_MAX_TEXT])}"
        found = {term.id: term for phrase, term in self._phrases.items() if phrase in said}
        return next(iter(found.values())) if len(found) == 1 else None


def _is_ordinary(name: str, term: Term) -> bool:
    """Say whether a name counts only as the table spells it, and is spelled otherwise."""
    cased = term.values.get("cased")
    spelled = [str(each) for each in cased] if isinstance(cased, (tuple, list)) else []
    return name not in spelled and normal(name) in map(normal, spelled)


class _Readmes:
    """READMEs by their folders; what they name is looked for where somebody asks."""

    def __init__(self, facts: Iterable[Fact], names: _Names) -> None:
        """`facts` are those of the repository, `names` those of datasets."""
        readmes = (fact for fact in facts if fact.kind == "readme")
        self._texts = {_folder(fact): str(fact.known("text") or "") for fact in readmes}
        self._names = names
        self._found: dict[str, Term | None] = {}

    def around(self, fact: Fact) -> Term | None:
        """Return the only dataset that the README nearest to a fact names."""
        above = map(str, PurePosixPath(fact.place.path).parents)
        folder = next((each for each in above if each in self._texts), None)
        if folder is None:
            return None
        if folder not in self._found:
            self._found[folder] = self._names.only_one_in(self._texts[folder])
        return self._found[folder]


def _folder(fact: Fact) -> str:
    return str(PurePosixPath(fact.place.path).parent)


def with_known_data(facts: Sequence[Fact], table: Table) -> Iterator[Fact]:
    """Yield the facts; loads say which dataset they read, as their field `dataset`.

    That is the id of what comes from elsewhere. Of local data it is the id, in the table, of a
    dataset that the path or a README names; absent if none shows.
    """
    names = _Names(table)
    readmes = _Readmes(facts, names)
    for fact in facts:
        if fact.kind != "dataset-load":
            yield fact
            continue
        value = fact.get("id")
        if fact.known("origin") == "local":
            term = _dataset(fact, names, readmes)
            value = Known(term.id, "implied") if term is not None else ABSENT
        yield replace(fact, fields={**fact.fields, "dataset": value})


def _dataset(fact: Fact, names: _Names, readmes: _Readmes) -> Term | None:
    identity = fact.get("id")
    by_path = [names.in_path(path) for path in _paths(identity)]
    if by_path and all(by_path) and len({term.id for term in by_path if term is not None}) == 1:
        return by_path[0]
    says_so = isinstance(identity, Known) and fact.known("split") == "train"
    return readmes.around(fact) if says_so else None


def _paths(identity: Value) -> tuple[str, ...]:
    """Return the path that is read, or the paths that it may be."""
    if isinstance(identity, Known):
        return (identity.value,) if isinstance(identity.value, str) else ()
    if isinstance(identity, Unknown) and len(identity.candidates) <= _MAX_CANDIDATES:
        return tuple(each for each in identity.candidates if isinstance(each, str))
    return ()
