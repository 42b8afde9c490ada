"""Colours of the terminal, by hand: a run must not import a library to print ten lines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

_CODES: Mapping[str, str] = MappingProxyType(
    {
        "bold": "1",
        "dim": "2",
        "path": "1",
        "error": "1;31",
        "warning": "1;33",
        "note": "1;36",
        "mark": "34",
        "good": "32",
    }
)


class Style(Struct, frozen=True):
    """Paints text, if colour is wanted. The text itself must be neutral already."""

    color: bool = False

    def paint(self, text: str, name: str) -> str:
        """Return the text in a named style."""
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.color and text else text
