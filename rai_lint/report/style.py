"""Colours and links of the terminal, by hand: ten lines are not worth importing a library for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from rai_lint.report.options import no_page

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
    """Paints and links text, if that is wanted. The text itself must be neutral already.

    `page` gives the address of a rule's page, "" where there is none.
    """

    color: bool = False
    page: Callable[[str], str] = no_page

    def paint(self, text: str, name: str) -> str:
        """Return the text in a named style."""
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.color and text else text

    def rule(self, code: str) -> str:
        """Return the id of a rule, as a link to its page if there is one (OSC 8)."""
        address = self.page(code)
        if not (address.isascii() and address.isprintable() and address):
            return code
        return f"\x1b]8;;{address}\x1b\\{code}\x1b]8;;\x1b\\"
