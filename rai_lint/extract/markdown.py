"""The door to markdown-it-py: CommonMark with tables in, blocks with lines out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from rai_lint.extract.blocks import Block, BlockKind, Cell, Image, Mark, Row
from rai_lint.extract.document_bounds import MAX_PARAGRAPH
from rai_lint.extract.html_markup import attributes, read_html
from rai_lint.model.regex import regex

_FENCE = regex(r"\s*(?:[-*+>]\s+)*(`{3,}|~{3,})")
_TABLE_OPENS = regex(r"\s*(?:<\w+[^<>]{0,200}>\s*)?<table\b", re.IGNORECASE)
_OPENING = regex(r"<([A-Za-z]+)(?![A-Za-z])([^<>]*)>")
_CLOSING = regex(r"</([A-Za-z]+)\s*>")
#: As much of a code block is kept as the settings of a training run take.
_MAX_CODE = 4_000
_BOLD_TAGS = frozenset({"b", "strong", "u"})


def parse(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text in reading order.

    Lines before `first_line` (front matter) are not read. Tables in raw HTML are read as wholes,
    blank lines and all, which CommonMark would end them at.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ["" if number < first_line else line for number, line in enumerate(lines, 1)]
    found = list(_html_tables(kept))
    tokens = _parser().parse("\n".join(kept))
    found.extend(_blocks(tokens))
    return tuple(sorted(found, key=lambda block: block.line))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.at("inline", _read_inline)
    return parser


def _read_inline(state: StateCore) -> None:
    """Read what stands in paragraphs; one that is far too long is plain text."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) > MAX_PARAGRAPH:
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _html_tables(lines: list[str]) -> Iterator[Block]:
    """Yield the tables written in HTML and blank their lines."""
    fence = ""
    number = 0
    while number < len(lines):
        line = lines[number]
        mark = _FENCE.match(line)
        if mark is not None and not fence:
            fence = mark.group(1)[0]
        elif mark is not None and mark.group(1)[0] == fence:
            fence = ""
        elif not fence and _TABLE_OPENS.match(line):
            end = _table_end(lines, number)
            if end is None:  # never closed: nor is any table after it
                return
            yield from read_html("\n".join(lines[number : end + 1]), number + 1)
            lines[number : end + 1] = [""] * (end + 1 - number)
            number = end
        number += 1


def _table_end(lines: list[str], start: int) -> int | None:
    depth = 0
    for number in range(start, len(lines)):
        low = lines[number].lower()
        depth += low.count("<table") - low.count("</table")
        if depth <= 0:
            return number
    return None


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    item_level = 0
    fresh_item = False
    heading = 0
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = _closing(tokens, position)
            yield _pipe_table(tokens[position:end], token)
            position = end
        elif token.type in {"list_item_open", "list_item_close"}:
            item_level += token.nesting
            fresh_item = token.nesting == 1
        elif token.type in {"heading_open", "heading_close"}:
            heading = int(token.tag[1]) if token.nesting == 1 else 0
        elif token.type == "inline":
            kind: BlockKind = "heading" if heading else "item" if fresh_item else "paragraph"
            yield _inline(token, kind, heading or item_level)
            fresh_item = False
        elif token.type in {"fence", "code_block"}:
            end = token.map[1] if token.map else 0
            code = token.content[:_MAX_CODE]
            yield Block(kind="code", line=_line(token), end_line=end, code=code)
        elif token.type == "html_block":
            yield from read_html(token.content, _line(token))
        position += 1


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _closing(tokens: list[Token], start: int) -> int:
    for position in range(start + 1, len(tokens)):
        if tokens[position].type == "table_close":
            return position
    return len(tokens) - 1


def _pipe_table(tokens: list[Token], table: Token) -> Block:
    rows: list[Row] = []
    cells: list[Cell] = []
    header = False
    line = _line(table)
    for token in tokens:
        if token.type == "tr_open":
            line, cells = _line(token), []
        elif token.type in {"th_open", "td_open"}:
            header = token.type == "th_open"
        elif token.type == "inline":
            text = " ".join(_inline(token, "paragraph", 0).text.split())
            cells.append(Cell(text, line, header=header))
        elif token.type == "tr_close":
            rows.append(tuple(cells))
    return Block(kind="table", line=_line(table), rows=tuple(rows))


class _Text:
    """Collects the plain text and the marks of inline tokens."""

    def __init__(self, line: int) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.line = line
        self.marks: list[Mark] = []
        self.images: list[Image] = []
        self._links: list[tuple[int, str]] = []
        self._bold: list[tuple[int, str]] = []

    def take(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._add(token.content)
            case "code_inline":
                self.marks.append(Mark(self.length, self.length + len(token.content), "code"))
                self._add(token.content)
            case "softbreak" | "hardbreak":
                self._add("\n")
                self.line += 1
            case "strong_open":
                self._bold.append((self.length, "strong"))
            case "strong_close":
                self._end_bold("strong")
            case "link_open":
                self._links.append((self.length, str(token.attrs.get("href", ""))))
            case "link_close":
                start, target = self._links.pop()
                self.marks.append(Mark(start, self.length, "link", target))
            case "image":
                self.images.append(Image(token.content, str(token.attrs.get("src", "")), self.line))
            case "html_inline":
                self._html(token.content)
            case _:
                pass

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _html(self, tag: str) -> None:
        opening, closing = _OPENING.fullmatch(tag), _CLOSING.fullmatch(tag)
        if opening and opening.group(1).lower() == "img":
            found = attributes(opening.group(2))
            self.images.append(Image(found.get("alt", ""), found.get("src", ""), self.line))
        elif opening and _is_bold(opening.group(1).lower(), opening.group(2)):
            self._bold.append((self.length, opening.group(1).lower()))
        elif closing:
            self._end_bold(closing.group(1).lower())
        for _ in range(tag.count("\n")):
            self._add("\n")
            self.line += 1

    def _end_bold(self, tag: str) -> None:
        if self._bold and self._bold[-1][1] == tag:
            start, _ = self._bold.pop()
            self.marks.append(Mark(start, self.length, "bold"))


def _is_bold(tag: str, rest: str) -> bool:
    return tag in _BOLD_TAGS or (tag == "span" and "underline" in rest)


def _inline(token: Token, kind: BlockKind, level: int) -> Block:
    line = _line(token)
    collected = _Text(line)
    for child in token.children or ():
        collected.take(child)
    return Block(
        kind=kind,
        line=line,
        end_line=token.map[1] if token.map else line,
        level=level,
        text="".join(collected.parts),
        marks=tuple(sorted(collected.marks, key=lambda mark: (mark.start, mark.end))),
        images=tuple(collected.images),
    )
