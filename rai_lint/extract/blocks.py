"""A document as rai-lint reads it: a flat list of blocks with plain text and lines."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.model.regex import regex

_BREAK = regex(r"\n")
BlockKind = Literal["heading", "paragraph", "item", "table", "code", "comment"]


class Mark(Struct, frozen=True):
    """A stretch of a block's text that is bold (or underlined), code, or a link to `target`."""

    start: int
    end: int
    kind: Literal["bold", "code", "link"]
    target: str = ""


class Image(Struct, frozen=True):
    """A picture: its alternative text and address."""

    alt: str
    target: str
    line: int


class Cell(Struct, frozen=True):
    """A cell of a table; one that spans several rows or columns stands in each."""

    text: str
    line: int
    header: bool = False


Row: TypeAlias = tuple[Cell, ...]


#: Of texts that are longer the ends of lines are looked up: they are asked for thousands of places.
_LONG = 5_000


@lru_cache(maxsize=8)
def _breaks(text: str) -> tuple[int, ...]:
    """Return where the lines of a text end."""
    return tuple(match.start() for match in _BREAK.finditer(text))


class Block(Struct, frozen=True, kw_only=True):
    """A heading, paragraph, list item, table, HTML comment, or code block.

    `text` is plain, with its line breaks kept, so that every offset has a line. The text of a code
    block is no prose: its start is kept in `code`, its first line under the line of the fence.
    """

    kind: BlockKind
    line: int
    end_line: int = 0
    level: int = 0
    text: str = ""
    code: str = ""
    marks: tuple[Mark, ...] = ()
    images: tuple[Image, ...] = ()
    rows: tuple[Row, ...] = ()

    def line_at(self, offset: int) -> int:
        """Return the line of an offset in the text."""
        if len(self.text) <= _LONG:
            return self.line + self.text.count("\n", 0, offset)
        return self.line + bisect_left(_breaks(self.text), offset)

    def part(self, start: int, end: int) -> Block:
        """Return the text from `start` to `end` as a block; images go with the first part."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        start += lead
        marks = tuple(
            replace(mark, start=mark.start - start, end=mark.end - start)
            for mark in self.marks
            if mark.start >= start and mark.end <= end
        )
        images = self.images if start - lead == 0 else ()
        line = self.line_at(start)
        return replace(self, line=line, text=text.strip(), marks=marks, images=images)
