"""Markdown documents: cards and READMEs in; facts, suppressions and what was not read out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.extract.averages import average_of
from rai_lint.extract.blocks import Block
from rai_lint.extract.card_metrics import metric_facts
from rai_lint.extract.card_sections import section_facts
from rai_lint.extract.cards import identify, may_be_card
from rai_lint.extract.claimed_tools import claimed_tools
from rai_lint.extract.claims import claim_facts
from rai_lint.extract.config import comment_directives
from rai_lint.extract.directives import parse_directive
from rai_lint.extract.document_blanks import document_blanks
from rai_lint.extract.document_bounds import too_much
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, read_front_matter
from rai_lint.extract.hyperparameters import hyperparameter_facts
from rai_lint.extract.markdown import parse
from rai_lint.extract.phrases import any_match, word_count
from rai_lint.extract.prose_licences import licence_facts
from rai_lint.extract.references import command_facts, reference_facts
from rai_lint.extract.sections import Outline, outline
from rai_lint.extract.stated_versions import stated_versions
from rai_lint.extract.variables import variable_facts
from rai_lint.model.fact import Directive, Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Skipped, Source
from rai_lint.model.value import Known

#: Keys in the metadata of a Space on the Hub: https://huggingface.co/docs/hub/spaces-config-reference
_OF_SPACES = frozenset({"sdk", "app_file", "colorFrom", "colorTo"})
#: Of a README as much is kept as says where data come from.
_MAX_TEXT = 20_000
_MAX_MARKER = 60


def extract_document(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Return what a Markdown file says: facts of a card, or the licences and claims of a README.

    Of a page on how to run the repository only the commands are read.
    """
    because = too_much(text)
    if because:
        return Extraction(skipped=(Skipped(source.path, because, source.kind, source.scope),))
    guides = _is_guide(source, knowledge)
    if not may_be_card(source, knowledge) and not guides and "rai-lint" not in text:
        return Extraction()
    front_matter = read_front_matter(text)
    first_line = front_matter.end_line + 1 if front_matter else 1
    blocks = parse(text, first_line)
    outlined = outline(blocks, knowledge)
    card = identify(source, front_matter, blocks, outlined, knowledge)
    facts: tuple[Fact, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    if front_matter is not None and front_matter.problem:
        because = f"front matter: {front_matter.problem}"
        skipped = (Skipped(source.path, because, source.kind, source.scope),)
    if card is not None:
        from rai_lint.extract.card_facts import card_facts  # noqa: PLC0415 - most are no cards

        facts = (
            *card_facts(source, card, front_matter, outlined, knowledge),
            *reference_facts(source, blocks, front_matter, knowledge),
        )
    elif _is_readme(source, knowledge):
        writer = Writer(source)
        facts = (
            *(_readme(writer, outlined, text) if not _is_page(front_matter) else ()),
            *licence_facts(outlined, writer, knowledge),
            *_asked_of_readme(outlined, writer, text, blocks, knowledge),
            *reference_facts(source, blocks, front_matter, knowledge),
        )
    elif guides:
        facts = tuple(command_facts(source, blocks, knowledge))
    described = card is not None or _is_readme(source, knowledge)
    if described or guides:
        writer = Writer(source, card.kind if card is not None else "")
        facts += tuple(_told_to_users(writer, blocks, outlined, knowledge))
    if described:
        facts += tuple(_conflicts(source, text, blocks, knowledge))
        facts += tuple(_claimed(Writer(source), outlined, knowledge))
    directives = tuple(_directives(source, text, blocks, front_matter))
    return Extraction(facts=facts, directives=directives, skipped=skipped)


def _told_to_users(
    writer: Writer, blocks: tuple[Block, ...], outlined: Outline, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield what people are told to have and to set: versions, and variables."""
    if knowledge.asks("stated-version"):
        yield from stated_versions(outlined, writer)
    yield from variable_facts(writer.source, blocks, knowledge)


def _claimed(writer: Writer, outlined: Outline, knowledge: Knowledge) -> Iterator[Fact]:
    if knowledge.asks("claimed-tool"):
        yield from claimed_tools(outlined, writer, knowledge)


def _readme(writer: Writer, outlined: Outline, text: str) -> Iterator[Fact]:
    """Yield the README itself."""
    title = outlined.title
    line = title.line if title is not None else 1
    name = title.heading if title is not None else ""
    yield writer.fact("readme", line, id=name, words=word_count(text), text=text[:_MAX_TEXT])


def _asked_of_readme(
    outlined: Outline, writer: Writer, text: str, blocks: tuple[Block, ...], knowledge: Knowledge
) -> Iterator[Fact]:
    if knowledge.asks("readme-metric"):
        yield from map(_readme_metric, metric_facts(outlined, None, writer, knowledge))
    if knowledge.asks("readme-section"):
        yield from _told("readme-section", section_facts(outlined, writer, knowledge))
    if knowledge.asks("blank-left"):
        yield from document_blanks(writer, blocks, text, _code_lines(blocks))
    if knowledge.asks("card-claim"):
        yield from claim_facts(outlined, writer, knowledge)
    if knowledge.asks("card-hyperparameter"):
        yield from hyperparameter_facts(outlined, writer, knowledge)


def _conflicts(
    source: Source, text: str, blocks: tuple[Block, ...], knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield where a merge begins whose three markers are all there, outside of code."""
    if "\n>>>>>>> " not in text or not knowledge.asks("merge-conflict"):
        return
    code = _code_lines(blocks)
    begun, parted = 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if number in code:
            continue
        if line.startswith("<<<<<<< "):
            begun, parted = number, False
        elif line.rstrip() == "=======":
            parted = bool(begun)
        elif line.startswith(">>>>>>> ") and parted:
            raw = text.splitlines()[begun - 1][:_MAX_MARKER]
            yield Writer(source).fact("merge-conflict", begun, raw=raw)
            begun, parted = 0, False


def _is_page(front_matter: FrontMatter | None) -> bool:
    """Say whether a README with metadata is a page of some site: that of a Space is none."""
    tree = front_matter.tree if front_matter is not None else None
    return tree is not None and _OF_SPACES.isdisjoint(key for key, _ in tree.pairs)


def _told(kind: str, found: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the metrics or sections of a README, which are no card's."""
    yield from (replace(fact, kind=kind) for fact in found)


def _readme_metric(fact: Fact) -> Fact:
    """Return the metric of a README, with how it was averaged; a sentence may speak of several."""
    said = [str(fact.known("name") or "")]
    if fact.known("stated_in") in {"table", "list"}:
        said.append(str(fact.known("raw") or ""))
    average = Known(average_of(*said))
    return replace(fact, kind="readme-metric", fields={**fact.fields, "average": average})


def _is_guide(source: Source, knowledge: Knowledge) -> bool:
    """Say whether a file is named for telling how the repository is run."""
    name = PurePosixPath(source.path).name
    signs = knowledge.table("card-signs")
    return source.scope == "source" and any_match(signs, "guide-file", name)


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
