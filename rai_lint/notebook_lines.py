"""Where the lines of a notebook's cells stand in its file: a scan without recursion.

Code hosts and CI systems show a notebook as the JSON it is stored as, so a report for them has to
name the line of the file, not the line of the cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
#: The way to a string of a cell's source, from the top: `cells`, its index, `source`.
_SOURCE_DEPTH = 3


class _Open(Struct):
    """A container that is being read: the key (or index) of what comes next in it."""

    mapping: bool
    key: str | int
    expects_key: bool


def cell_lines(text: str) -> dict[int, tuple[int, ...]]:
    """Return, for each cell (0-based), the 1-based lines of the file its lines stand on.

    A source that is one string stands on one line of the file altogether. Text that is no JSON
    gives what stands before the fault.
    """
    found: dict[int, list[int]] = {}
    pending: dict[int, bool] = {}
    for cell, piece, line in _sources(text):
        lines = found.setdefault(cell, [])
        for number, part in enumerate(_parts(piece)):
            if number or not pending.get(cell):
                lines.append(line)
            pending[cell] = not part.endswith("\n")
    return {cell: tuple(lines) for cell, lines in found.items()}


def _parts(piece: str) -> list[str]:
    try:
        text = str(json.loads(piece, strict=False))
    except ValueError:
        return []
    # Not `splitlines`: no parser counts a form feed or U+2028 as the end of a line.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] or not ended else ended


def _sources(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield the strings of the cells' sources: the cell, the string as written, its line."""
    stack: list[_Open] = []
    position, line = 0, 1
    for token in _TOKEN.finditer(text):
        line += text.count("\n", position, token.start())
        position = token.start()
        piece = token.group()
        if piece in "{[":
            stack.append(_Open(piece == "{", "" if piece == "{" else 0, piece == "{"))
        elif piece in "}]":
            if not stack:
                return
            stack.pop()
        elif piece == "," and stack:
            _next(stack[-1])
        elif piece == ":" and stack:
            stack[-1].expects_key = False
        elif piece.startswith('"') and stack:
            cell = _cell(stack)
            if stack[-1].expects_key:
                stack[-1].key = piece[1:-1]
            elif cell is not None:
                yield cell, piece, line


def _next(container: _Open) -> None:
    if isinstance(container.key, int):
        container.key += 1
    container.expects_key = container.mapping


def _cell(stack: list[_Open]) -> int | None:
    """Return the cell whose source is being read, if one is."""
    way = [container.key for container in stack[:_SOURCE_DEPTH]]
    if len(way) < _SOURCE_DEPTH or way[0] != "cells" or way[2] != "source":
        return None
    return way[1] if isinstance(way[1], int) else None
