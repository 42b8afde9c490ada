"""Builds a pack from its files; all problems of all files are raised together."""

from __future__ import annotations

from pathlib import Path

from rai_lint.errors import PackError, Problem
from rai_lint.model.knowledge import Knowledge, Table
from rai_lint.model.pack import Guideline, Pack, Profile
from rai_lint.model.rule import Rule
from rai_lint.packs.apidocs import ApiDoc
from rai_lint.packs.catalogue import compile_catalogue
from rai_lint.packs.documents import GuidelineDoc, ProfileDoc, RuleDoc, TableDoc
from rai_lint.packs.files import PackFile
from rai_lint.packs.merge import merge_catalogues
from rai_lint.packs.problems import Problems
from rai_lint.packs.profiles import compile_guideline, compile_profile
from rai_lint.packs.reading import Reader
from rai_lint.packs.rules import compile_rule
from rai_lint.packs.vocabulary import Vocabularies, compile_table


def build_pack(folder: Path, files: tuple[PackFile, ...], base: Pack | None = None) -> Pack:
    """Return the pack that the files of a folder make.

    `base` is what the rules of this pack may refer to besides: its vocabularies and rules. Raises
    PackError with every problem of every file.
    """
    reader = Reader(folder, f"{folder.name}/")
    base = base or Pack()
    own = _tables(reader, files)
    vocabularies = _with_base(own, base)
    catalogue = merge_catalogues(
        compile_catalogue(read.document, read.problems) for read in reader.documents(files, ApiDoc)
    )
    rules = _rules(reader, files, vocabularies, base)
    complete = not reader.found
    profiles = _profiles(reader, files, (*base.rules, *rules), complete=complete)
    guidelines = _guidelines(reader, files)
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


def _tables(reader: Reader, files: tuple[PackFile, ...]) -> Vocabularies:
    tables: dict[str, Table] = {}
    fields: dict[str, frozenset[str]] = {}
    seen: dict[str, str] = {}
    for read in reader.documents(files, TableDoc):
        doc = read.document
        _once(seen, doc.table, "vocabulary", read.problems.at("table"))
        tables[doc.table] = compile_table(doc, read.problems)
        fields[doc.table] = frozenset(doc.fields)
    return Vocabularies(tables, fields)


def _with_base(own: Vocabularies, base: Pack) -> Vocabularies:
    fields = {
        name: frozenset(key for term in table for key in term.values)
        for name, table in base.knowledge.tables.items()
    }
    return Vocabularies({**base.knowledge.tables, **own.tables}, {**fields, **own.fields})


def _rules(
    reader: Reader, files: tuple[PackFile, ...], vocabularies: Vocabularies, base: Pack
) -> tuple[Rule, ...]:
    ids = {rule.id: rule.path for rule in base.rules}
    names = {rule.name: rule.path for rule in base.rules}
    rules: list[Rule] = []
    for read in reader.documents(files, RuleDoc):
        _once(ids, read.document.id, "id", read.problems.at("id"))
        _once(names, read.document.name, "name", read.problems.at("name"))
        rules.append(compile_rule(read.document, vocabularies, read.problems))
    return tuple(sorted(rules, key=lambda rule: rule.id))


def _profiles(
    reader: Reader, files: tuple[PackFile, ...], rules: tuple[Rule, ...], *, complete: bool
) -> tuple[Profile, ...]:
    """Return the profiles; their codes are checked only if all rules could be read."""
    seen: dict[str, str] = {}
    found: list[Profile] = []
    for read in reader.documents(files, ProfileDoc):
        _once(seen, read.document.name, "profile", read.problems.at("name"))
        before = len(reader.found)
        found.append(compile_profile(read.document, rules, read.problems))
        if not complete:
            del reader.found[before:]
    return tuple(found)


def _guidelines(reader: Reader, files: tuple[PackFile, ...]) -> tuple[Guideline, ...]:
    seen: dict[str, str] = {}
    found: list[Guideline] = []
    for read in reader.documents(files, GuidelineDoc):
        _once(seen, read.document.id, "guideline", read.problems.at("id"))
        found.append(compile_guideline(read.document, read.problems))
    return tuple(found)
