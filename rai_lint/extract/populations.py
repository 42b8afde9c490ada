"""card-population facts: the groups and conditions that a card says the model is for."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_match, sentences
from rai_lint.extract.sections import Outline
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.vocabulary import Table

_MAX_SENTENCE = 400
_CUES = frozenset({"serves", "excludes"})
_OUTSIDE = "out-of-scope-use"

#: Sections that speak of data, results and risks: whom they name is not whom the model is for.
_ELSEWHERE = SILENT | {
    "training-data",
    "training-procedure",
    "evaluation",
    "evaluation-data",
    "metrics",
    "limitations",
    "bias-risks",
    "ethical-considerations",
    "environmental-impact",
    "caveats",
    "data-collection",
    "annotations",
    "personal-data",
}


def population_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield each group once a sentence; `excluded` where the sentence takes it out."""
    table = knowledge.table("populations")
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if any(meaning in _ELSEWHERE for meaning in meanings):
            continue
        for block in section.blocks:
            if block.kind in {"paragraph", "item"}:
                yield from _told(block, meanings, writer, table)


def _told(block: Block, meanings: tuple[str, ...], writer: Writer, table: Table) -> Iterator[Fact]:
    used = "intended-use" in meanings or _OUTSIDE in meanings
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        if not used and not any_match(table, "serves", sentence):
            continue
        out = _OUTSIDE in meanings or any_match(table, "excludes", sentence)
        for term in table:
            if term.id not in _CUES and any_match(table, term.id, sentence):
                yield writer.fact(
                    "card-population",
                    block.line_at(start),
                    id=term.id,
                    sentence=" ".join(sentence.split())[:_MAX_SENTENCE],
                    excluded=out,
                )
