"""card-claim facts: what a card or README says was done for safety, fairness or openness."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.facts import Writer
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_match, compiled, patterns, sentences
from rai_lint.extract.sections import Outline
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge

_MAX_SENTENCE = 400
#: How far before a claim a negation still speaks of it, in characters.
_REACH = 60


def claim_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the claims of a document, each once a sentence; `asserted` is False if negated."""
    words = knowledge.table("document-words")
    claims = knowledge.table("claims")
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if meanings and meanings[0] in SILENT - {"licence"}:
            continue
        for block in section.blocks:
            if block.kind not in {"paragraph", "item"}:
                continue
            for start, end in sentences(block.text):
                sentence = block.text[start:end]
                for term in claims:
                    matches = (compiled(pattern).search(sentence) for pattern in patterns(term))
                    match = next((match for match in matches if match), None)
                    if match is None:
                        continue
                    before = sentence[max(0, match.start() - _REACH) : match.end()]
                    yield writer.fact(
                        "card-claim",
                        block.line_at(start + match.start()),
                        id=term.id,
                        sentence=" ".join(sentence.split())[:_MAX_SENTENCE],
                        asserted=not any_match(words, "negation", before),
                    )
