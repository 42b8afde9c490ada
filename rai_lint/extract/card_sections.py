"""card-section facts: one for each meaning of a heading, with its state and words."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.mentions import SILENT
from rai_lint.extract.phrases import any_match, word_count
from rai_lint.extract.section_state import (
    State,
    is_placeholder,
    plain_text,
    says_not_evaluated,
    state_of,
)
from rai_lint.extract.sections import RUN_IN, Outline, Section
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge

_MAX_TEXT = 4000
#: Sections that may say that there is nothing to tell, because nothing was measured.
_MEASURED = frozenset({"evaluation", "metrics"})
#: Sections that run-in labels name everywhere; inside another section they are part of it.
_WEAK = frozenset({"model-details", "how-to-use", "other"})


def section_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the sections of a card.

    Bold words that open a paragraph count where they say something that the section around them
    does not, or where a template left nothing behind them.
    """
    for index, section in enumerate(outlined.sections):
        if section.level == 0 or section.title:
            yield from _opening(section, writer, knowledge)
            continue
        below = tuple(outlined.below(index))
        blocks = [block for each in below for block in each.blocks]
        state = state_of(blocks, knowledge)
        if section.level == RUN_IN and not _counts(outlined, index, state, writer, knowledge):
            continue
        if state == "substantive" and set(section.ids) & _MEASURED:
            state = "negated" if says_not_evaluated(blocks, knowledge) else state
        yield from _facts(section, blocks, state, writer, _labelled(below, knowledge))
        if state == "substantive":
            yield from _leftovers(section, writer, knowledge)


def _opening(section: Section, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what stands under the title of a card, before any heading: often what the model is.

    What says no more than what a card is, is passed over.
    """
    words = knowledge.table("document-words")
    blocks = [
        block
        for block in section.blocks
        if not (block.kind == "paragraph" and any_match(words, "about-the-card", block.text))
    ]
    if any(char.isalnum() for char in plain_text(blocks)):
        line = section.line if section.title else blocks[0].line
        opening = replace(section, ids=("other",), line=line)
        yield from _facts(opening, blocks, state_of(blocks, knowledge), writer)


def _counts(
    outlined: Outline, index: int, state: State, writer: Writer, knowledge: Knowledge
) -> bool:
    """Say whether bold words that open a paragraph are a section of their own."""
    section = outlined.sections[index]
    parent = section.parent
    around = outlined.sections[parent].ids if parent >= 0 else ()
    if state == "placeholder":
        return True
    if parent >= 0 and set(outlined.meanings(parent)) & SILENT:
        return False
    words = knowledge.table("document-words")
    if writer.card_kind != "model" and any_match(words, "split-name", section.heading):
        return False
    if section.heading[:1].islower():  # the name of a field or a file, as it is spelled in code
        return False
    new = set(section.ids) - set(around)
    return bool(new - _WEAK if around else new - {"other"})


def _labelled(sections: tuple[Section, ...], knowledge: Knowledge) -> str:
    """Return the text of sections with the bold labels inside them ("Developed by: the desk")."""
    parts: list[str] = []
    for index, section in enumerate(sections):
        text = plain_text(section.blocks)
        said = text.strip() and not is_placeholder(text, knowledge.table("placeholders"))
        label = index > 0 and section.level == RUN_IN and said
        parts.append(f"{section.heading.rstrip(': ')}: {text}" if label else text)
    return "\n".join(part for part in parts if part.strip())


def _facts(
    section: Section, blocks: list[Block], state: State, writer: Writer, labelled: str = ""
) -> Iterator[Fact]:
    text = plain_text(blocks)
    code = "\n".join(block.code for block in blocks if block.kind == "code")
    for name in section.ids or ("other",):
        yield writer.fact(
            "card-section",
            section.line,
            id=name,
            heading=section.heading,
            words=word_count(text),
            text=(labelled or text)[:_MAX_TEXT],
            code=code[:_MAX_TEXT],
            state=state,
            optional="[optional]" in section.heading.lower(),
        )


def _leftovers(section: Section, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield a placeholder for each paragraph of a filled section that a template left."""
    table = knowledge.table("placeholders")
    for block in section.blocks:
        text = plain_text([block])
        if block.kind in {"paragraph", "item"} and text and is_placeholder(text, table):
            yield from _facts(replace(section, line=block.line), [block], "placeholder", writer)
