"""Texts made to slow a regular expression down, and how its time grows with them.

Of each pattern the repetitions are read; a text is then made of what leads to one of them and many
times what it repeats, or of many beginnings that come to no end. A pattern that is linear takes
twice as long for twice the text, one that is not at least four times.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import rai_lint
from rai_lint.model import regex as door

if sys.version_info >= (3, 11):
    from re import _constants as codes
    from re import _parser as parser
else:
    import sre_constants as codes
    import sre_parse as parser

#: A repetition that may go on for longer is one that a text can slow down.
_MANY = 60
_MOST_TEXTS = 400
_ENDS = ("", "\n", "\x00", "!")
_CATEGORIES = {
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
_FILLERS = "a 1-.\"'`<[({\n"


class Pattern(NamedTuple):
    """A regular expression of the program, and where it stands."""

    module: str
    name: str
    made: re.Pattern[Any]


def patterns() -> Iterator[Pattern]:
    """Yield the regular expressions that stand in modules of the program, in Python's own kind."""
    for info in pkgutil.walk_packages(rai_lint.__path__, "rai_lint."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for place, each in _inside(name, value):
                if isinstance(each, re.Pattern):
                    yield Pattern(info.name, place, each)
                elif isinstance(each, door._Waiting):  # noqa: SLF001 - the audit looks inside
                    yield Pattern(info.name, place, re.compile(*each._made_of))  # noqa: SLF001


def _inside(name: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        pairs = [(f"{name}[{key}]", each) for key, each in value.items()]
    elif isinstance(value, (tuple, list)):
        pairs = [(f"{name}[{key}]", each) for key, each in enumerate(value)]
    else:
        yield name, value
        return
    for place, each in pairs:
        for part in each if isinstance(each, tuple) else (each,):
            yield place, part


def texts(pattern: str, flags: int) -> Sequence[tuple[str, str, str]]:
    """Return what slows a pattern down: a beginning, what is repeated, and an end."""
    found: dict[tuple[str, str, str], None] = {}
    tree = parser.parse(pattern, flags)
    pieces = {each for each in _pieces(tree) if each} | set(_FILLERS)
    for before, body in _repeated(tree, ""):
        for pump in {_sample(body, number) for number in range(3)} - {""}:
            for end in _ENDS:
                found[before, pump, end] = None
                found["", before + pump, end] = None
            for filler in _FILLERS:
                found[before, pump + filler, "\x00"] = None
        if before:
            found["", before, ""] = None
            for filler in _FILLERS:
                found["", before + filler, "\x00"] = None
    for each in sorted(pieces):
        for end in _ENDS[:3]:
            found["", each, end] = None
    return [*found][:_MOST_TEXTS]


def _repeated(tree: Any, before: str) -> Iterator[tuple[str, Any]]:
    """Yield the long repetitions, each with a shortest text that leads to it."""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) or str(code) == "POSSESSIVE_REPEAT":
            _, most, body = value
            if most is codes.MAXREPEAT or most > _MANY:
                yield before, body
            yield from _repeated(body, before)
        elif code is codes.SUBPATTERN:
            yield from _repeated(value[-1], before)
        elif str(code) == "ATOMIC_GROUP":
            yield from _repeated(value, before)
        elif code is codes.BRANCH:
            for each in value[1]:
                yield from _repeated(each, before)
        before += _one((code, value), 0)


def _pieces(tree: Any) -> Iterator[str]:
    """Yield a text for each part of a pattern."""
    for code, value in tree:
        yield _one((code, value), 0)
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            yield from _pieces(value[2])
        elif code is codes.SUBPATTERN:
            yield from _pieces(value[-1])
        elif code is codes.BRANCH:
            for each in value[1]:
                yield from _pieces(each)


def _sample(tree: Any, number: int) -> str:
    return "".join(_one(each, number) for each in tree)


def _one(node: Any, number: int) -> str:
    """Return a text that a part of a pattern takes; `number` says which of several."""
    code, value = node
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.ANY:
        return "a -"[number % 3]
    if code is codes.NOT_LITERAL:
        return next(each for each in ("a", "b") if ord(each) != value)
    if code is codes.IN:
        return _of_set(value, number)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) or str(code) == "POSSESSIVE_REPEAT":
        least, most, body = value
        return _sample(body, number) * int(max(least, 1) if number and most else least)
    if code is codes.SUBPATTERN:
        return _sample(value[-1], number)
    if str(code) == "ATOMIC_GROUP":
        return _sample(value, number)
    if code is codes.BRANCH:
        return _sample(value[1][number % len(value[1])], number)
    return ""


def _of_set(items: Any, number: int) -> str:
    if items[0][0] is codes.NEGATE:
        whole = re.compile("[^" + "".join(map(_spelled, items[1:])) + "]")
        fitting = [each for each in " a1-.<[(\"'\n\\" if whole.match(each)]
        return fitting[number % len(fitting)] if fitting else "\u4e00"
    code, value = items[number % len(items)]
    if code is codes.LITERAL:
        return chr(value)
    return chr(value[0]) if code is codes.RANGE else _CATEGORIES.get(value, "a")


def _spelled(item: Any) -> str:
    code, value = item
    if code is codes.LITERAL:
        return re.escape(chr(value))
    if code is codes.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {" ": r"\s", "1": r"\d", "a": r"\w"}[_CATEGORIES[value]] if value in _POSITIVE else ""


_POSITIVE = (codes.CATEGORY_SPACE, codes.CATEGORY_DIGIT, codes.CATEGORY_WORD)


def run(method: Callable[[Any], Any], text: Any) -> float:
    """Return the seconds of the processor that asking a pattern about a text takes."""
    start = time.process_time()
    found = method(text)
    if hasattr(found, "__next__"):
        for _ in found:
            pass
    return time.process_time() - start


def growth(method: Callable[[Any], Any], part: tuple[str, str, str], *, binary: bool) -> float:
    """Return by what the time grows for four times the text: 4 for linear, 0 for too quick.

    Sizes stop where the work is long enough to be told from noise, and the least of several
    measurements counts.
    """
    for size in _SIZES:
        if run(method, _text(part, size, binary)) > _LONG:
            break
    else:
        return 0.0
    long = min(run(method, _text(part, size, binary)) for _ in range(3))
    if long < _LONG:
        return 0.0
    short = min(run(method, _text(part, size // 4, binary)) for _ in range(3))
    return long / max(short, 1e-6)


#: In small steps at first: what doubles with each sign would not come to an end.
_SIZES = (16, 24, 32, 48, 64, 96, 144, 240, 960, 3840, 15360)
#: Seconds; what is linear takes less than a millisecond for the longest text.
_LONG = 0.01


def _text(part: tuple[str, str, str], size: int, binary: bool) -> Any:
    text = part[0] + part[1] * (size // len(part[1]) + 1) + part[2]
    return text.encode("utf-8", "replace") if binary else text
