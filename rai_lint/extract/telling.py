"""Whether a row says enough that it is not met twice by chance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from rai_lint.extract.data_rows import Said
from rai_lint.model.regex import regex

#: A word, or a character of a script that is written without spaces.
_WORD = regex(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_FIRST_UNSPACED = "\u0e00"
_DIGITS = regex(r"[1-9][0-9]*")
_SAMPLE = 300
_FEW = 10
_MAX_PIECES = 2_000
_MAX_PIECE = 5_000
_MAX_DEPTH = 20
#: Words of its own that make a text, and digits that make a row of numbers.
_MIN_WORDS = 5
_MIN_DIGITS = 24
_MIN_NUMBERS = 6
_PRECISE = 3


class Telling(Struct, frozen=True):
    """Judges rows of one file; `common` are words that a good part of its rows share."""

    common: frozenset[str]

    def text(self, said: Said) -> bool:
        """Say whether a row holds a text of some words that are not those of every row."""
        return any(_weight(words(piece) - self.common) >= _MIN_WORDS for piece in pieces(said))

    def numbers(self, said: Said) -> bool:
        """Say whether a row holds many numbers of several digits, and different ones."""
        numbers = {piece for piece in pieces(said) if _is_number(piece)}
        precise = [number for number in numbers if _digits(number) >= _PRECISE]
        return len(precise) >= _MIN_NUMBERS and sum(map(_digits, precise)) >= _MIN_DIGITS


def telling(rows: Sequence[Said]) -> Telling:
    """Return the judge of rows of a file; templates and instructions are what many share."""
    sample = rows[:: max(1, len(rows) // _SAMPLE)][:_SAMPLE]
    if len(sample) < _FEW:
        return Telling(frozenset())
    counted: Counter[str] = Counter()
    for said in sample:
        counted.update({word for piece in pieces(said) for word in words(piece)})
    often = len(sample) / 3
    return Telling(frozenset(word for word, count in counted.items() if count > often))


def pieces(said: Said) -> Iterator[str]:
    """Yield the texts and numbers of a row, each cut off where it is very long."""
    leaves = said if isinstance(said, tuple) else _leaves(json.loads(said), 0)
    for count, leaf in enumerate(leaves):
        if count >= _MAX_PIECES:
            return
        yield leaf[:_MAX_PIECE]


def _leaves(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, (dict, list)):
        if depth < _MAX_DEPTH:
            for item in value.values() if isinstance(value, dict) else value:
                yield from _leaves(item, depth + 1)
    elif value is not None:
        yield str(value)


def words(text: str) -> set[str]:
    """Return the different words of a text, without case."""
    return set(_WORD.findall(text.casefold()))


def _weight(found: set[str]) -> float:
    """Return how many words these are: a character of a script without spaces is half a word."""
    return sum(0.5 if word >= _FIRST_UNSPACED and len(word) == 1 else 1 for word in found)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _digits(number: str) -> int:
    found = _DIGITS.findall(number.replace(".", "").split("e")[0])
    return len(found[0].rstrip("0")) if found else 0
