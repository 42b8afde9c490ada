"""A quick look at Python text that tells nearly every program from one that would hurt the parser.

Strings and comments are taken out in one search, and what is left is counted line by line. It
overestimates only: what it does not call harmless is read token by token.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from rai_lint.model.regex import regex

# The strings of `tokens`, with whether an f-string begins there.
_STRING = regex(
    r"""
      \#[^\n]*
    | (\b(?:[fFtT][rR]?|[rR][fFtT]))?
      (?:
        \"{3}(?:[^"\\]|\\.|\"(?!\"\"))*(?:\"{3}|\Z)
      | '{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3}|\Z)
      | "(?:[^"\\\n]|\\.)*"?
      | '(?:[^'\\\n]|\\.)*'?
      )
    """,
    re.VERBOSE | re.DOTALL,
)
_LINK = regex(r"[-+*/%@&|^~<>=!.(\[{]|\b(?:and|or|not|in|is|if|else|elif|lambda|await)\b")
_WORD = regex(r"\w+|[^\w\s]|\n")
#: What may begin a pattern, or what is deleted.
_PATTERN = regex(r"\b(?:case|del)\b")
#: What an f-string holds if it ends where it seems to: text, and fields whose strings are whole.
_PLAIN = regex(r"""[^{}\\]*(?:\{(?:[^{}'"\\]|'[^'{}\\]*'|"[^"{}\\]*")*\}[^{}\\]*)*""")
#: Bounds of what the fields of an f-string are trusted with.
_LONG = 500
_DEEP = 20
#: Brackets of patterns that are trusted, however many patterns there are.
_OF_PATTERNS = 2


def longer_than(text: str, bound: int) -> bool:
    """Say whether a program has more words, signs and lines than that; a string counts as one."""
    if len(text) <= bound:
        return False
    bare = _STRING.sub('"', text)
    return len(bare) > bound and sum(1 for _ in islice(_WORD.finditer(bare), bound + 1)) > bound


def is_harmless(text: str, *, nesting: int, chain: int, indent: int, branches: int) -> bool:
    """Say whether a program stays within these bounds; False where a closer look is needed."""
    pieces: list[str] = []
    start = 0
    for match in _STRING.finditer(text):
        if match.group(1) and _is_hard(match.group()):
            return False
        pieces.append(text[start : match.start()])
        start = match.end()
    bare = "".join((*pieces, text[start:]))
    if _PATTERN.search(bare):
        nesting = _OF_PATTERNS
    return bare.count("elif") <= branches and all(
        depth <= nesting and links <= chain and margin <= indent
        for depth, links, margin in _lines(bare)
    )


def _is_hard(text: str) -> bool:
    """Say whether an f-string holds a deep field, or may end elsewhere than it seems to."""
    body = text.lstrip("fFtTrR")
    quote = body[:3] if body[:3] in ('"""', "'" * 3) else body[:1]
    inner = body.removeprefix(quote).removesuffix(quote)
    deep = len(inner) > _LONG or inner.count("(") + inner.count("[") > _DEEP
    return deep or _PLAIN.fullmatch(inner) is None


def _lines(bare: str) -> Iterator[tuple[int, int, int]]:
    """Yield the brackets open at most, the links of a chain at most, and the margin, by line."""
    depth = links = 0
    continued = False
    for line in bare.split("\n"):
        if depth <= 0 and not continued:
            depth = links = 0
        found = _LINK.findall(line)
        links += len(found)
        opened = sum(map(found.count, "([{"))
        yield depth + opened, links, len(line) - len(line.lstrip())
        depth += opened - sum(map(line.count, ")]}"))
        continued = line.endswith("\\")
