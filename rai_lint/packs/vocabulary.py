"""Compiles vocabulary documents to tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import UNSET

from rai_lint.model.value import Plain
from rai_lint.model.vocabulary import Datum, Table, Term
from rai_lint.packs.documents import TableDoc
from rai_lint.packs.needles import needles
from rai_lint.packs.patterns import check_pattern
from rai_lint.packs.problems import Problems, near

_OWN = ("id", "names", "source", "date")
_PATTERNS = ("pattern", "patterns")


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """The tables that rules may name, and the fields that each one declares.

    `complete` is false where a file of the pack could not be read, which may hold any table.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    complete: bool = True


def compile_table(doc: TableDoc, problems: Problems) -> Table:
    """Return the table of a document; everything wrong in it is added to `problems`."""
    seen: dict[str, int] = {}
    terms: list[Term] = []
    for number, entry in enumerate(doc.entries):
        place = problems.at("entries", number)
        term = _term(entry, doc, place)
        if term.id and seen.setdefault(term.id, number) != number:
            place.at("id").add(f"`{term.id}` stands in this table twice")
        terms.append(term)
    return Table(name=doc.table, match=doc.match, terms=tuple(terms)).indexed()


def fields_of(table: Table) -> frozenset[str]:
    """Return the fields that the entries of a compiled table have."""
    return frozenset(key for term in table for key in term.values)


def check_additions(doc: TableDoc, base: Table, problems: Problems) -> None:
    """Add a problem for what cannot be added to a table of another pack: it is not changed."""
    if doc.match != base.match:
        problems.at("match").add(f"the vocabulary `{base.name}` has `match: {base.match}`")
    known = fields_of(base)
    for number, name in enumerate(doc.fields):
        if name not in known:
            text = f"the vocabulary `{base.name}` has no field `{name}`{near(name, sorted(known))}"
            problems.at("fields", number).add(text)
    for number, entry in enumerate(doc.entries):
        if str(entry.get("id", "")).casefold() in base.ids:
            place = problems.at("entries", number).at("id")
            place.add(f"the vocabulary `{base.name}` has an entry `{entry['id']}` already")


def _term(entry: Mapping[str, Plain], doc: TableDoc, problems: Problems) -> Term:
    fields_known = replace(problems, steps=()).sound("fields")
    for key in entry if fields_known else ():
        if key not in doc.fields and key not in _OWN:
            allowed = (*_OWN, *doc.fields)
            problems.at(key).add(f"unknown key `{key}`{near(key, allowed)}", key=True)
    for key in _PATTERNS:
        _check_patterns(entry.get(key), problems.at(key))
    default_date = "" if doc.date is UNSET else doc.date
    return Term(
        id=_text(entry, "id", problems, required=True),
        names=_names(entry.get("names", []), problems.at("names")),
        values={key: freeze(value) for key, value in entry.items() if key not in _OWN},
        needles=needles(_patterns(entry)),
        source=_text(entry, "source", problems) or doc.source,
        date=_text(entry, "date", problems) or default_date,
    )


def _text(
    entry: Mapping[str, Plain], key: str, problems: Problems, *, required: bool = False
) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str) or (required and not value):
        text = f"`{key}` must be text (quoted, if it looks like something else)"
        problems.at(key).add(text)
        return ""
    return value


def _names(value: Plain, problems: Problems) -> tuple[str, ...]:
    if not isinstance(value, list):
        problems.add("`names` must be a list of texts")
        return ()
    for number, name in enumerate(value):
        if not isinstance(name, str):
            problems.at(number).add(f'a name must be text: write "{name}" in quotes')
    return tuple(str(name) for name in value)


def _patterns(entry: Mapping[str, Plain]) -> Iterator[str]:
    for value in map(entry.get, _PATTERNS):
        for pattern in value if isinstance(value, list) else [value]:
            if isinstance(pattern, str):
                yield pattern


def _check_patterns(value: Plain, problems: Problems) -> None:
    for number, pattern in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(pattern, str):
            check_pattern(pattern, problems.at(number))


def freeze(value: Plain) -> Datum:
    """Return plain data with lists as tuples, as compiled packs hold it."""
    if isinstance(value, list):
        return tuple(freeze(item) for item in value)
    if isinstance(value, dict):
        return {key: freeze(item) for key, item in value.items()}
    return value  # type: ignore[no-any-return] # a scalar of YAML
