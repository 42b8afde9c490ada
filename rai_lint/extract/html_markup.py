"""Raw HTML inside Markdown: tags, comments and tables, by a reader that cannot run away."""

from __future__ import annotations

import html
from collections.abc import Iterator

from msgspec import Struct, field

from rai_lint.extract.blocks import Block, BlockKind, Cell, Image, Row
from rai_lint.model.regex import regex

_TAG = regex(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?:\s[^<>]{0,2000})?)/?>")
_ATTRIBUTE = regex(r"([\w-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BREAKS = frozenset({"p", "div", "br", "li", "ul", "ol", "details", "center", "hr", "blockquote"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "svg", "pre", "code"})
_MAX_SPAN = 200
_MAX_CELLS = 20_000


class Piece(Struct, frozen=True):
    """A tag (`name`, `closing`, `attributes`), a comment (`name` "!") or text (`name` "")."""

    name: str
    line: int
    text: str = ""
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def attributes(text: str) -> dict[str, str]:
    """Return the attributes written in a tag."""
    return {
        match.group(1).lower(): _unescaped(match.group(2) or match.group(3) or match.group(4) or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # `&#` with thousands of digits, which Python refuses to read
        return text


def pieces(text: str, line: int) -> Iterator[Piece]:
    """Yield tags, comments and the text between them, each with its line."""
    position = 0
    while position < len(text):
        opened = text.find("<", position)
        if opened < 0:
            opened = len(text)
        if opened > position:
            yield Piece("", line, _unescaped(text[position:opened]))
            line += text.count("\n", position, opened)
        if opened == len(text):
            return
        piece, position = _markup(text, opened, line)
        yield piece
        line += text.count("\n", opened, position)


def _markup(text: str, start: int, line: int) -> tuple[Piece, int]:
    if text.startswith("<!--", start):
        end = text.find("-->", start + 4)
        end = len(text) if end < 0 else end
        return Piece("!", line, text[start + 4 : end].strip()), min(end + 3, len(text))
    match = _TAG.match(text, start)
    if match is None:
        return Piece("", line, "<"), start + 1
    found = attributes(match.group(3))
    return Piece(match.group(2).lower(), line, "", bool(match.group(1)), found), match.end()


class _Reader:
    """Puts pieces together to blocks: headings, paragraphs, comments and tables."""

    def __init__(self, line: int) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._images: list[Image] = []
        self._line = line
        self._level = 0
        self._table: _Table | None = None
        self._silent = 0

    def take(self, piece: Piece) -> None:
        if piece.name == "!":
            self._comment(piece)
        elif piece.name in _SILENT:
            self._silent = max(0, self._silent + (-1 if piece.closing else 1))
        elif self._silent:
            return
        elif self._table is not None:
            self._in_table(self._table, piece)
        elif not piece.name:
            self._add(piece)
        else:
            self._tag(piece)

    def close(self) -> list[Block]:
        if self._table is not None:
            self._end_table(self._line)
        self._flush()
        return self.blocks

    def _comment(self, piece: Piece) -> None:
        if self._table is None and not self._text:
            self.blocks.append(Block(kind="comment", line=piece.line, text=piece.text))

    def _add(self, piece: Piece) -> None:
        if not self._text and piece.text.strip():
            lead = len(piece.text) - len(piece.text.lstrip())
            self._line = piece.line + piece.text.count("\n", 0, lead)
            self._text.append(piece.text.lstrip())
        elif self._text:
            self._text.append(piece.text)

    def _tag(self, piece: Piece) -> None:
        name = piece.name
        if name == "img" and piece.attributes.get("src"):
            image = Image(piece.attributes.get("alt", ""), piece.attributes["src"], piece.line)
            self._images.append(image)
        elif name == "table" and not piece.closing:
            self._flush()
            self._table = _Table(piece.line)
        elif name in _HEADINGS:
            self._flush()
            self._level = 0 if piece.closing else int(name[1])
        elif name == "summary":
            self._flush()
            self._level = 0 if piece.closing else 6
        elif name in _BREAKS and not self._level:
            self._flush()

    def _in_table(self, table: _Table, piece: Piece) -> None:
        if piece.name == "table" and piece.closing:
            self._end_table(piece.line)
        else:
            table.take(piece)

    def _end_table(self, line: int) -> None:
        if self._table is not None and (rows := self._table.rows()):
            self.blocks.append(Block(kind="table", line=self._table.line, end_line=line, rows=rows))
        self._table = None

    def _flush(self) -> None:
        text = "".join(self._text).rstrip()
        if text or self._images:
            kind: BlockKind = "heading" if self._level and text else "paragraph"
            images = tuple(self._images)
            line = self._line if text else images[0].line
            self.blocks.append(
                Block(kind=kind, line=line, level=self._level, text=text, images=images)
            )
        self._text.clear()
        self._images.clear()


class _Table:
    """Cells of a table as they come; `rows` spreads those that span rows and columns."""

    def __init__(self, line: int) -> None:
        self.line = line
        self._rows: list[list[tuple[Cell, int, int]]] = []
        self._cell: list[str] | None = None
        self._open = Piece("td", line)

    def take(self, piece: Piece) -> None:
        if piece.name == "tr":
            self._end_cell()
            if not piece.closing:
                self._rows.append([])
        elif piece.name in {"td", "th"}:
            self._end_cell()
            if not piece.closing:
                self._open, self._cell = piece, []
        elif self._cell is not None:
            self._cell.append(piece.text if not piece.name else " ")

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = " ".join("".join(self._cell).split())
        if not self._rows:
            self._rows.append([])
        cell = Cell(text, self._open.line, header=self._open.name == "th")
        self._rows[-1].append((cell, self._span("rowspan"), self._span("colspan")))
        self._cell = None

    def _span(self, name: str) -> int:
        text = self._open.attributes.get(name, "1").strip()
        return min(max(int(text), 1), _MAX_SPAN) if text.isascii() and text.isdigit() else 1

    def rows(self) -> tuple[Row, ...]:
        """Return the rows, every cell repeated over what it spans."""
        self._end_cell()
        grid: dict[tuple[int, int], Cell] = {}
        for y, row in enumerate(self._rows):
            x = 0
            for cell, down, across in row:
                while (y, x) in grid:
                    x += 1
                if len(grid) + down * across > _MAX_CELLS:
                    return _as_rows(grid)
                grid.update(
                    ((y + dy, x + dx), cell)
                    for dy in range(min(down, len(self._rows) - y))
                    for dx in range(across)
                )
                x += across
        return _as_rows(grid)


def _as_rows(grid: dict[tuple[int, int], Cell]) -> tuple[Row, ...]:
    rows: dict[int, dict[int, Cell]] = {}
    for (y, x), cell in sorted(grid.items(), key=lambda entry: entry[0]):
        rows.setdefault(y, {})[x] = cell
    empty = Cell("", 0)
    return tuple(
        tuple(row.get(x, empty) for x in range(max(row) + 1)) for _, row in sorted(rows.items())
    )


def read_html(text: str, line: int) -> list[Block]:
    """Return the blocks of a piece of HTML that starts at a line."""
    reader = _Reader(line)
    for piece in pieces(text, line):
        reader.take(piece)
    return reader.close()
