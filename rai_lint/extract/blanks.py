"""blank-left facts: what a template left to be filled in, in licence files and metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from rai_lint.extract.config import read_tree
from rai_lint.extract.facts import Writer
from rai_lint.extract.tree import Keys, Node, TreeError, flatten
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

_MAX_BLANKS = 20
_MAX_LINES = 2000
_SHOWN = 80

_COPYRIGHT = regex(r"^\W{0,8}copyright\b", re.IGNORECASE)
#: What follows is an appendix on how to apply the licence, whose blanks belong to its text.
_APPENDIX = regex(
    r"END OF TERMS AND CONDITIONS|how to apply (?:these|this|the)\b|^\W*appendix\b"
    r"|to apply the .{1,40} licen[sc]e to your work",
    re.IGNORECASE,
)
_LICENCE_BLANK = regex(
    r"[\[<{(]\s*(?:yyyy|year|years?|date|full ?name|your (?:full )?name|name(?: of [\w ]{1,30})?"
    r"|authors?(?: name)?|owner|holders?|copyright[ _]?(?:holders?|owners?)|organi[sz]ation"
    r"|your [\w ]{1,30}|insert [\w ]{1,30}|company(?: name)?)\s*[\]>})]"
    r"|\[\s*(?:19|20)\d\d\s*\]\s*\[|\bYYYY\b|\{\{[^{}\n]{1,60}\}\}"
    r"|\bYour (?:Full )?Name\b(?: here)?|\bYOUR[ _]NAME\b",
    re.IGNORECASE,
)

_PERSON = regex(
    r"(?:your|author|my)[ _-]?(?:(?:full|first|last|family|given|user)[ _-]?)?names?(?: here)?"
    r"|author|(?:first|last|family|given)[ _-]?names?|first last|surname"
    r"|name surname|[<\[{].{1,40}[>\]}]",
    re.IGNORECASE,
)
_MAIL = regex(
    r"\b[\w.+-]{1,60}@example\.(?:com|org|net)\b"
    r"|\b(?:your[._-]?(?:e?-?mail|name|address)?|you|author|email|name)@"
    r"(?:e?mail|domain|company|gmail|host|yourdomain|somewhere)\.(?:com|org|net)\b",
    re.IGNORECASE,
)
_LISTED = regex(r"\s*(?P<name>[^<@]{0,80}?)\s*(?:<(?P<mail>[^>]{0,80})>)?\s*")
_DESCRIPTION = regex(
    r"\badd your description here\b"
    r"|^\s*(?:your|a short|short|project|package) (?:project |package )?description"
    r"(?: here| of (?:the|your) project)?\.?\s*$",
    re.IGNORECASE,
)
_ADDRESS = regex(
    r"(?:github|gitlab|huggingface)\.(?:com|co)/(?:your[-_ ]?(?:user(?:name)?|name|org|account"
    r"|github|handle|id|repo)?|<[^>\n]{1,30}>|\[[^\]\n]{1,30}\]|user-?name|my-?user(?:name)?)/",
    re.IGNORECASE,
)
_RECORD = regex(r"10\.5281/zenodo\.1234(?:567)?$|0000-0000-0000-0000$")
#: Keys of metadata whose values are people, in any of the formats.
_PEOPLE = regex(
    r"(?:^|\.)(?:authors?|maintainers?|contact)(?:\[\d+\])?(?:\.(?:name|family-names|given-names))?$"
)
_MAILS = regex(r"(?:^|[._])(?:e-?mail|author_email|maintainer_email)$")
_ROOTS = ("project", "tool.poetry", "metadata")


def licence_blanks(source: Source, text: str) -> Iterator[Fact]:
    """Yield the lines on copyright of a licence file that hold a blank, before any appendix."""
    writer = Writer(source)
    for number, line in enumerate(text.splitlines()[:_MAX_LINES], 1):
        if _APPENDIX.search(line):
            return
        found = _LICENCE_BLANK.search(line) if _COPYRIGHT.match(line) else None
        if found is not None:
            raw = " ".join(line.split())[:_SHOWN]
            yield writer.fact(
                "blank-left", number, id=found.group().rstrip(" ["), what="licence", raw=raw
            )


def extract_metadata_blanks(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the fields of package metadata and citation files that nobody has filled in."""
    name = PurePosixPath(source.path.lower()).name
    wanted = name in ("pyproject.toml", "setup.cfg", "citation.cff")
    if not wanted or not knowledge.asks("blank-left"):
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    tables = [table for root in documents for table in _tables(root, name)]
    entries = ((e.key, e.value, e.line) for table in tables for e in flatten(table))
    return Extraction(facts=tuple(islice(metadata_blanks(source, entries), _MAX_BLANKS)))


def _tables(root: Node, name: str) -> Iterator[Node]:
    if name == "citation.cff":
        yield root
        return
    for path in _ROOTS:
        node: Node | None = root
        for key in path.split("."):
            node = node.get(key) if isinstance(node, Keys) else None
        if isinstance(node, Keys):
            yield node


def metadata_blanks(source: Source, entries: Iterable[tuple[str, object, int]]) -> Iterator[Fact]:
    """Yield the blanks among fields of metadata: dotted key, value and line of each."""
    writer = Writer(source)
    for key, value, line in entries:
        if isinstance(value, str) and _is_blank(key.lower(), value.strip()):
            yield writer.fact("blank-left", line, id=key, what="metadata", raw=value[:_SHOWN])


def _is_blank(key: str, value: str) -> bool:
    if _MAILS.search(key):
        return bool(_MAIL.search(value))
    if _PEOPLE.search(key):
        listed = _LISTED.fullmatch(value)
        if listed is None:
            return bool(_MAIL.search(value))
        mail = bool(listed["mail"]) and bool(_MAIL.fullmatch(listed["mail"].strip()))
        return mail or bool(_PERSON.fullmatch(listed["name"]))
    if key == "description":
        return bool(_DESCRIPTION.search(value))
    return bool(
        _ADDRESS.search(value) or (key.endswith(("doi", "orcid")) and _RECORD.search(value))
    )
