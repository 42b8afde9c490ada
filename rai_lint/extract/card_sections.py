"""card-section facts: one for each meaning of a heading, with its state and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.phrases import word_count
from rai_lint.extract.section_state import State, is_placeholder, plain_text, state_of
from rai_lint.extract.sections import RUN_IN, Outline, Section
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge

_MAX_TEXT = 4000
#: Sections that run-in labels name everywhere; inside another section they are part of it.
_WEAK = frozenset({"model-details", "how-to-use", "other"})


def section_facts(outlined: Outline, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the sections of a card.

    Bold words that open a paragraph count where they say something that the section around them
    does not, or where a template left nothing behind them.
    """
    for index, section in enumerate(outlined.sections):
        if section.level == 0 or section.title:
            continue
        blocks = [block for below in outlined.below(index) for block in below.blocks]
        state = state_of(blocks, knowledge)
        if section.level == RUN_IN and not _counts(outlined, section, state):
            continue
        yield from _facts(section, blocks, state, writer)
        if state == "substantive":
            yield from _leftovers(section, writer, knowledge)


def _counts(outlined: Outline, section: Section, state: State) -> bool:
    around = outlined.sections[section.parent].ids if section.parent >= 0 else ()
    if state == "placeholder":
        return True
    new = set(section.ids) - set(around)
    return bool(new - _WEAK if around else new - {"other"})


def _facts(section: Section, blocks: list[Block], state: State, writer: Writer) -> Iterator[Fact]:
    text = plain_text(blocks)
    for name in section.ids or ("other",):
        yield writer.fact(
            "card-section",
            section.line,
            id=name,
            heading=section.heading,
            words=word_count(text),
            text=text[:_MAX_TEXT],
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
