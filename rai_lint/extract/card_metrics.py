"""card-metric facts: from front matter, tables of results, lists and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rai_lint.extract.blocks import Block
from rai_lint.extract.card_tables import table_results
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, strings, text_at
from rai_lint.extract.mentions import SILENT, Mention, mentions
from rai_lint.extract.model_index import results
from rai_lint.extract.phrases import (
    Found,
    any_match,
    as_prose,
    denied,
    find_names,
    sentences,
    spans,
)
from rai_lint.extract.sections import Outline
from rai_lint.extract.tree import number_of
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge, Table

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_NEAR = 120
_CLOSE = 25
_TOUCHING = 2
_NEGATION_REACH = 40


def metric_facts(
    outlined: Outline, front_matter: FrontMatter | None, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the metrics that a model card states."""
    if front_matter is not None:
        yield from _metadata(front_matter, writer)
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if meanings and meanings[0] in SILENT:
            continue
        for block in section.blocks:
            if block.kind == "table":
                yield from _tabled(block, section.heading, meanings, writer, knowledge)
            elif block.kind in {"paragraph", "item"}:
                yield from _told(block, meanings, writer, knowledge)


def _metadata(front_matter: FrontMatter, writer: Writer) -> Iterator[Fact]:
    for item in strings(front_matter.get("metrics")):
        yield writer.fact(
            "card-metric",
            item.line,
            name=item.value,
            raw=item.value,
            stated_in="metadata",
            negated=False,
        )
    for result in results(front_matter):
        dataset = text_at(result.dataset, "type") or text_at(result.dataset, "name")
        for metric in result.metrics:
            name = text_at(metric, "type") or text_at(metric, "name")
            value = number_of(metric.get("value"))
            if value is None:
                text = text_at(metric, "value").strip(" %")
                value = float(text) if _DIGITS.fullmatch(text) and "," not in text else None
            yield writer.fact(
                "card-metric",
                metric.line,
                name=name,
                raw=text_at(metric, "name") or name,
                value=value,
                printed=text_at(metric, "value"),
                dataset=dataset,
                split=text_at(result.dataset, "split"),
                run=result.run,
                stated_in="metadata",
                negated=False,
            )


def _tabled(
    block: Block, heading: str, meanings: tuple[str, ...], writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    for score in table_results(block.rows, heading, meanings, knowledge)[0]:
        yield writer.fact(
            "card-metric",
            score.line,
            name=score.name,
            raw=score.raw,
            value=score.value,
            printed=score.printed,
            dataset=score.dataset,
            slice=score.slice,
            split=score.split,
            stated_in="table",
            negated=False,
        )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph whose sentences are read for numbers, with the datasets it mentions."""

    block: Block
    datasets: list[Mention]
    words: Table
    metrics: Table


@dataclass(frozen=True, slots=True)
class _Number:
    """A number from `start` to `end` of a sentence, which starts at `offset` of its paragraph."""

    offset: int
    sentence: str
    start: int
    end: int
    metric: str


def _told(
    block: Block, meanings: tuple[str, ...], writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    words = knowledge.table("document-words")
    if not any_match(words, "number", block.text):
        return
    found = mentions(block, meanings, knowledge, about_data=False)
    paragraph = _Paragraph(block, found, words, knowledge.table("metrics"))
    carried = ""
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        names = [item for item in find_names(paragraph.metrics, sentence) if as_prose(item)]
        performs = any_match(words, "performs", sentence)
        for at, until in _numbers(sentence, words):
            name = _nearest(names, at, until) or (carried if performs else "")
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


def _nearest(names: list[Found], start: int, end: int) -> str:
    """Return the metric a number is of: the one right behind it, else the last before it."""
    behind = next((item for item in names if 0 <= item.start - end <= _TOUCHING), None)
    if behind is not None:
        return behind.text
    before = [item for item in names if item.end <= start and start - item.end <= _NEAR]
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
    return writer.fact(
        "card-metric",
        paragraph.block.line_at(at),
        name=number.metric,
        raw=" ".join(sentence.split())[:200],
        value=float(digits.group().replace(",", ".")) if digits else None,
        printed=printed,
        dataset=_dataset(paragraph, offset, at, offset + len(sentence)),
        slice=_slice(before, sentence[number.end :], words),
        stated_in="prose",
        negated=denied(words, before[-_NEGATION_REACH:]),
    )


def _dataset(paragraph: _Paragraph, start: int, at: int, end: int) -> str:
    """Return the dataset of the sentence, nearest to the number; else the last named before it."""
    inside = [item for item in paragraph.datasets if start <= item.start < end]
    if inside:
        return min(inside, key=lambda item: abs(item.start - at)).id
    before = [item for item in paragraph.datasets if item.start < at and item.role != "training"]
    return before[-1].id if before else ""


def _slice(before: str, after: str, words: Table) -> str:
    """Return the group a number is of: what is quoted before it, or told after it."""
    quoted = [before[start:end] for start, end in spans(words, "slice-before", before)]
    if quoted:
        return quoted[-1].strip()
    told = next((after[start:end] for start, end in spans(words, "slice", after)), "")
    return " ".join(told.split())
