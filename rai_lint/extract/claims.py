"""card-claim facts: what a card or README says was done for safety, fairness or openness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_match, denied, may_say, sentences
from rai_lint.extract.sections import Outline
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import compiled
from rai_lint.model.vocabulary import Table, Term

_MAX_SENTENCE = 400
#: How far before a claim a negation still speaks of it, in characters.
_REACH = 60


def claim_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the claims of a document, each once a sentence; `asserted` is False if negated."""
    words = knowledge.table("document-words")
    blocks = list(_telling(outlined))
    whole = "\n".join(block.text for block in blocks)
    likely = [term for term in knowledge.table("claims") if may_say(term, whole)]
    for block in blocks:
        yield from _claims(block, writer, likely, words)


def _telling(outlined: Outline) -> Iterator[Block]:
    """Yield what is said in sentences, but for sections that speak of something else."""
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if meanings and meanings[0] in SILENT - {"licence"}:
            continue
        yield from (block for block in section.blocks if block.kind in {"paragraph", "item"})


def _claims(block: Block, writer: Writer, likely: Sequence[Term], words: Table) -> Iterator[Fact]:
    terms = [term for term in likely if may_say(term, block.text)]
    for start, end in sentences(block.text) if terms else ():
        sentence = block.text[start:end]
        for term in terms:
            if not may_say(term, sentence):
                continue
            matches = (compiled(pattern, cased=False).search(sentence) for pattern in term.patterns)
            match = next((match for match in matches if match), None)
            if match is None:
                continue
            before = sentence[max(0, match.start() - _REACH) : match.end()]
            after = sentence[match.end() : match.end() + _REACH]
            yield writer.fact(
                "card-claim",
                block.line_at(start + match.start()),
                id=term.id,
                sentence=" ".join(sentence.split())[:_MAX_SENTENCE],
                asserted=not (denied(words, before) or any_match(words, "negation-after", after)),
            )
