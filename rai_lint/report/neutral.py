"""Text of a stranger's repository, made harmless for a terminal.

Escape sequences could recolour or rewrite the screen, newlines in names could forge lines of a
report, and bidirectional overrides could show code in another order than it runs.
"""

from __future__ import annotations

import unicodedata

#: Unicode categories that a terminal acts on rather than shows: controls, formats (among them the
#: bidirectional overrides and zero-width characters), surrogates, private use, line separators.
_ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def neutral(text: str) -> str:
    r"""Return text on one line, each acting character as its escape (`\x1b`, `\u202e`)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def neutral_code(line: str, width: int) -> str:
    """Return a line of code for a frame: tabs as spaces, neutral, cut to a width with "…"."""
    text = neutral(line[: width * 4].expandtabs(4).rstrip())
    return text if len(text) <= width else text[: width - 1] + "…"


def _shown(character: str) -> str:
    if unicodedata.category(character) in _ACTING:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character
