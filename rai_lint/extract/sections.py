"""Sections of a document: headings, bold lines and run-in labels, with what stands below them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from rai_lint.extract.blocks import Block, Mark
from rai_lint.extract.headings import headings
from rai_lint.extract.phrases import any_match
from rai_lint.extract.section_state import is_placeholder
from rai_lint.model.knowledge import Knowledge

#: Levels below the six of headings: a bold line of its own, and bold words that open a paragraph.
BOLD_LINE = 7
RUN_IN = 8
_MAX_LABEL_WORDS = 16
_MAX_RUN_IN_WORDS = 10
_MAX_DEPTH = 12
#: Signs that may stand before a label: more are a picture, and each label of a line looks at them.
_MAX_BEFORE = 200


class Section(Struct, kw_only=True):
    """A heading and its own blocks; `ids` are canonical sections, none where it is unknown.

    `parent` is the index of the section around it, -1 for none. `title` marks the heading that
    names the whole document. `level` 0 is what stands before the first heading.
    """

    ids: tuple[str, ...]
    heading: str
    line: int
    level: int
    parent: int = -1
    title: bool = False
    item: bool = False
    blocks: list[Block] = field(default_factory=list)


class Outline(Struct, frozen=True):
    """The sections of a document in reading order."""

    sections: tuple[Section, ...]

    def above(self, index: int) -> Iterator[Section]:
        """Yield a section and those around it, innermost first."""
        for _ in range(_MAX_DEPTH):
            if index < 0:
                return
            yield self.sections[index]
            index = self.sections[index].parent

    def below(self, index: int) -> Iterator[Section]:
        """Yield a section and all that it contains, in reading order."""
        level = self.sections[index].level
        yield self.sections[index]
        for position in range(index + 1, len(self.sections)):
            section = self.sections[position]
            inside = section.level > level and not self.sections[index].item
            if not inside:
                return
            yield section

    def meanings(self, index: int) -> tuple[str, ...]:
        """Return the canonical ids of a section and of those around it, innermost first."""
        return tuple(name for section in self.above(index) for name in section.ids)

    @property
    def title(self) -> Section | None:
        """The section that names the document, or None."""
        return next((section for section in self.sections if section.title), None)


def outline(blocks: tuple[Block, ...], knowledge: Knowledge) -> Outline:
    """Return the sections of a document."""
    builder = _Builder(knowledge)
    for block in blocks:
        if block.kind == "heading":
            builder.heading(block)
        elif block.kind in {"paragraph", "item"} and block.text:
            builder.text(block)
        else:
            builder.add(block)
    return Outline(tuple(builder.sections))


class _Builder:
    def __init__(self, knowledge: Knowledge) -> None:
        self._headings = headings(knowledge)
        self._labels = knowledge.table("card-labels")
        self._placeholders = knowledge.table("placeholders")
        self._words = knowledge.table("document-words")
        self.sections = [Section(ids=(), heading="", line=1, level=0)]
        self._path = [0]
        self._count = 0
        #: How deep the item stands whose label has its answer in the items below it; 0 for none.
        self._waiting = 0

    def heading(self, block: Block) -> None:
        self._answered(block)
        text = " ".join(block.text.split())
        if not text or any_match(self._words, "unfold", text):
            return
        self._count += 1
        title = self._count == 1 and block.level == 1 and not self._headings.exact(text)
        ids = () if title else self._headings.classify(text)
        self._open(Section(ids=ids, heading=text, line=block.line, level=block.level, title=title))
        if block.images:
            self.add(Block(kind="paragraph", line=block.line, images=block.images))

    def text(self, block: Block) -> None:
        """Take a paragraph or item apart at the labels that open its lines."""
        self._answered(block)
        start = 0
        for mark in block.marks:
            section = self._label(block, mark)
            if section is None:
                continue
            line_start = block.text.rfind("\n", 0, mark.start) + 1
            if block.text[start:line_start].strip() or start == 0 < line_start:
                self.add(block.part(start, line_start))
            self._open(section)
            start = mark.end
            while start < len(block.text) and block.text[start] in ":.* \t":
                start += 1
        said = bool(block.text[start:].strip())
        if said or (start == 0 and block.images):
            self._here(block.part(start, len(block.text)) if start else block)
        if block.kind != "item" or not self.sections[self._path[-1]].item or self._waiting:
            return
        if said:
            self._path.pop()
        else:
            self._waiting = block.level

    def _answered(self, block: Block) -> None:
        """Close a label of a list once its items are over: what follows stands less deep."""
        deeper = block.kind == "item" and block.level > self._waiting
        if self._waiting and not deeper:
            self._waiting = 0
            self._path.pop()

    def _label(self, block: Block, mark: Mark) -> Section | None:
        """Return the section that a bold stretch opens, if it stands at the start of its line."""
        text = block.text
        line_start = text.rfind("\n", 0, mark.start) + 1
        before = text[line_start : mark.start]
        if mark.kind != "bold" or len(before) > _MAX_BEFORE or any(map(str.isalnum, before)):
            return None
        label = " ".join(text[mark.start : mark.end].split()).rstrip(" :")
        end = text.find("\n", mark.end)
        rest = text[mark.end : end if end >= 0 else len(text)].strip(" :\t")
        words = len(label.split())
        if not any(c.isalpha() for c in label) or words > _MAX_LABEL_WORDS:
            return None
        line = block.line_at(mark.start)
        if not rest and block.kind == "paragraph":
            left = is_placeholder(label, self._placeholders)
            sentence = left or label.endswith((".", "!", ";")) or (words > 1 and ". " in label)
            ids = self._headings.classify(label)
            new = Section(ids=ids, heading=label, line=line, level=BOLD_LINE)
            return None if sentence else new
        ids = self._headings.named(label) if words <= _MAX_RUN_IN_WORDS else ()
        if not ids and self._labels.find(label) is None:
            return None
        item = block.kind == "item"
        return Section(ids=ids, heading=label, line=line, level=RUN_IN, item=item)

    def add(self, block: Block) -> None:
        self._answered(block)
        self._here(block)

    def _here(self, block: Block) -> None:
        self.sections[self._path[-1]].blocks.append(block)

    def _open(self, section: Section) -> None:
        while len(self._path) > 1 and self.sections[self._path[-1]].level >= section.level:
            self._path.pop()
        section.parent = self._path[-1]
        self.sections.append(section)
        self._path.append(len(self.sections) - 1)
