"""What is read: places in files, the files themselves, and those that could not be read."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

SourceKind = Literal[
    "python",
    "notebook",
    "shell",
    "markdown",
    "latex",
    "lock",
    "config",
    "jsonld",
    "text",
    "artifact",
    "data",
]
Scope = Literal["source", "test", "example", "docs", "vendored"]


class Place(Struct, frozen=True, array_like=True, gc=False):
    """Where something stands.

    `path` is relative to the root, with `/`. `line` and `column` are 1-based; in a notebook `cell`
    is the 0-based index over all cells and `line` counts inside the cell.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    cell: int | None = None

    def order(self) -> tuple[str, int, int, int]:
        """Return the key that sorts places as a reader meets them."""
        return (self.path, -1 if self.cell is None else self.cell, self.line, self.column)

    @property
    def last_line(self) -> int:
        """Return the last line, which is `line` unless `end_line` says more."""
        return max(self.line, self.end_line)


class Source(Struct, frozen=True, array_like=True):
    """A file that counts: its path relative to the root, what it is, and its size in bytes."""

    path: str
    kind: SourceKind
    scope: Scope
    size: int = 0


class Skipped(Struct, frozen=True, array_like=True):
    """A file, or a part of one, that was not read, with the reason; `kind` if it was known.

    `passing` is what the next run may well read: nothing is wrong with the file.
    """

    path: str
    because: str
    kind: SourceKind | None = None
    scope: Scope = "source"
    passing: bool = False
