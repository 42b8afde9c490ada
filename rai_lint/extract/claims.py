"""card-claim facts: what a card or README says was done for safety, fairness or openness."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_found, any_match, denied, patterns, sentences
from rai_lint.extract.sections import Outline
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge, Table, Term
from rai_lint.model.regex import compiled

_MAX_SENTENCE = 400
#: `^` and `$`, but not the `^` of `[^.;]`.
_ANCHOR = re.compile(r"(?<!\[)\^|\$")
#: `{0,60}`: many states for a machine that only asks whether anything is there at all.
_COUNTED = re.compile(r"(?<!\\)\{\d+(?:,\d*)?\}")
#: How far before a claim a negation still speaks of it, in characters.
_REACH = 60


def claim_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the claims of a document, each once a sentence; `asserted` is False if negated."""
    words = knowledge.table("document-words")
    likely = _Likely(knowledge.table("claims"))
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if meanings and meanings[0] in SILENT - {"licence"}:
            continue
        for block in section.blocks:
            if block.kind in {"paragraph", "item"}:
                yield from _claims(block, writer, likely, words)


def _claims(block: Block, writer: Writer, likely: _Likely, words: Table) -> Iterator[Fact]:
    terms = likely.terms(block.text)
    for start, end in sentences(block.text) if terms else ():
        sentence = block.text[start:end]
        for term in terms:
            matches = (
                compiled(pattern, cased=False).search(sentence) for pattern in patterns(term)
            )
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


class _Likely:
    """Finds the claims that a text may make; most make none, which one search for all tells."""

    def __init__(self, claims: Table) -> None:
        self._claims = claims
        self._anchored = [term for term in claims if any(map(_ANCHOR.search, patterns(term)))]
        # Repeated any number of times, a pattern finds what it found before, and more.
        wider = (_COUNTED.sub("*", pattern) for term in claims for pattern in patterns(term))
        self._all = "|".join(f"(?:{pattern})" for pattern in wider)

    def terms(self, text: str) -> list[Term]:
        if not self._any_in(text):
            return self._anchored
        return [term for term in self._claims if _may_say(term, text)]

    def _any_in(self, text: str) -> bool:
        try:
            together = compiled(self._all, cased=False)
        except ValueError:  # two patterns name a group alike, or there are too many for one
            return True
        return bool(together.search(text))


def _may_say(term: Term, text: str) -> bool:
    """Say whether a pattern is in the text at all; those with anchors are asked of sentences."""
    found = patterns(term)
    return any(map(_ANCHOR.search, found)) or any_found(found, text, cased=False)
