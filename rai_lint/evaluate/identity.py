"""When two names mean the same dataset, model, metric or licence."""

from __future__ import annotations

import re
from functools import lru_cache

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table, Term, normal

_ADDRESS = regex(r"(?:(?:https?|hf|git\+https)://|git@)", re.IGNORECASE)
_HOST = regex(
    r"(?:www\.)?(?:huggingface\.co|hf\.co|kaggle\.com|github\.com|gitlab\.com)[/:]", re.IGNORECASE
)
_SECTION = regex(r"(?:datasets|models|spaces)/")
_BELOW = regex(r"/(?:tree|blob|resolve|raw|versions|commit)/")
_VERSION = regex(r":[\w.+-]{1,60}$")
#: `@10` of a metric that looks at the first ten: how many does not make it another one.
_CUT_OFF = regex(r"(?:(?<!\s)\s+)?(?:@\s*|[_\s-]at[_\s-])(?:k\b|\d{1,4})", re.IGNORECASE)
_PREFIXES = ("eval_", "test_", "val_", "validation_")


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """Return an id without what does not name the thing: address, revision, version, `.git`."""
    text = name.strip().strip("\"'`")
    address = _ADDRESS.match(text)
    if address:
        text = text[address.end() :]
        host = _HOST.match(text)
        if host:
            text = text[host.end() :]
        section = _SECTION.match(text)
        text = text[section.end() :] if section else text
        text = text.split("?", 1)[0].split("#", 1)[0]
    text = _BELOW.split(text, maxsplit=1)[0]
    head, at, _ = text.partition("@")
    text = _VERSION.sub("", head if at and head else text)
    return text.rstrip("/").removesuffix(".git")


def last(name: str) -> str:
    """Return the last segment of an id's path."""
    return name.rsplit("/", 1)[-1]


def _folded(name: str) -> str:
    return normal(name) or name.casefold()


def _term_id(name: str, table: Table) -> str | None:
    """Return the canonical id of a name; in a table of prefixes only whole names count."""
    term = table.index.get(table.key(name)) if table.match == "prefix" else table.find(name)
    return term.id if term else None


def canonical(name: str, table: Table) -> str:
    """Return the id that all spellings of a dataset or model share, for comparison."""
    cleaned = clean(name)
    return _folded(_term_id(cleaned, table) or _term_id(name, table) or cleaned)


def same_thing(one: str, other: str, table: Table) -> bool:
    """Return whether two ids of datasets (or models) name the same one.

    Where one of them has no owner, the last segments of their paths decide.
    """
    if canonical(one, table) == canonical(other, table):
        return True
    one, other = clean(one), clean(other)
    ownerless = "/" not in one or "/" not in other
    return ownerless and _folded(last(one)) == _folded(last(other))


def same_dataset(one: str, other: str, knowledge: Knowledge) -> bool:
    """Return whether two ids name the same dataset."""
    return same_thing(one, other, knowledge.table("datasets"))


def same_model(one: str, other: str, knowledge: Knowledge) -> bool:
    """Return whether two ids name the same model."""
    return same_thing(one, other, knowledge.table("models"))


def same_metric(one: str, other: str, knowledge: Knowledge) -> bool:
    """Return whether two names mean the same metric."""
    table = knowledge.table("metrics")
    return _metric(one, table) == _metric(other, table)


def computes_metric(one: str, other: str, knowledge: Knowledge) -> bool:
    """Return whether what computes one metric gives the other: ROUGE-L comes with ROUGE."""
    table = knowledge.table("metrics")
    return bool(_family(one, table) & _family(other, table))


def _family(name: str, table: Table) -> frozenset[str]:
    """Return a metric and those that are computed with it, whatever its cut-off is."""
    term = _term(name, table) or _term(_CUT_OFF.sub("@k", name), table)
    if term is None:
        return frozenset({_metric(_CUT_OFF.sub("@k", name), table)})
    family = term.values.get("family") or ()
    with_it = family if isinstance(family, (tuple, list)) else (family,)
    return frozenset(_folded(str(each)) for each in (term.id, *with_it))


def _metric(name: str, table: Table) -> str:
    term = _term(name, table)
    return _folded(term.id if term is not None else _last_part(name))


def _term(name: str, table: Table) -> Term | None:
    short = _last_part(name)
    spelled = (name, short, *(short.removeprefix(each) for each in _PREFIXES))
    return next((term for term in map(table.find, spelled) if term is not None), None)


def _last_part(name: str) -> str:
    return last(name.strip()).rsplit(".", 1)[-1]


def same_licence(one: str, other: str, knowledge: Knowledge) -> bool:
    """Return whether two texts name the same licence, as Hub id, SPDX id or title."""
    table = knowledge.table("licences")
    return _licence(one, table) == _licence(other, table)


def _licence(name: str, table: Table) -> str:
    term = table.find(name)
    if term is None:
        term = next((each for each in table if each.values.get("spdx") == name.strip()), None)
    return _folded(term.id) if term else _folded(name)


def spellings(name: str, table: Table) -> tuple[str, ...]:
    """Return the ways a text may name a dataset or model."""
    cleaned = clean(name)
    found = [cleaned, last(cleaned)]
    known = _term_id(cleaned, table)
    term = table.find(known) if known else None
    if term is not None:
        found += [term.id, last(term.id), *term.names]
    return tuple(dict.fromkeys(found))
