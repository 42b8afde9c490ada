"""What documents of any kind say: the care that was taken, and the field a system is for.

Sentences are looked for in the running text, code blocks left out; one that is denied says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from rai_lint.extract.facts import Writer
from rai_lint.extract.phrases import any_match, denied, says, sentences
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import compiled, regex
from rai_lint.model.source import Source
from rai_lint.model.vocabulary import Table, Term

#: Longer documents are logs or books.
MAX_READ = 200_000
#: A title and an introduction: what a system is for is said at the start.
MAX_INTRODUCTION = 3_000
_MAX_SENTENCE = 300
_FENCED = regex(r"^(```|~~~).*?^\1[^\n]*$", re.MULTILINE | re.DOTALL)
_NOT_LINE = regex(r"[^\n]")
_ISSUES = regex(r"(?i)(?:^|/)\.(?:github|gitlab)/issue_templates?/")


def extract_statements(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield `statement` facts of a document, and `high-impact-domain` of a README or card."""
    if source.scope in {"test", "vendored"}:
        return Extraction()
    if not knowledge.asks("statement", "high-impact-domain"):
        return Extraction()
    prose = _FENCED.sub(lambda match: _NOT_LINE.sub(" ", match.group()), text[:MAX_READ])
    writer = Writer(source)
    facts = [*_statements(prose, writer, knowledge)]
    if _speaks_for_it(source, knowledge):
        facts += _domains(prose[:MAX_INTRODUCTION], writer, knowledge)
    return Extraction(facts=tuple(facts))


def _statements(text: str, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    table = knowledge.table("statements")
    words = knowledge.table("document-words")
    if _ISSUES.search(writer.source.path):
        yield writer.fact("statement", 1, id="report-channel", sentence="an issue template")
    for term in table:
        found = _first(term, text, words)
        if found is not None:
            line, sentence = found
            yield writer.fact("statement", line, id=term.id, sentence=sentence)


def _domains(text: str, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    words = knowledge.table("document-words")
    for term in knowledge.table("domains"):
        found = _first(term, text, words)
        if found is not None:
            line, sentence = found
            yield writer.fact(
                "high-impact-domain", line, id=term.id, stated_in="text", sign=sentence
            )


def _first(term: Term, text: str, words: Table) -> tuple[int, str] | None:
    """Return line and text of the first sentence that a term is in and that does not deny it."""
    if not says(term, text):
        return None
    for start, end in sentences(text):
        sentence = text[start:end]
        if not says(term, sentence):
            continue
        spots = [
            match.start()
            for pattern in term.patterns
            for match in [compiled(pattern, cased=False).search(sentence)]
            if match
        ]
        at = min(spots, default=0)
        if not denied(words, sentence[max(0, at - 60) : at]):
            line = text.count("\n", 0, start + at) + 1
            return line, " ".join(sentence.split())[:_MAX_SENTENCE]
    return None


def _speaks_for_it(source: Source, knowledge: Knowledge) -> bool:
    name = PurePosixPath(source.path).name
    return source.scope == "source" and (
        any_match(knowledge.table("card-signs"), "readme-file", name) or "card" in name.lower()
    )
