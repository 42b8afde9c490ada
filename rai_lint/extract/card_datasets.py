"""card-dataset facts: from front matter, lists of names, prose and tables of results."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.blocks import Block
from rai_lint.extract.card_tables import table_results
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, strings, text_at
from rai_lint.extract.mentions import SILENT, is_name, mentions, section_role
from rai_lint.extract.model_index import results
from rai_lint.extract.phrases import any_match, find_names, word_count
from rai_lint.extract.sections import Outline, Section
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import normal

_EXTENDED = regex(r"^extended\|(?!other)(.+)$")
_NO_SOURCE = frozenset({"original", "other", "extended"})
_MAX_ITEM_WORDS = 6
_MAX_ITEMS = 300


def dataset_facts(
    outlined: Outline, front_matter: FrontMatter | None, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the datasets that a card names, each once a line."""
    seen: set[tuple[int, str]] = set()
    for fact in _all(outlined, front_matter, writer, knowledge):
        key = (fact.place.line, normal(str(fact.known("id"))))
        if key not in seen:
            seen.add(key)
            yield fact


def _all(
    outlined: Outline, front_matter: FrontMatter | None, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    if front_matter is not None:
        yield from _metadata(front_matter, writer)
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        listed: list[Fact] = []
        if writer.card_kind == "model":
            listed = list(_listed(section, meanings, writer, knowledge))
            yield from listed
            yield from _tabled(section, meanings, writer, knowledge)
        lines = {fact.place.line for fact in listed}
        for fact in _told(section, meanings, writer, knowledge):
            if fact.place.line not in lines and not _is_own(fact, outlined, writer):
                yield fact


def _is_own(fact: Fact, outlined: Outline, writer: Writer) -> bool:
    """Say whether a dataset card names the dataset that it is about."""
    title = normal(outlined.title.heading) if outlined.title else ""
    return writer.card_kind != "model" and normal(str(fact.known("id"))) in title


def _metadata(front_matter: FrontMatter, writer: Writer) -> Iterator[Fact]:
    if writer.card_kind == "model":
        for item in strings(front_matter.get("datasets")):
            yield _fact(writer, item.line, item.value, "training", "metadata")
        for result in results(front_matter):
            name = text_at(result.dataset, "type") or text_at(result.dataset, "name")
            if name:
                split = text_at(result.dataset, "split")
                line = result.dataset.line if result.dataset else result.line
                yield _fact(writer, line, name, "evaluation", "metadata", split=split)
        return
    for item in strings(front_matter.get("source_datasets")):
        extended = _EXTENDED.match(item.value)
        name = extended.group(1) if extended else item.value
        if name.lower().split("|")[0] not in _NO_SOURCE:
            yield _fact(writer, item.line, name, "source", "metadata")


def _fact(
    writer: Writer, line: int, name: str, role: str, stated_in: str, **more: str | bool
) -> Fact:
    fields = {"raw": name, "negated": False, **more}
    return writer.fact("card-dataset", line, id=name, role=role, stated_in=stated_in, **fields)


def _listed(
    section: Section, meanings: tuple[str, ...], writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the items of lists that are introduced as datasets and look like names."""
    role = section_role(meanings)
    if not role or (meanings and meanings[0] in SILENT):
        return
    words = knowledge.table("document-words")
    lead = any_match(words, "lists-datasets", section.heading)
    for block in section.blocks[:_MAX_ITEMS]:
        if block.kind == "paragraph":
            lead = any_match(words, "lists-datasets", block.text)
        elif block.kind == "item" and block.level == 1:
            name = _item_name(block, knowledge)
            known = name and next(find_names(knowledge.table("datasets"), name), None)
            if name and (lead or known):
                raw = block.text.strip()
                link = next((m.target for m in block.marks if m.kind == "link"), "")
                yield _fact(writer, block.line, name, role, "prose", raw=raw, link=link)


def _item_name(block: Block, knowledge: Knowledge) -> str:
    """Return the name that a list item consists of, or ""."""
    words = knowledge.table("document-words")
    text = " ".join(block.text.split())
    hub = next((mark.target for mark in block.marks if "/datasets/" in mark.target), "")
    linked = next((mark for mark in block.marks if mark.kind == "link" and mark.start == 0), None)
    if linked is not None and (hub or word_count(text) > _MAX_ITEM_WORDS):
        text = " ".join(block.text[linked.start : linked.end].split())
    named = any(character.isupper() or character.isdigit() for character in text) or "/" in text
    sentence = text.endswith((".", ";", "!", "?", ":")) or ": " in text
    if not named or sentence or word_count(text) > _MAX_ITEM_WORDS or not is_name(text, words):
        return ""
    if any_match(words, "number", text) or next(find_names(knowledge.table("metrics"), text), None):
        return ""
    return text


def _tabled(
    section: Section, meanings: tuple[str, ...], writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    for block in section.blocks:
        if block.kind == "table":
            for name, raw, line in table_results(block.rows, section.heading, meanings, knowledge)[
                1
            ]:
                yield _fact(writer, line, name, "evaluation", "table", raw=raw)


def _told(
    section: Section, meanings: tuple[str, ...], writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    about_data = writer.card_kind != "model"
    for block in section.blocks:
        if block.kind not in {"paragraph", "item"}:
            continue
        for found in mentions(block, meanings, knowledge, about_data=about_data):
            line = block.line_at(found.start)
            yield _fact(
                writer,
                line,
                found.id,
                found.role,
                "prose",
                raw=found.raw,
                negated=found.negated,
                link=found.link,
            )
