"""What standard output can show: colour, links to the pages of rules, and how much in a line."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from rai_lint.packs.find import rule_pages

#: Text is no wider than this where there is room, and no narrower where there is none.
WIDEST, NARROWEST = 100, 50
#: Terminals that show links (OSC 8), as they name themselves.
_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "zed"})
_TERMS = frozenset({"xterm-kitty", "xterm-ghostty", "alacritty", "foot", "foot-extra", "contour"})
_VARIABLES = ("WT_SESSION", "DOMTERM")
#: The first versions of VTE (GNOME's terminal and others) and Konsole that do.
_VTE, _KONSOLE = 5001, 201200


def wants_color(when: str) -> bool:
    """Say whether standard output takes colour: as asked, else if a person looks at it."""
    if when != "auto":
        return when == "always"
    if "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def wants_links(environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Say whether coloured output may hold links: where the terminal is known to show them.

    `FORCE_HYPERLINK` decides if it is given, as for other programs: `0` forbids links.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced.strip() != "0"
    if not terminal or "TMUX" in environment or "STY" in environment:
        return False  # a multiplexer names the terminal around it, and may not pass links on
    return (
        environment.get("TERM_PROGRAM") in _PROGRAMS
        or environment.get("TERM") in _TERMS
        or any(name in environment for name in _VARIABLES)
        or _number(environment.get("VTE_VERSION")) >= _VTE
        or _number(environment.get("KONSOLE_VERSION")) >= _KONSOLE
    )


def page_of(code: str) -> str:
    """Return the address of the page of a rule on this machine; "" where there is none."""
    page = rule_pages() / f"{code}.md"
    return _address(page) if page.is_file() else ""


def text_width() -> int:
    """Return how wide text may be: as the terminal is, within bounds."""
    if not sys.stdout.isatty():
        return WIDEST
    columns = shutil.get_terminal_size((WIDEST, 24)).columns
    return min(max(columns, NARROWEST), WIDEST)


def _address(page: Path) -> str:
    """Return a `file:` address; with the name of the machine, as a terminal may show another's."""
    if sys.platform == "win32":
        return page.as_uri()
    return f"file://{quote(socket.gethostname())}{quote(os.fsencode(page))}"


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
