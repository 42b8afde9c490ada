"""Licences that prose and badges state, and what they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from rai_lint.extract.blocks import Block, Image
from rai_lint.extract.facts import Writer
from rai_lint.extract.licence_badges import badge_licence
from rai_lint.extract.phrases import any_match, denied, find_names, sentences, spans, word_count
from rai_lint.extract.section_state import plain_text, state_of
from rai_lint.extract.sections import Outline, Section
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.model.vocabulary import Table

_ADDRESS = regex(r"https?://[^\s<>()\[\]\"'`]{4,300}")
_SCHEME = regex(r"^(?:https?:)?//(?:www\.)?|^www\.", re.IGNORECASE)
#: `MIT (code)`: what stands in brackets right behind a licence says what it covers.
_BRACKET = regex(r"\s{0,2}\(([^()]{2,60})\)")
_LISTED = regex(r"(?:^|[,;/]|\band\b)\s*([A-Za-z][\w.+ -]{1,40}?)(?=\s{0,2}\([^()]{2,60}\))")
_SHORT = 12
_MAX_RAW = 200
_MAX_UNNAMED_WORDS = 80


class Statement(Struct, frozen=True):
    """A licence named from `start` to `end` of a text."""

    start: int
    end: int
    id: str


class _Words(Struct, frozen=True):
    """The vocabularies that licences are read by."""

    phrases: Table
    licences: Table
    covers: Table
    texts: Table
    turns: Table


def _words(knowledge: Knowledge) -> _Words:
    names = ("licence-phrases", "licences", "licence-covers", "licence-texts", "document-words")
    return _Words(*(knowledge.table(name) for name in names))


def licence_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the licences that a README, card or datasheet states in badges and sentences."""
    reader = _Reader(_words(knowledge), writer)
    for index, section in enumerate(outlined.sections):
        about = "licence" in section.ids or (
            section.level > 0 and "licence" in outlined.meanings(index)[: len(section.ids) + 1]
        )
        before = reader.count
        # What is cited has licences of its own.
        cites = not about and "citation" in outlined.meanings(index)
        for block in section.blocks:
            for image in block.images:
                yield from reader.badge(image)
            if block.kind in {"paragraph", "item"} and not cites:
                yield from reader.block(block, section, about=about)
        if "licence" in section.ids and reader.count == before:
            blocks = [block for below in outlined.below(index) for block in below.blocks]
            if state_of(blocks, knowledge) == "substantive":
                yield from reader.unnamed(section)


def stated_licences(block: Block, knowledge: Knowledge) -> Iterator[tuple[int, str, str]]:
    """Yield line, id and sentence of the licences that a comment says something is under."""
    words = _words(knowledge)
    found = _statements(block, words)
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        if any_match(words.turns, "licence-others", sentence):
            continue
        for item in (item for item in found if start <= item.start < end):
            if not denied(words.turns, block.text[start : item.start]):
                yield block.line_at(item.start), item.id, " ".join(sentence.split())


