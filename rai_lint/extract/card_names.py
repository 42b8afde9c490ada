"""card-base-model and card-language facts: from front matter, labels and prose."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, strings
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_match, denied, find_names, sentences, spans, word_count
from rai_lint.extract.section_state import is_placeholder
from rai_lint.extract.sections import Outline, Section
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import normal

_HUB_MODEL = regex(
    r"^https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|docs/|blog/|papers/|collections/)"
    r"([\w.-]+(?:/[\w.-]+)?)/?(?:[?#].{0,200})?$"
)
_SEPARATOR = regex(r"[,;/\n]|\band\b")
_MAX_LABEL_WORDS = 12
_MIN_LETTERS = 4
_MAX_ROWS = 200
_LABEL_AND_VALUE = 2


def base_model_facts(
    outlined: Outline, front_matter: FrontMatter | None, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the models that a model card says it comes from, each once a line."""
    seen: set[tuple[int, str]] = set()
    for line, name, stated_in, negated in _base_models(outlined, front_matter, knowledge):
        key = (line, normal(name.rsplit("/", 1)[-1]))
        if key not in seen:
            seen.add(key)
            yield writer.fact(
                "card-base-model", line, id=name, raw=name, stated_in=stated_in, negated=negated
            )


def _base_models(
    outlined: Outline, front_matter: FrontMatter | None, knowledge: Knowledge
) -> Iterator[tuple[int, str, str, bool]]:
    if front_matter is not None:
        for item in strings(front_matter.get("base_model")):
            yield item.line, item.value, "metadata", False
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if meanings and meanings[0] in SILENT:
            continue
        if _label(section, knowledge) == "base-model":
            yield from _labelled_models(section, knowledge)
        for block in section.blocks:
            if block.kind in {"paragraph", "item"}:
                yield from _keyed_models(block, knowledge)
                yield from _told_models(block, knowledge)
            elif block.kind == "table":
                yield from _tabled_models(block, knowledge)


def _label(section: Section, knowledge: Knowledge) -> str:
    term = knowledge.table("card-labels").find(section.heading) if section.heading else None
    if term is None and section.heading:
        bare = section.heading.split("[", 1)[0].strip()
        term = knowledge.table("card-labels").find(bare) if bare else None
    return term.id if term else ""


def _labelled_models(
    section: Section, knowledge: Knowledge
) -> Iterator[tuple[int, str, str, bool]]:
    words = knowledge.table("document-words")
    for block in section.blocks[:1]:
        if is_placeholder(block.text, knowledge.table("placeholders")):
            return
        linked = [_HUB_MODEL.match(mark.target) for mark in block.marks if mark.kind == "link"]
        names = [match.group(1) for match in linked if match]
        text = " ".join(block.text.split()).strip(" `.")
        if not names and text and word_count(text) <= _MAX_LABEL_WORDS // 2:
            names = [] if any_match(words, "not-a-base-model", text) else [text]
        for name in names:
            yield block.line, name, "prose", False


def _keyed_models(block: Block, knowledge: Knowledge) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the model of a line such as `Base model: acme/fern`."""
    start = 0
    for text in block.text.splitlines(keepends=True):
        label, colon, _ = text.partition(":")
        term = knowledge.table("card-labels").find(label) if colon and label.strip() else None
        if term is not None and term.id == "base-model":
            line = block.part(start + len(label) + 1, start + len(text))
            section = Section(ids=(), heading="", line=line.line, level=0, blocks=[line])
            yield from _labelled_models(section, knowledge)
        start += len(text)


def _tabled_models(block: Block, knowledge: Knowledge) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the models of rows such as `| Base model | acme/fern |`."""
    for row in block.rows[:_MAX_ROWS]:
        if len(row) != _LABEL_AND_VALUE:
            continue
        term = knowledge.table("card-labels").find(row[0].text) if row[0].text.strip() else None
        name = row[1].text.split(",", 1)[0].strip(" `.")
        fits = name and word_count(name) <= _MAX_LABEL_WORDS // 2
        left = is_placeholder(name, knowledge.table("placeholders"))
        other = any_match(knowledge.table("document-words"), "not-a-base-model", name)
        if term is not None and term.id == "base-model" and fits and not (left or other):
            yield row[1].line, name, "table", False


