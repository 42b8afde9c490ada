"""The content of a file that is edited: pieces of text replaced, every other byte kept."""

from __future__ import annotations

import codecs
import io
import tokenize
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec import Struct

from rai_lint.fix.refusal import Refusal


class Splice(Struct, frozen=True, order=True):
    """Text from `start` to `end` (offsets into the text of a file) becomes `text`."""

    start: int
    end: int
    text: str


class Content(Struct, frozen=True):
    """A file as text with line feeds only, and what it takes to write it back as it was.

    `pairs` are the offsets of those line feeds that are a carriage return and a line feed.
    """

    text: str
    written: str
    pairs: tuple[int, ...]
    encoding: str
    mark: bytes

    @property
    def line_end(self) -> str:
        """How most lines of the file end."""
        return "\r\n" if len(self.pairs) * 2 > self.text.count("\n") else "\n"

    def offset(self, line: int, column: int) -> int | None:
        """Return the offset of a place (1-based), or None where there is no such place."""
        start = 0
        for _ in range(line - 1):
            found = self.text.find("\n", start)
            if found < 0:
                return None
            start = found + 1
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        return start + column - 1 if start + column - 1 <= end else None

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column (1-based) of an offset."""
        before = self.text[:offset]
        return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

    def as_written(self, text: str) -> str:
        """Return a text with the line ends of this file."""
        return text.replace("\n", self.line_end)

    @property
    def old_lines(self) -> bool:
        """Whether lines end in lone carriage returns, which few programs count."""
        return self.written.count("\r") > len(self.pairs)

    def changed(self, splices: Iterable[Splice]) -> bytes:
        """Return the bytes of the file with some pieces replaced.

        The pieces must not overlap. Raises `Refusal` for text that the encoding does not have.
        """
        parts: list[str] = []
        at = 0
        for splice in sorted(splices):
            parts += self.written[at : self._place(splice.start)], self.as_written(splice.text)
            at = self._place(splice.end)
        parts.append(self.written[at:])
        try:
            return self.mark + "".join(parts).encode(self.encoding)
        except UnicodeEncodeError as error:
            message = f"it cannot be written in the encoding of the file ({self.encoding})"
            raise Refusal(message) from error

    def _place(self, offset: int) -> int:
        """Return the offset in the text as it is written, for one in the text of line feeds."""
        return offset + bisect_left(self.pairs, offset)


def open_content(data: bytes, *, python: bool) -> Content:
    """Return the content of a file; raises `Refusal` where it would not be written back the same.

    Form feeds are blanks and carriage returns line feeds in `text`, as for who made the places.
    """
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding = _declared(data) if python else "utf-8"
    try:
        written = data[len(mark) :].decode(encoding)
        same = written.encode(encoding) == data[len(mark) :]
    except (UnicodeError, LookupError) as error:
        message = f"its text is not {encoding}"
        raise Refusal(message) from error
    if not same or "\0" in written:
        message = "its text cannot be written back as it is"
        raise Refusal(message)
    text = written.replace("\r\n", "\n").replace("\r", "\n")
    if python:
        text = text.replace("\f", " ")
    return Content(text, written, tuple(_pairs(written)), encoding, mark)


def _declared(data: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, LookupError) as error:
        message = "its encoding cannot be read"
        raise Refusal(message) from error
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _pairs(written: str) -> Sequence[int]:
    found: list[int] = []
    at = written.find("\r\n")
    while at >= 0:
        found.append(at - len(found))
        at = written.find("\r\n", at + 2)
    return found


def overlap(splice: Splice, others: Iterable[Splice]) -> bool:
    """Say whether a piece touches one of the others; the same piece twice does not count."""
    return any(
        splice != other
        and (splice.start == other.start or (splice.start < other.end and other.start < splice.end))
        for other in others
    )
