"""Numbered lists of a document whose items were never written: "1. 2. 3."."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from rai_lint.model.regex import regex

_FIRST = regex(r"\s{0,3}1[.)]\s*")
_SECOND = regex(r"\s{0,3}2[.)]\s*")
_ITEM = regex(r"\s{0,3}\d{1,2}[.)]\s*(?P<text>\S.*)?")


def empty_lists(lines: Sequence[str], code: Collection[int]) -> Iterator[int]:
    """Yield the first lines of numbered lists without a word; `code` are the lines of code."""
    numbered = [
        (number, line)
        for number, line in enumerate(lines, 1)
        if number not in code and line.strip()
    ]
    for position, ((first, one), (_, two)) in enumerate(pairwise(numbered)):
        if _FIRST.fullmatch(one) and _SECOND.fullmatch(two):
            following = (
                _ITEM.fullmatch(line) for _, line in numbered[position + 2 : position + 12]
            )
            if not _goes_on(following):
                yield first


def _goes_on(items: Iterator[re.Match[str] | None]) -> bool:
    """Say whether a later item of the list, before anything else, has words."""
    for item in items:
        if item is None:
            return False
        if item["text"]:
            return True
    return False
