"""Datasets that prose mentions, each with the role the sentence or the section gives it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.extract.blocks import Block, Mark
from rai_lint.extract.phrases import (
    Found,
    any_match,
    as_prose,
    denied,
    find_names,
    sentences,
    spans,
)
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table, normal

#: Sections in which names are not said to be used.
SILENT = frozenset({"how-to-use", "citation", "contact", "licence", "maintenance"})
_ROLES = {
    "training-data": "training",
    "training-procedure": "training",
    "evaluation": "evaluation",
    "evaluation-data": "evaluation",
    "metrics": "evaluation",
    "data-collection": "source",
}
_HUB_DATASET = regex(
    r"^https?://(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([\w.-]+(?:/[\w.-]+)?)"
)
_MAX_MENTIONS = 300
_MAX_NAME = 80
_MAX_NAME_WORDS = 6


class Mention(Struct, frozen=True):
    """A dataset from `start` to `end` of a block's text; `role` is "" where nothing gives one.

    `link` is the address behind the name, or "".
    """

    start: int
    end: int
    id: str
    raw: str
    role: str
    negated: bool = False
    link: str = ""


def section_role(meanings: tuple[str, ...]) -> str:
    """Return the role of datasets of a section: of the innermost section that gives one."""
    return next((_ROLES[name] for name in meanings if name in _ROLES), "")


def mentions(
    block: Block, meanings: tuple[str, ...], knowledge: Knowledge, *, about_data: bool
) -> list[Mention]:
    """Return the datasets that a paragraph says something is trained, evaluated or based on.

    In documents about a dataset (`about_data`), those that it comes from.
    """
    if meanings and meanings[0] in SILENT:
        return []
    words = knowledge.table("document-words")
    found: list[Mention] = []
    for start, end in sentences(block.text):
        if len(found) >= _MAX_MENTIONS:
            break
        for name_start, name_end, name in _names(
            block, (start, end), knowledge, about_data=about_data
        ):
            before = block.text[start:name_start]
            role = _role(before, block.text[start:end], meanings, words, about_data=about_data)
            if role:
                negated = denied(words, before)
                negated = negated and not any_match(words, "exception", before)
                raw = " ".join(block.text[name_start:name_end].split())
                link = link_of(block, name_start, name_end)
                found.append(Mention(name_start, name_end, name, raw, role, negated, link))
    return _longest(found)


def link_of(block: Block, start: int, end: int) -> str:
    """Return the address of the link whose whole text is the name, or ""."""
    name = block.text[start:end].strip()
    return next(
        (
            mark.target
            for mark in block.marks
            if mark.kind == "link"
            and block.text[mark.start : mark.end].strip() == name
            and mark.start <= start + 1
            and end - 1 <= mark.end
        ),
        "",
    )


def _role(
    before: str, sentence: str, meanings: tuple[str, ...], words: Table, *, about_data: bool
) -> str:
    if about_data:
        return "source" if any_match(words, "source", before) else ""
    cues = [
        (max((end for _, end in spans(words, cue, before)), default=-1), cue)
        for cue in ("training", "evaluation")
    ]
    where, cue = max(cues)
    if where >= 0:
        return cue
    if any_match(words, "data-from", before):
        return "training"
    whole = [cue for cue in ("evaluation", "training") if any_match(words, cue, sentence)]
    return section_role(meanings) or next(iter(whole), "")


def _names(
    block: Block, bounds: tuple[int, int], knowledge: Knowledge, *, about_data: bool
) -> Iterator[tuple[int, int, str]]:
    """Yield the names of datasets in a sentence: known ones, linked ones, and by their grammar."""
    words = knowledge.table("document-words")
    start, end = bounds
    sentence = block.text[start:end]
    for found in find_names(knowledge.table("datasets"), sentence):
        named = as_prose(found) and _as_name(found.text, sentence, found.start)
        if named and not any_match(words, "not-data-after", sentence[found.end :]):
            name = _bare(found, knowledge.table("datasets"))
            yield start + found.start, start + found.end, name
    for mark in block.marks:
        if start <= mark.start < end and mark.kind == "link":
            name = _linked(block, mark, start, words)
            if name:
                yield mark.start, mark.end, name
    for name_start, name_end in spans(words, "dataset-name", sentence):
        text = sentence[name_start:name_end].strip()
        plain = about_data and sum(c.isupper() or c.isdigit() or c in "-/" for c in text) <= 1
        if is_name(text, words) and not plain and not any_match(words, "descriptive", text):
            yield start + name_start, start + name_end, text.rstrip(".")


def _bare(found: Found, table: Table) -> str:
    """Return a known name without a last word such as "dataset", if it is known so too."""
    shorter = found.text.rsplit(None, 1)[0]
    return shorter if table.find(shorter) is found.term else found.text


def _linked(block: Block, mark: Mark, start: int, words: Table) -> str:
    """Return the dataset a link leads to: by its address, or by the words before it."""
    hub = _HUB_DATASET.match(mark.target)
    if hub:
        return hub.group(1)
    if any_match(words, "dataset-file", mark.target):
        return mark.target
    text = " ".join(block.text[mark.start : mark.end].split())
    before = block.text[start : mark.start]
    fits = is_name(text, words) and any(c.isupper() or c.isdigit() or c == "-" for c in text)
    return text if fits and any_match(words, "dataset-link-before", before) else ""


def is_name(text: str, words: Table) -> bool:
    """Say whether words could name a dataset."""
    fits = 1 < len(text) <= _MAX_NAME and len(text.split()) <= _MAX_NAME_WORDS
    return fits and bool(normal(text)) and not any_match(words, "not-a-dataset", text)


def _as_name(text: str, sentence: str, start: int) -> bool:
    """Say whether a known name is written as one: `drop` and `Math` are words too."""
    upper = sum(character.isupper() for character in text)
    if upper > 1 or any(not character.isalpha() for character in text):
        return True
    return upper == 1 and bool(sentence[:start].strip())


def _longest(found: list[Mention]) -> list[Mention]:
    """Keep one of those that overlap: addresses and longer names first."""
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda item: ("/" not in item.id, item.start - item.end)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda item: item.start)
