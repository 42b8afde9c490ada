"""Markdown documents: cards and READMEs in; facts, suppressions and what was not read out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from rai_lint.extract.blocks import Block
from rai_lint.extract.card_datasets import dataset_facts
from rai_lint.extract.card_fields import field_facts
from rai_lint.extract.card_metrics import metric_facts
from rai_lint.extract.card_names import base_model_facts, language_facts
from rai_lint.extract.card_sections import section_facts
from rai_lint.extract.cards import Card, identify, may_be_card
from rai_lint.extract.claims import claim_facts
from rai_lint.extract.config import comment_directives
from rai_lint.extract.directives import parse_directive
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, read_front_matter, strings, text_at
from rai_lint.extract.markdown import parse
from rai_lint.extract.phrases import any_match
from rai_lint.extract.prose_licences import licence_facts
from rai_lint.extract.sections import Outline, outline
from rai_lint.model.fact import Directive, Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Skipped, Source
from rai_lint.model.value import Known, Unknown, Value

#: Cards are far shorter; change logs and data that call themselves Markdown are not read.
MAX_CHARACTERS = 2_000_000

_KINDS = {"model": "model-card", "dataset": "dataset-card", "datasheet": "datasheet"}
_COVERS = {"model": "model", "dataset": "data", "datasheet": "data"}


def extract_document(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Return what a Markdown file says: facts of a card, or the licences and claims of a README."""
    if len(text) > MAX_CHARACTERS:
        because = f"longer than {MAX_CHARACTERS} characters"
        return Extraction(skipped=(Skipped(source.path, because, source.kind, source.scope),))
    relevant = may_be_card(source, knowledge)
    if not relevant and "rai-lint" not in text:
        return Extraction()
    front_matter = read_front_matter(text)
    first_line = front_matter.end_line + 1 if front_matter else 1
    blocks = parse(text, first_line)
    outlined = outline(blocks, knowledge)
    card = identify(source, front_matter, blocks, outlined, knowledge)
    facts: tuple[Fact, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    if card is not None:
        facts = tuple(_card_facts(source, card, front_matter, outlined, knowledge))
        if front_matter is not None and front_matter.problem:
            because = f"front matter: {front_matter.problem}"
            skipped = (Skipped(source.path, because, source.kind, source.scope),)
    elif _is_readme(source, knowledge):
        writer = Writer(source)
        facts = (
            *licence_facts(outlined, writer, knowledge),
            *claim_facts(outlined, writer, knowledge),
        )
    directives = tuple(_directives(source, text, blocks, front_matter))
    return Extraction(facts=facts, directives=directives, skipped=skipped)


def _is_readme(source: Source, knowledge: Knowledge) -> bool:
    """Say whether it is a README that speaks for its repository, or a part of it."""
    name = PurePosixPath(source.path).name
    signs = knowledge.table("card-signs")
    readme = any_match(signs, "readme-file", name)
    return (
        readme
        and source.scope not in {"docs", "test", "vendored"}
        and not any_match(signs, "template-file", source.path)
    )


def _card_facts(
    source: Source,
    card: Card,
    front_matter: FrontMatter | None,
    outlined: Outline,
    knowledge: Knowledge,
) -> Iterator[Fact]:
    yield _card(source, card, front_matter, outlined)
    writer = Writer(source, card.kind)
    if front_matter is not None:
        yield from field_facts(front_matter, writer, knowledge)
        yield from _stated_licences(front_matter, writer, knowledge)
    yield from section_facts(outlined, writer, knowledge)
    yield from dataset_facts(outlined, front_matter, writer, knowledge)
    if card.kind == "model":
        yield from base_model_facts(outlined, front_matter, writer, knowledge)
        yield from metric_facts(outlined, front_matter, writer, knowledge)
    yield from language_facts(outlined, front_matter, writer, knowledge)
    yield from licence_facts(outlined, writer, knowledge)
    yield from claim_facts(outlined, writer, knowledge)


def _card(source: Source, card: Card, front_matter: FrontMatter | None, outlined: Outline) -> Fact:
    title = card.title
    if front_matter is not None and outlined.title is None:
        named = (text_at(front_matter.tree, key) for key in ("pretty_name", "model_name", "title"))
        title = next((name for name in named if name), title)
    line = outlined.title.line if outlined.title is not None and front_matter is None else 1
    return Writer(source).fact(
        _KINDS[card.kind],
        line,
        id=title,
        format="markdown",
        has_metadata=front_matter is not None,
        template=card.template,
        generated=card.generated,
        words=card.words,
    )


def _stated_licences(
    front_matter: FrontMatter, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the licences of the front matter; `other` is what `license_name` says, if known."""
    table = knowledge.table("licences")
    named = text_at(front_matter.tree, "license_name")
    for key in ("license", "licenses"):
        for item in strings(front_matter.get(key)):
            term = table.find(item.value)
            other = table.find(named) if named and term is not None and term.id == "other" else None
            value: Value = Unknown(item.value[:200], "it is no licence id of the Hub or SPDX")
            if term is not None:
                value = Known((other or term).id)
            yield writer.fact(
                "licence",
                item.line,
                id=value,
                raw=named if term is not None and term.id == "other" and named else item.value,
                covers=_COVERS[writer.card_kind],
                stated_in="metadata",
            )


def _directives(
    source: Source, text: str, blocks: tuple[Block, ...], front_matter: FrontMatter | None
) -> Iterator[Directive]:
    if "rai-lint" not in text:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if front_matter is not None:
        head = "\n".join(lines[: front_matter.end_line - 1])
        yield from comment_directives(source.path, head)
    code = _code_lines(blocks)
    for number, line in enumerate(lines, 1):
        start = line.find("<!--")
        in_front = front_matter is not None and number <= front_matter.end_line
        if start < 0 or number in code or in_front or line[:start].count("`") % 2:
            continue
        end = line.find("-->", start)
        alone = not line[:start].strip() and (end < 0 or not line[end + 3 :].strip())
        target = _next_line(lines, number) if alone else number
        found = parse_directive(line[start + 4 :], Place(source.path, number, start + 1), target)
        if found is not None:
            yield found


def _code_lines(blocks: tuple[Block, ...]) -> set[int]:
    return {
        line
        for block in blocks
        if block.kind == "code"
        for line in range(block.line, max(block.end_line, block.line) + 1)
    }


def _next_line(lines: list[str], number: int) -> int:
    for later in range(number, len(lines)):
        if lines[later].strip():
            return later + 1
    return number
