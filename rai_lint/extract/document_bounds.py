"""How much a document may hold to be read: what takes long is counted before it is parsed.

A parser of Markdown looks back at each sign that may open or close something, and each line may
be a heading that many tables are asked about. No document that people read comes near the bounds.
"""

from __future__ import annotations

#: Cards are far shorter; change logs and data that call themselves Markdown are not read.
MAX_CHARACTERS = 2_000_000
#: A paragraph with more characters is data: it is taken as text, without links and bold words.
MAX_PARAGRAPH = 100_000
_MOST = {
    "\n": (50_000, "lines"),
    "[": (50_000, "`[`"),
    "<": (50_000, "`<`"),
    "|": (200_000, "`|`"),
    "*": (200_000, "`*`"),
    "_": (200_000, "`_`"),
    "`": (200_000, "backticks"),
}


def too_much(text: str) -> str:
    """Return why a document is not read, "" if it is."""
    if len(text) > MAX_CHARACTERS:
        return f"longer than {MAX_CHARACTERS} characters"
    for sign, (most, name) in _MOST.items():
        if len(text) > most and text.count(sign) > most:
            return f"more than {most} {name}"
    return ""
