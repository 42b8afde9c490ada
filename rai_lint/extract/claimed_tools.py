"""claimed-tool facts: the tools that a README or card says its project is made with.

A name counts in a list, table or sentence that tells what is used. It does not where the text
speaks of plans, choices, other projects, or of what its readers may do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from pathlib import PurePosixPath

from msgspec import Struct

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.phrases import any_match, denied, may_say, says, sentences
from rai_lint.extract.sections import RUN_IN, Outline
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import compiled, regex
from rai_lint.model.vocabulary import Table, Term

KIND = "claimed-tool"

#: So much of a passage is shown before the name, and from there on, in characters.
_AROUND = 90
#: Translations say the same once more: `README.zh.md`.
_TRANSLATED = regex(r"(?i)^read[_-]?me[._-][\w-]+\.")


class _Weight(IntEnum):
    """What the headings around a passage make of a name in it."""

    PLAN = -1
    NOTHING = 0
    #: It is used, if it stands in a list or the sentence says so.
    TOLD = 1
    #: It is used.
    LISTED = 2


class _Passage(Struct, frozen=True):
    """A sentence, list item or table row, with the texts of the links in it."""

    line: int
    text: str
    weight: _Weight
    listed: bool
    links: tuple[str, ...] = ()


def claimed_tools(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield each tool that a document claims, once, at the first place that does."""
    if _TRANSLATED.search(PurePosixPath(writer.source.path).name):
        return
    words, common = knowledge.table("tool-words"), knowledge.table("document-words")
    passages = [*_passages(outlined, words)]
    whole = "\n".join(passage.text for passage in passages)
    code = "\n".join(block.code for section in outlined.sections for block in section.blocks)
    for term in knowledge.table("tools"):
        if not may_say(term, whole):
            continue
        named = [each for each in passages if says(term, each.text)]
        if any(_planned(each, words) for each in named):
            continue
        # What runs by itself may be fetched and started by the commands of the document.
        if term.values.get("runs_alone") and traced(term, code):
            continue
        told = (each for each in named if _claims(each, words, common))
        found = next((each for each in told if not _linked(each, term)), None)
        if found is not None:
            sentence = _excerpt(found.text, term)
            part = str(term.values.get("part", ""))
            yield writer.fact(KIND, found.line, id=term.id, sentence=sentence, part=part)


def _excerpt(text: str, term: Term) -> str:
    """Return the words around the name, of a passage that is long."""
    spots = (compiled(pattern, cased=True).search(text) for pattern in term.patterns)
    at = min((match.start() for match in spots if match), default=0)
    start = max(0, at - _AROUND)
    start = text.find(" ", start, at) + 1 if start else 0
    end = at + _AROUND
    shown = text[start:end] if end >= len(text) else text[start:end].rsplit(" ", 1)[0]
    return " ".join(shown.split())


def traced(term: Term, text: str) -> bool:
    """Say whether a text shows that a tool is used."""
    traces = term.values.get("traces", ())
    patterns = traces if isinstance(traces, (tuple, list)) else (traces,)
    return any(compiled(str(pattern), cased=False).search(text) for pattern in patterns)


def _passages(outlined: Outline, words: Table) -> Iterator[_Passage]:
    for index, section in enumerate(outlined.sections):
        # Bold words that open an item are what it is about, and no heading.
        around = [each for each in outlined.above(index) if not each.title and each.heading]
        weight = _weight([each.heading for each in around if each.level < RUN_IN], words)
        label = f"{section.heading}: " if section.level == RUN_IN else ""
        for block in section.blocks:
            yield from _of_block(block, weight, label)


def _weight(headings: Sequence[str], words: Table) -> _Weight:
    """Return what the headings around a passage make of it; without any it opens the document."""
    if any(any_match(words, "plan-heading", heading) for heading in headings):
        return _Weight.PLAN
    if any(any_match(words, "silent-heading", heading) for heading in headings):
        return _Weight.NOTHING
    if any(any_match(words, "stack-heading", heading) for heading in headings):
        return _Weight.LISTED
    telling = not headings or any(any_match(words, "work-heading", each) for each in headings)
    return _Weight.TOLD if telling else _Weight.NOTHING


def _of_block(block: Block, weight: _Weight, label: str) -> Iterator[_Passage]:
    if block.kind == "table":
        for row in block.rows:
            if not all(cell.header for cell in row):
                text = " | ".join(cell.text for cell in row)
                yield _Passage(row[0].line, text, weight, listed=True)
    elif block.kind in {"paragraph", "item"}:
        linked = [mark for mark in block.marks if mark.kind == "link"]
        for start, end in sentences(block.text):
            links = tuple(
                block.text[mark.start : mark.end] for mark in linked if start <= mark.start < end
            )
            text = label + block.text[start:end]
            listed = block.kind == "item"
            yield _Passage(block.line_at(start), text, weight, listed=listed, links=links)


def _planned(passage: _Passage, words: Table) -> bool:
    return passage.weight == _Weight.PLAN or any_match(words, "planned", passage.text)


def _claims(passage: _Passage, words: Table, common: Table) -> bool:
    """Say whether what a passage names is said to be used here."""
    if passage.weight <= _Weight.NOTHING or any_match(words, "hedged", passage.text):
        return False
    if denied(common, passage.text):
        return False
    listed = passage.listed or passage.weight == _Weight.LISTED
    return listed or any_match(words, "used", passage.text)


def _linked(passage: _Passage, term: Term) -> bool:
    """Say whether a name is a link, which may lead to another project; a list links homes."""
    return passage.weight < _Weight.LISTED and any(says(term, link) for link in passage.links)
