"""card-metric facts: from front matter, tables of results, lists and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.extract.blocks import Block
from rai_lint.extract.card_tables import Score, table_results
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, strings, text_at
from rai_lint.extract.mentions import SILENT, mentions
from rai_lint.extract.model_index import results
from rai_lint.extract.phrases import as_prose, find_names
from rai_lint.extract.sections import Outline, Section
from rai_lint.extract.split_words import split_named
from rai_lint.extract.told_metrics import Lead, told_metrics
from rai_lint.extract.tree import number_of
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex

_NUMBER = regex(r"\d+(?:[.,]\d+)?")


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
        if _may_report(section, knowledge):
            yield from _section(section, meanings, writer, knowledge)


def _may_report(section: Section, knowledge: Knowledge) -> bool:
    """Say whether a section may state a result: most of a README is words and code."""
    if any(block.kind == "table" for block in section.blocks):
        return True
    if not any(map(_may_hold_number, section.blocks)):
        return False
    told = [block.text for block in section.blocks if block.kind in {"paragraph", "item"}]
    metrics = knowledge.table("metrics")
    return any(any(find_names(metrics, text)) for text in (section.heading, *told))


def _section(
    section: Section, meanings: tuple[str, ...], writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the metrics of a section.

    A heading, and a paragraph before a table or list, say what its numbers were measured on.
    """
    title = Block(kind="paragraph", line=section.line, text=section.heading)
    headed = Lead() if section.title else _lead(title, meanings, knowledge)
    lead = headed
    for block, later in _with_later(section.blocks):
        if block.kind == "table":
            scores, _ = table_results(block.rows, section.heading, meanings, knowledge)
            yield from (_scored(score, lead, writer) for score in scores)
        elif block.kind in {"paragraph", "item"}:
            yield from told_metrics(block, meanings, lead, writer, knowledge)
        if block.kind == "paragraph" and later:
            said = _lead(block, meanings, knowledge)
            lead = Lead(
                dataset=said.dataset or headed.dataset,
                split=said.split or headed.split,
                metric=said.metric if block.text.rstrip().endswith(":") else "",
            )


def _with_later(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield the blocks, and whether a block after it may hold numbers."""
    holding = [number for number, block in enumerate(blocks) if _may_hold_number(block)]
    last = holding[-1] if holding else -1
    yield from ((block, number < last) for number, block in enumerate(blocks))


def _may_hold_number(block: Block) -> bool:
    told = block.kind in {"paragraph", "item"}
    return block.kind == "table" or (told and _NUMBER.search(block.text) is not None)


def _lead(block: Block, meanings: tuple[str, ...], knowledge: Knowledge) -> Lead:
    """Return the dataset, split and metric that a text speaks of, if it is one each."""
    around = meanings or ("evaluation",)
    found = mentions(block, around, knowledge, about_data=False)
    datasets = {mention.id for mention in found if mention.role == "evaluation"}
    names = [item for item in find_names(knowledge.table("metrics"), block.text) if as_prose(item)]
    metrics = {item.term.id: item.text for item in names}
    return Lead(
        dataset=datasets.pop() if len(datasets) == 1 else "",
        split=split_named(block.text, knowledge.table("document-words")),
        metric=next(iter(metrics.values())) if len(metrics) == 1 else "",
    )


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
                value = float(text) if _NUMBER.fullmatch(text) and "," not in text else None
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


def _scored(score: Score, lead: Lead, writer: Writer) -> Fact:
    return writer.fact(
        "card-metric",
        score.line,
        name=score.name,
        raw=score.raw,
        value=score.value,
        printed=score.printed,
        dataset=score.dataset or lead.dataset,
        slice=score.slice,
        split=score.split or lead.split,
        run=score.run,
        stated_in="table",
        negated=False,
    )
