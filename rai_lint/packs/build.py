"""Builds a pack from its files; all problems of all files are raised together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TypeVar

from rai_lint.errors import PackError, Problem
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.pack import EVERYTHING, Guideline, Pack, Profile
from rai_lint.model.rule import Rule
from rai_lint.model.vocabulary import Table
from rai_lint.packs.apidocs import ApiDoc
from rai_lint.packs.catalogue import compile_catalogue
from rai_lint.packs.documents import Document, GuidelineDoc, ProfileDoc, RuleDoc, TableDoc
from rai_lint.packs.files import PackFile
from rai_lint.packs.guidelines import compile_guideline
from rai_lint.packs.merge import merge_catalogues, merge_tables
from rai_lint.packs.names import ANY_FIELD, Beside
from rai_lint.packs.problems import Problems
from rai_lint.packs.profiles import check_codes, check_guidelines, compile_profile
from rai_lint.packs.reading import Read, Reader, kind_of
from rai_lint.packs.rules import compile_rule
from rai_lint.packs.vocabulary import Vocabularies, check_additions, compile_table, fields_of

D = TypeVar("D", bound=Document)


def build_pack(folder: Path, files: tuple[PackFile, ...], base: Pack | None = None) -> Pack:
    """Return the pack that the files of a folder make.

    `base` is what the rules of this pack may refer to besides: its vocabularies and rules. Raises
    PackError with every problem of every file.
    """
    reader = Reader(folder, f"{folder.name}/")
    base = base or Pack()
    own = _tables(reader, files, base)
    vocabularies = _with_base(own, base)
    catalogue = merge_catalogues(
        compile_catalogue(read.document, read.problems) for read in reader.documents(files, ApiDoc)
    )
    guides = tuple(reader.documents(files, GuidelineDoc))
    choices = tuple(reader.documents(files, ProfileDoc))
    reads = tuple(reader.documents(files, RuleDoc))
    beside = Beside(_items(guides, files, base), _names_of_profiles(choices, files, base))
    rules = _rules(reads, vocabularies, beside, base)
    known = (*base.rules, *rules) if _all_read(reads, files, RuleDoc, "id", "name") else None
    guidelines = _guidelines(guides, known, vocabularies)
    titles = {each.id for each in (*base.guidelines, *guidelines)}
    sound = _all_read(guides, files, GuidelineDoc, "id")
    profiles = _profiles(choices, known, titles if sound else None)
    if reader.found:
        raise PackError(tuple(sorted(reader.found, key=_order)))
    knowledge = Knowledge(tables=own.tables, catalogue=catalogue)
    return Pack(rules=rules, knowledge=knowledge, profiles=profiles, guidelines=guidelines)


def _order(problem: Problem) -> tuple[str, int, int, str]:
    return (problem.path, problem.line, problem.column, problem.text)


def _once(seen: dict[str, str], name: str, what: str, problems: Problems) -> None:
    """Add a problem if another file already has that name."""
    other = seen.setdefault(name, problems.path)
    if other != problems.path:
        problems.add(f"the {what} `{name}` is already that of {other}")


def _tables(reader: Reader, files: tuple[PackFile, ...], base: Pack) -> Vocabularies:
    tables: dict[str, Table] = {}
    fields: dict[str, frozenset[str]] = {}
    seen: dict[str, str] = {}
    reads = tuple(reader.documents(files, TableDoc))
    for read in reads:
        doc = read.document
        _once(seen, doc.table, "vocabulary", read.problems.at("table"))
        tables[doc.table] = compile_table(doc, read.problems)
        if doc.table in base.knowledge.tables:
            check_additions(doc, base.knowledge.tables[doc.table], read.problems)
        fields[doc.table] = frozenset(doc.fields) if read.problems.sound("fields") else ANY_FIELD
    complete = _all_read(reads, files, TableDoc, "table", "entries")
    return Vocabularies(tables, fields, complete)


def _with_base(own: Vocabularies, base: Pack) -> Vocabularies:
    """Return the tables of a pack with those it may refer to; its own add to those of one name."""
    tables = dict(base.knowledge.tables)
    fields = {name: fields_of(table) for name, table in tables.items()}
    for name, table in own.tables.items():
        tables[name] = merge_tables(tables[name], table) if name in tables else table
        fields[name] = own.fields[name] if name not in fields else fields[name]
    return Vocabularies(tables, fields, own.complete)


def _all_read(
    reads: Sequence[Read[D]], files: tuple[PackFile, ...], document: type[D], *keys: str
) -> bool:
    """Say whether these keys could be read in every file of a type."""
    wanted = sum(kind_of(file.path) is document for file in files)
    return len(reads) == wanted and all(read.problems.sound(key) for read in reads for key in keys)


def _items(
    reads: Sequence[Read[GuidelineDoc]], files: tuple[PackFile, ...], base: Pack
) -> frozenset[str] | None:
    """Return all items of guidelines as rules refer to them, None where some cannot be read."""
    if not _all_read(reads, files, GuidelineDoc, "id", "items"):
        return None
    own = {f"{read.document.id}/{item.id}" for read in reads for item in read.document.items}
    return frozenset(
        own | {f"{each.id}/{item.id}" for each in base.guidelines for item in each.items}
    )


def _names_of_profiles(
    reads: Sequence[Read[ProfileDoc]], files: tuple[PackFile, ...], base: Pack
) -> frozenset[str] | None:
    if not _all_read(reads, files, ProfileDoc, "name"):
        return None
    own = (read.document.name for read in reads)
    return frozenset((EVERYTHING, *own, *(each.name for each in base.profiles)))


def _rules(
    reads: Sequence[Read[RuleDoc]], vocabularies: Vocabularies, beside: Beside, base: Pack
) -> tuple[Rule, ...]:
    ids = {rule.id: rule.path for rule in base.rules}
    names = {rule.name: rule.path for rule in base.rules}
    rules: list[Rule] = []
    for read in reads:
        _once(ids, read.document.id, "id", read.problems.at("id"))
        _once(names, read.document.name, "name", read.problems.at("name"))
        rules.append(compile_rule(read.document, vocabularies, beside, read.problems))
    return tuple(sorted(rules, key=lambda rule: rule.id))


def _profiles(
    reads: Sequence[Read[ProfileDoc]],
    rules: Sequence[Rule] | None,
    guidelines: Collection[str] | None,
) -> tuple[Profile, ...]:
    """Return the profiles; rules and guidelines are all there are, None if some are not known."""
    seen: dict[str, str] = {}
    found: list[Profile] = []
    for read in reads:
        _once(seen, read.document.name, "profile", read.problems.at("name"))
        if rules is not None:
            check_codes(read.document, rules, read.problems)
        if guidelines is not None:
            check_guidelines(read.document, guidelines, read.problems)
        found.append(compile_profile(read.document))
    return tuple(found)


def _guidelines(
    reads: Sequence[Read[GuidelineDoc]],
    rules: Sequence[Rule] | None,
    vocabularies: Vocabularies,
) -> tuple[Guideline, ...]:
    seen: dict[str, str] = {}
    found: list[Guideline] = []
    for read in reads:
        _once(seen, read.document.id, "guideline", read.problems.at("id"))
        found.append(compile_guideline(read.document, rules, vocabularies, read.problems))
    return tuple(found)
