"""Metrics that sentences and list items state: which number is of which metric, and on what."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.mentions import Mention, mentions
from rai_lint.extract.phrases import (
    Found,
    any_match,
    as_prose,
    denied,
    find_names,
    sentences,
    spans,
)
from rai_lint.extract.split_words import split_named
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table

#: What may stand between a name and the number that it is bound to, whatever follows.
_BOUND = regex(
    r"[\s`*_\"'|)\]]*(?:\([^()]{0,30}\))?[\s`*_\"'|]*"
    r"(?:[:=|\uff1a\uff1d]|\b(?:of|is|was|at|reached|reaches|score[sd]?)\b)[\s`*_\"'|~]*"
)
_DIGITS = regex(r"\d+(?:[.,]\d+)?")
_SPACES = regex(r"[ \t*_`]*")
#: A list item that is nothing but a name and its value: `F1: 0.91 (test)`.
_MAX_LABELLED = 8
_NEAR = 120
_CLOSE = 25
_TOUCHING = 2
_NEGATION_REACH = 40
_SPLIT_REACH = 60


class Lead(Struct, frozen=True):
    """What stands before a list or table says of its numbers: dataset, split, metric."""

    dataset: str = ""
    split: str = ""
    metric: str = ""


class _Paragraph(Struct, frozen=True):
    """A paragraph whose sentences are read for numbers, with the datasets it mentions."""

    block: Block
    datasets: list[Mention]
    lead: Lead
    words: Table
    metrics: Table


class _Number(Struct, frozen=True):
    """A number from `start` to `end` of a sentence, which starts at `offset` of its paragraph."""

    offset: int
    sentence: str
    start: int
    end: int
    metric: str


def told_metrics(
    block: Block, meanings: tuple[str, ...], lead: Lead, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the metrics of a paragraph or item; `lead` is what was said before it."""
    words = knowledge.table("document-words")
    metrics = knowledge.table("metrics")
    named = bool(lead.metric) or any(find_names(metrics, block.text))
    if not named or not any_match(words, "number", block.text):
        return
    found = mentions(block, meanings, knowledge, about_data=False)
    paragraph = _Paragraph(block, found, lead, words, metrics)
    carried = lead.metric if block.kind == "item" else ""
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        names = [item for item in find_names(paragraph.metrics, sentence) if as_prose(item)]
        performs = any_match(words, "performs", sentence) or bool(lead.metric)
        listed = ""
        for at, until in _numbers(sentence, words):
            goes_on = listed if any_match(words, "slice-listed", sentence[:at]) else ""
            name = _nearest(names, sentence, at, until) or goes_on
            listed = name = name or (carried if performs else "")
            if name:
                yield _fact(paragraph, _Number(start, sentence, at, until, name), writer)
        if names:
            carried = names[-1].text


def _numbers(sentence: str, words: Table) -> list[tuple[int, int]]:
    """Return where the numbers stand that may be scores, longest first where they overlap."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans(words, "number", sentence), key=lambda at: (at[0], -at[1])):
        before, after = sentence[max(0, start - 40) : start], sentence[end:]
        if kept and start < kept[-1][1]:
            continue
        unit = sentence[end - 1] == "%"
        if any_match(words, "not-a-score-before", before):
            continue
        if any_match(words, "not-a-score", f"%{after}" if unit else after):
            continue
        kept.append((start, end))
    return kept


def _nearest(names: list[Found], sentence: str, start: int, end: int) -> str:
    """Return the metric a number is of.

    That which a colon or verb binds to it, else the one right behind it, else the last before it.
    """
    before = [item for item in names if item.end <= start and start - item.end <= _NEAR]
    if before and _BOUND.fullmatch(sentence, before[-1].end, start):
        return before[-1].text
    behind = next((item for item in names if 0 <= item.start - end <= _TOUCHING), None)
    if behind is not None and _SPACES.fullmatch(sentence, end, behind.start):
        return behind.text
    if before:
        return before[-1].text
    after = next((item for item in names if 0 <= item.start - end <= _CLOSE), None)
    return after.text if after else ""


def _fact(paragraph: _Paragraph, number: _Number, writer: Writer) -> Fact:
    words, sentence, offset = paragraph.words, number.sentence, number.offset
    printed = " ".join(sentence[number.start : number.end].split())
    digits = _DIGITS.search(printed)
    before = sentence[: number.start]
    at = offset + number.start
    labelled = paragraph.block.kind == "item" and len(sentence.split()) <= _MAX_LABELLED
    return writer.fact(
        "card-metric",
        paragraph.block.line_at(at),
        name=_balanced(number.metric),
        raw=" ".join(sentence.split())[:200],
        value=float(digits.group().replace(",", ".")) if digits else None,
        printed=printed,
        dataset=_dataset(paragraph, offset, at, offset + len(sentence)),
        slice=_slice(before, sentence[number.end :], paragraph),
        split=_split(paragraph, number),
        stated_in="list" if labelled else "prose",
        negated=denied(words, before[-_NEGATION_REACH:]),
    )


def _balanced(name: str) -> str:
    """Return a name as words found it without a bracket that was left open: `F1 (macro`."""
    return name if name.count("(") == name.count(")") else name.split("(", 1)[0].strip()


def _split(paragraph: _Paragraph, number: _Number) -> str:
    """Return the split that the words around a number name, else its sentence, else the lead."""
    near = number.sentence[max(0, number.start - _SPLIT_REACH) : number.end + _SPLIT_REACH // 2]
    return (
        split_named(near, paragraph.words)
        or split_named(number.sentence, paragraph.words)
        or paragraph.lead.split
    )


def _dataset(paragraph: _Paragraph, start: int, at: int, end: int) -> str:
    """Return the dataset of the sentence, nearest to the number; else the last named before it."""
    inside = [item for item in paragraph.datasets if start <= item.start < end]
    if inside:
        return min(inside, key=lambda item: abs(item.start - at)).id
    before = [item for item in paragraph.datasets if item.start < at and item.role != "training"]
    return before[-1].id if before else paragraph.lead.dataset


def _slice(before: str, after: str, paragraph: _Paragraph) -> str:
    """Return the group a number is of: what is quoted or listed before it, or told after it."""
    words = paragraph.words
    quoted = [before[start:end] for start, end in spans(words, "slice-before", before)]
    if quoted:
        return quoted[-1].strip()
    listed = next((before[start:end] for start, end in spans(words, "slice-listed", before)), "")
    known = next(find_names(paragraph.metrics, listed), None) or split_named(listed, words)
    if listed and not known and not any_match(words, "no-slice", listed):
        return listed.strip()
    told = next((after[start:end] for start, end in spans(words, "slice", after)), "")
    return " ".join(told.split())
