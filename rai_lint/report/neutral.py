"""Text of a stranger's repository, made harmless for a terminal and for the log of a CI job.

Escape sequences could recolour or rewrite the screen, newlines in names could forge lines of a
report, and bidirectional overrides could show code in another order than it runs. Runners of CI
jobs obey lines of their logs: GitHub's those that begin with `::`, and that hold `##[` anywhere, as
those of Azure `##vso[` and TeamCity `##teamcity[`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: Unicode categories that a terminal acts on rather than shows: controls, formats (among them the
#: bidirectional overrides and zero-width characters), surrogates, private use, line separators.
_ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
#: A command of a runner, wherever it stands in a line.
_COMMAND = re.compile(r"(##\w*)\[")


def neutral(text: str) -> str:
    r"""Return text on one line, each acting character as its escape (`\x1b`, `\u202e`)."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(_shown(character) for character in text)
    return _COMMAND.sub(r"\1\\x5b", text) if "##" in text else text


def printed(lines: Iterable[str]) -> str:
    """Return lines of neutral text as they are printed: none of them is a runner's command."""
    return "".join(f"{_no_command(line)}\n" for line in lines)


def _no_command(line: str) -> str:
    at = len(line) - len(line.lstrip())
    return f"{line[:at]}\\x3a{line[at + 1 :]}" if line.startswith("::", at) else line


def neutral_code(line: str, width: int) -> str:
    """Return a line of code for a frame: tabs as spaces, neutral, cut to a width with "…"."""
    text = neutral(line[: width * 4].expandtabs(4).rstrip())
    return text if len(text) <= width else text[: width - 1] + "…"


def _shown(character: str) -> str:
    if unicodedata.category(character) in _ACTING:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character