class _Reader:
    def __init__(self, words: _Words, writer: Writer) -> None:
        self._words = words
        self._writer = writer
        self.count = 0

    def _fact(self, line: int, licence: Value, raw: str, covers: str, stated_in: str) -> Fact:
        self.count += 1
        return self._writer.fact(
            "licence", line, id=licence, raw=raw[:_MAX_RAW], covers=covers, stated_in=stated_in
        )

    def _default(self, licence: str = "") -> str:
        """Return what a licence covers where nothing says so."""
        by_kind = {"model": "model", "dataset": "data", "datasheet": "data"}
        if self._writer.card_kind:
            return by_kind[self._writer.card_kind]
        term = self._words.texts.ids.get(licence)
        covers = term.values.get("covers") if term else None
        return covers if isinstance(covers, str) else "code"

    def badge(self, image: Image) -> Iterator[Fact]:
        """Yield the licence that a badge states."""
        found = badge_licence(image, self._words.phrases, self._words.licences)
        if found is not None:
            for covers in self._covered(found.text) or (self._default(found.id),):
                yield self._fact(image.line, Known(found.id), found.text, covers, "badge")

    def block(self, block: Block, section: Section, *, about: bool) -> Iterator[Fact]:
        """Yield the licences of a paragraph, sentence by sentence."""
        found = _statements(block, self._words)
        for start, end in sentences(block.text):
            sentence = block.text[start:end]
            inside = [item for item in found if start <= item.start < end]
            if about:
                inside = self._listed(sentence, start, inside)
            if not inside and about and word_count(sentence) <= _SHORT:
                inside = self._bare(sentence, start)
            if inside and self._speaks(sentence, about=about):
                yield from self._sentence(block, section, inside, (start, end))

    def _bare(self, sentence: str, start: int) -> list[Statement]:
        """Return the licence of a sentence that is nothing but its name, such as `MIT`."""
        text = sentence.strip(" \n\t.:*`[]()")
        if not text or any_match(self._words.turns, "licence-elsewhere", text):
            return []
        term = self._words.licences.find(text)
        return [Statement(start, start + len(sentence), term.id)] if term else []

    def _listed(self, sentence: str, start: int, inside: list[Statement]) -> list[Statement]:
        """Add the bare names of a list such as `MIT (code), CC0-1.0 (data)`."""
        added = list(inside)
        for match in _LISTED.finditer(sentence):
            first, last = start + match.start(1), start + match.end(1)
            term = self._words.licences.find(match.group(1))
            bracket = _BRACKET.match(sentence, match.end(1))
            free = all(last <= item.start or first >= item.end for item in inside)
            if term and free and bracket and self._covered(bracket.group(1)):
                added.append(Statement(first, last, term.id))
        return sorted(added, key=lambda item: item.start)

    def _speaks(self, sentence: str, *, about: bool) -> bool:
        """Say whether the sentence states a licence of what this document describes."""
        turns = self._words.turns
        if any_match(turns, "licence-others", sentence) and not any_match(
            turns, "licence-modified", sentence
        ):
            return False
        return about or any_match(turns, "licensed", sentence)

    def _sentence(
        self, block: Block, section: Section, inside: list[Statement], bounds: tuple[int, int]
    ) -> Iterator[Fact]:
        start, end = bounds
        sentence = block.text[start:end]
        turns = self._words.turns
        ids = tuple(dict.fromkeys(item.id for item in inside))
        line = block.line_at(inside[0].start)
        if any_match(turns, "licence-modified", sentence):
            value: Value = Unknown(sentence.strip()[:_MAX_RAW], "the licence was modified", ids)
        elif len(ids) > 1 and self._is_choice(block.text, inside, sentence):
            value = Unknown(sentence.strip()[:_MAX_RAW], "one of several licences applies", ids)
        else:
            yield from self._each(block, section, inside, bounds)
            return
        for covers in self._covers(block.text[start : inside[0].start], "", section, ids[0]):
            yield self._fact(line, value, sentence.strip(), covers, "prose")

    def _is_choice(self, text: str, inside: list[Statement], sentence: str) -> bool:
        between = [text[a.end : b.start] for a, b in pairwise(inside)]
        apart = any(gap.strip(" ,()").lower().split()[:1] == ["or"] for gap in between)
        return apart or any_match(self._words.turns, "licence-choice", sentence)

    def _each(
        self, block: Block, section: Section, inside: list[Statement], bounds: tuple[int, int]
    ) -> Iterator[Fact]:
        turns = self._words.turns
        begin, end = bounds
        seen: set[tuple[str, str]] = set()
        for position, item in enumerate(inside):
            before = block.text[begin : item.start]
            after_end = inside[position + 1].start if position + 1 < len(inside) else end
            negated = denied(turns, before)
            bracket = _BRACKET.match(block.text, item.end, end)
            begin = bracket.end() if bracket else item.end
            if negated:
                continue
            raw = block.text[item.start : item.end]
            after = block.text[item.end : after_end]
            for covers in self._covers(before, after, section, item.id):
                if (item.id, covers) not in seen:
                    seen.add((item.id, covers))
                    line = block.line_at(item.start)
                    yield self._fact(line, Known(item.id), raw, covers, "prose")

    def _covers(self, before: str, after: str, section: Section, licence: str) -> tuple[str, ...]:
        """Return what the sentence, else the heading, else the kind of document says is covered."""
        turns = self._words.turns
        tail = next((after[start:end] for start, end in spans(turns, "licence-after", after)), "")
        bracket = _BRACKET.match(after)
        return (
            (self._covered(bracket.group(1)) if bracket else ())
            or self._covered(self._subject(before))
            or self._covered(tail)
            or self._covered(before)
            or self._covered(section.heading)
            or (self._default(licence),)
        )

    def _subject(self, before: str) -> str:
        """Return the words before the verb, or before what tells more of the subject."""
        ends = [
            start
            for start, _ in spans(self._words.turns, "subject-end", before)
            if self._covered(before[:start])
        ]
        return before[: min(ends)] if ends else ""

    def _covered(self, text: str) -> tuple[str, ...]:
        table = self._words.covers
        for start, end in sorted(spans(self._words.turns, "company", text), reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return tuple(term.id for term in table if any_match(table, term.id, text)) if text else ()

    def unnamed(self, section: Section) -> Iterator[Fact]:
        """Yield an unknown licence for a licence section that names none, and points nowhere."""
        text = " ".join(plain_text(section.blocks).split())
        elsewhere = any_match(self._words.turns, "licence-elsewhere", text)
        if not text or elsewhere or word_count(text) > _MAX_UNNAMED_WORDS:
            return
        if any_match(self._words.turns, "licensed", text) or word_count(text) <= _SHORT:
            value = Unknown(text[:_MAX_RAW], "it names no licence that rai-lint knows")
            line = section.blocks[0].line if section.blocks else section.line
            yield self._fact(line, value, text, self._default(), "prose")


def _statements(block: Block, words: _Words) -> list[Statement]:
    """Return the licences that a text names, by phrase or by the address of their text."""
    found = [
        Statement(item.start, item.end, item.term.id)
        for item in find_names(words.phrases, block.text, ids=False)
    ]
    for mark in block.marks:
        licence = by_address(mark.target, words.phrases) if mark.kind == "link" else None
        if licence is not None:
            found.append(Statement(mark.start, mark.end, licence))
    for match in _ADDRESS.finditer(block.text):
        licence = by_address(match.group(), words.phrases)
        if licence is not None:
            found.append(Statement(match.start(), match.end(), licence))
    return _settled(sorted(found, key=lambda item: (item.start, -item.end)), words.licences)


def _settled(found: list[Statement], licences: Table) -> list[Statement]:
    """Drop repetitions, and families and catch-alls beside a licence that is named."""
    open_ids = {term.id for term in licences if term.values.get("ambiguous")}
    named = any(item.id not in open_ids for item in found)
    kept: list[Statement] = []
    for item in found:
        if named and item.id in open_ids and _beside(item, found, open_ids):
            continue
        if not kept or kept[-1].id != item.id or item.start > kept[-1].end:
            kept.append(item)
    return kept


def _beside(item: Statement, found: list[Statement], open_ids: set[str]) -> bool:
    near = 120
    return any(
        other.id not in open_ids and other.start - near < item.start < other.end + near
        for other in found
    )


def by_address(address: str, phrases: Table) -> str | None:
    """Return the licence whose text stands at an address, or None."""
    bare = _SCHEME.sub("", address).casefold()
    if not bare:
        return None
    for term in phrases:
        urls = term.values.get("urls") or ()
        for url in urls if isinstance(urls, (tuple, list)) else ():
            if bare.startswith(_SCHEME.sub("", str(url)).casefold()):
                return term.id
    return None