def _told_models(block: Block, knowledge: Knowledge) -> Iterator[tuple[int, str, str, bool]]:
    words = knowledge.table("document-words")
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        found: list[tuple[int, str]] = []
        for mark in block.marks:
            hub = _HUB_MODEL.match(mark.target) if start <= mark.start < end else None
            if hub and any_match(words, "base-model-link", block.text[start : mark.start]):
                found.append((mark.start, hub.group(1)))
        if not found:
            found = [
                (start + at, sentence[at:until].rstrip(".,"))
                for at, until in spans(words, "base-model", sentence)
            ]
        for at, name in found:
            if not any_match(words, "not-a-base-model", name):
                negated = denied(words, block.text[start:at])
                yield block.line_at(at), name, "prose", negated


def language_facts(
    outlined: Outline, front_matter: FrontMatter | None, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the natural languages that a card states, by ISO code, each once a line."""
    seen: set[tuple[int, str]] = set()
    for line, code, raw, stated_in, negated in _languages(outlined, front_matter, knowledge):
        if (line, code) not in seen:
            seen.add((line, code))
            yield writer.fact(
                "card-language", line, id=code, raw=raw, stated_in=stated_in, negated=negated
            )


def _languages(
    outlined: Outline, front_matter: FrontMatter | None, knowledge: Knowledge
) -> Iterator[tuple[int, str, str, str, bool]]:
    if front_matter is not None:
        for key in ("language", "languages"):
            for item in strings(front_matter.get(key)):
                yield item.line, language_code(item.value, knowledge), item.value, "metadata", False
    for index, section in enumerate(outlined.sections):
        meanings = outlined.meanings(index)
        if meanings and meanings[0] in SILENT:
            continue
        labelled = _label(section, knowledge) == "language"
        for block in section.blocks:
            if block.kind in {"paragraph", "item"}:
                yield from _told_languages(block, knowledge, labelled=labelled)


def language_code(text: str, knowledge: Knowledge) -> str:
    """Return the code of a language in a card: `en` for `en`, `en-US` and `English`."""
    table = knowledge.table("languages")
    term = table.find(text) or table.find(text.replace("_", "-").split("-", 1)[0])
    return term.id if term else text.lower()


def _told_languages(
    block: Block, knowledge: Knowledge, *, labelled: bool
) -> Iterator[tuple[int, str, str, str, bool]]:
    words = knowledge.table("document-words")
    table = knowledge.table("languages")
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        context = labelled or any_match(words, "language-context", sentence)
        for found in find_names(table, sentence, ids=False):
            before, after = sentence[: found.start], sentence[found.end :]
            written = found.text[:1].isupper() and len(found.text) >= _MIN_LETTERS
            around = any_match(words, "language-before", before)
            told = around and any_match(words, "language-after", after)
            if not found.term.values.get("natural", True) or not written:
                continue
            if context or told:
                negated = denied(words, before)
                negated = negated and not any_match(words, "exception", before)
                line = block.line_at(start + found.start)
                yield line, found.term.id, found.text, "prose", negated
        if labelled and word_count(sentence) <= _MAX_LABEL_WORDS:
            yield from _codes(block, start, sentence, knowledge)


def _codes(
    block: Block, start: int, sentence: str, knowledge: Knowledge
) -> Iterator[tuple[int, str, str, str, bool]]:
    """Yield the codes of a list such as `en, fr` behind a label."""
    table = knowledge.table("languages")
    for part in _SEPARATOR.split(sentence.strip(" .\n")):
        term = table.ids.get(part.strip().strip("`() ").casefold())
        if term is not None and term.values.get("natural", True):
            yield block.line_at(start), term.id, part.strip(), "prose", False
