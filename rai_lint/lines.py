"""The text of lines, for code frames and fingerprints: bounded, and never outside the root."""

from __future__ import annotations

import json
from pathlib import Path

from rai_lint.content import content
from rai_lint.disk import is_file, read_regular, real
from rai_lint.model.source import Place
from rai_lint.notebook_lines import cell_lines

#: Files above this many bytes are not read for the sake of a line.
MAX_BYTES = 4_000_000


class Lines:
    """Lines of the files under a root, read once each; what cannot be read has no lines."""

    def __init__(self, root: Path) -> None:
        """Remember the root, which must exist."""
        self._root = real(root)
        self._files: dict[str, str] = {}
        self._lines: dict[tuple[str, int | None], tuple[str, ...]] = {}
        self._cells: dict[str, dict[int, tuple[int, ...]]] = {}

    def of(self, path: str, cell: int | None = None) -> tuple[str, ...]:
        """Return the lines of a file, or of a cell of a notebook (0-based)."""
        key = (path, cell)
        if key not in self._lines:
            text = self._read(path)
            self._lines[key] = _split(text if cell is None else _cell(text, cell))
        return self._lines[key]

    def at(self, place: Place) -> str:
        """Return the line of a place, or "" if there is no such line."""
        lines = self.of(place.path, place.cell)
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def content(self, place: Place) -> str:
        """Return what stands at a place, in a form that reformatting does not change."""
        return content(self.of(place.path, place.cell), place)

    def has(self, path: str) -> bool:
        """Say whether there is a file of that path under the root."""
        return _file(self._root, path) is not None

    def in_file(self, place: Place) -> Place:
        """Return the place as a line of the file: for a cell of a notebook, of its JSON.

        Columns mean nothing there. A cell that is not found stands on the first line.
        """
        if place.cell is None:
            return place
        if place.path not in self._cells:
            self._cells[place.path] = cell_lines(self._read(place.path))
        lines = self._cells[place.path].get(place.cell, ())
        first, last = (_within(lines, number) for number in (place.line, place.last_line))
        return Place(place.path, first, 1, last)

    def _read(self, path: str) -> str:
        if path not in self._files:
            self._files[path] = _text(self._root, path)
        return self._files[path]


def _within(lines: tuple[int, ...], number: int) -> int:
    return lines[min(max(number, 1), len(lines)) - 1] if lines else 1


def _split(text: str) -> tuple[str, ...]:
    # Not `splitlines`: no parser counts a form feed or U+2028 as the end of a line.
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _text(root: Path, path: str) -> str:
    file = _file(root, path)
    if file is None:
        return ""
    try:
        return read_regular(file, MAX_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _file(root: Path, path: str) -> Path | None:
    try:
        file = (root / path).resolve()
        return file if file.is_relative_to(root) and is_file(file) else None
    except (OSError, ValueError, RuntimeError):  # gone, a NUL in the name, a loop of links
        return None


def _cell(text: str, index: int) -> str:
    try:
        source = json.loads(text)["cells"][index]["source"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return ""
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""
