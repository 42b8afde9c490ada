"""card-hyperparameter facts: what lists, tables, code blocks and sentences say of the training."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.hyperparameter_lines import Line, LineReader, Scope
from rai_lint.extract.hyperparameter_tables import table_lines
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_match, sentences
from rai_lint.extract.sections import Outline, Section
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table

_COMMENT = regex(r"\s(?:#|//).*$")
_MAX_BLOCKS = 400
_EVALUATION = frozenset({"evaluation", "evaluation-data", "metrics"})


def hyperparameter_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the hyperparameters that a model card or README states, each once a line and run."""
    table, words = knowledge.table("hyperparameters"), knowledge.table("document-words")
    reader = LineReader(table, words)
    seen: set[tuple[int, str, str]] = set()
    for index, section in enumerate(outlined.sections):
        scope = _scope(outlined, index, words)
        if scope is None:
            continue
        for line in _lines(section, scope, writer, reader):
            for found in reader.read(line, scope):
                key = (found.line, found.name, line.run)
                if key in seen:
                    continue
                seen.add(key)
                yield writer.fact(
                    "card-hyperparameter",
                    found.line,
                    name=found.name,
                    raw=found.raw,
                    value=found.printed.value,
                    printed=found.printed.text,
                    run=line.run,
                    stated_in=line.stated_in,
                )


def _scope(outlined: Outline, index: int, words: Table) -> Scope | None:
    """Return what a section is about; None where its numbers are no settings of the training."""
    meanings = outlined.meanings(index)
    headings = [section.heading for section in outlined.above(index) if not section.title]
    if set(meanings) & SILENT:
        return None
    if any(any_match(words, "hyperparameter-elsewhere", heading) for heading in headings):
        return None
    told = any(any_match(words, "hyperparameter-section", heading) for heading in headings)
    training = told or (meanings[:1] == ("training-procedure",))
    if meanings and meanings[0] in _EVALUATION:
        training = any_match(words, "hyperparameter-section", headings[0])
    adapter = any(any_match(words, "adapter", heading) for heading in headings)
    return Scope(training=training, adapter=adapter)


def _lines(section: Section, scope: Scope, writer: Writer, reader: LineReader) -> Iterator[Line]:
    """Yield the texts of a section that may state hyperparameters.

    A list under a sentence that gives advice is advice too.
    """
    advised = False
    for position, block in enumerate(section.blocks[:_MAX_BLOCKS]):
        if block.kind == "paragraph":
            advised = _leads_to_advice(block, reader.words)
        if advised and block.kind in {"item", "code", "table"}:
            continue
        if block.kind == "table":
            yield from table_lines(block.rows, reader.table, reader.words, training=scope.training)
        elif block.kind == "code" and writer.card_kind == "model" and scope.training:
            for offset, text in enumerate(block.code.split("\n"), 1):
                yield Line(_COMMENT.sub("", text), block.line + offset, "code")
        elif block.kind in {"paragraph", "item"}:
            named = section.heading if position == 0 and not section.title else ""
            if named and reader.table.find(named) is not None:
                yield Line(f"{named}: {block.text}", section.line, "prose")
            yield from _told(block)


def _leads_to_advice(block: Block, words: Table) -> bool:
    text = block.text.rstrip()
    if not text.endswith((":", "\uff1a")):
        return False
    last = [text[start:end] for start, end in sentences(text)][-1:]
    return any(any_match(words, "advice", sentence) for sentence in last)


def _told(block: Block) -> Iterator[Line]:
    for start, end in sentences(block.text):
        yield Line(block.text[start:end], block.line_at(start), "prose")
