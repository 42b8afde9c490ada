"""JSON to trees, with lines: a scanner without recursion."""

from __future__ import annotations

import json
import re

from rai_lint.extract.tree import Builder, Node, Scalar, TreeError
from rai_lint.model.regex import regex
from rai_lint.model.value import Plain

_MAX_DIGITS = 40

# Linear: no alternative can begin where another one does, and no repetition can match empty.
_TOKEN = regex(
    r"""
    (?P<gap>     (?: [\s,\ufeff]+ | //[^\n]* | /\*(?:[^*]|\*(?!/))*\*/ )+ )
    | (?P<mark>  [{}\[\]:] )
    | (?P<text>  "[^"\\\n]*(?:\\.[^"\\\n]*)*" )
    | (?P<word>  [-+\w.]+ )
    """,
    re.VERBOSE,
)
_WORDS: dict[str, Plain] = {
    "null": None,
    "true": True,
    "false": False,
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
}


def read_json(text: str) -> tuple[Node, ...]:
    """Return the values of a JSON file, usually one; raises `TreeError`.

    Comments and commas too many are accepted, as in the settings of editors.
    """
    builder = Builder()
    closers: list[str] = []
    position, line = 0, 1
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise _error(line)
        piece = found.group()
        if found.lastgroup == "gap":
            line += piece.count("\n")
        elif found.lastgroup == "mark":
            _mark(piece, line, builder, closers)
        else:
            _scalar(piece, found.lastgroup == "text", line, builder)
        position = found.end()
    if closers:
        message = f"not JSON: `{closers[-1]}` is missing at the end"
        raise TreeError(message)
    return tuple(builder.documents)


def _mark(piece: str, line: int, builder: Builder, closers: list[str]) -> None:
    if piece in "{[":
        builder.start(line, mapping=piece == "{")
        closers.append("}" if piece == "{" else "]")
    elif piece in "}]":
        if not closers or closers.pop() != piece:
            raise _error(line)
        builder.end()


def _scalar(piece: str, quoted: bool, line: int, builder: Builder) -> None:
    value = _text(piece, line) if quoted else _word(piece, line)
    if builder.expects_key:
        builder.key(str(value), line)
    else:
        builder.add(Scalar(value, line))


def _text(piece: str, line: int) -> str:
    try:
        text = str(json.loads(piece, strict=False))
    except ValueError as error:
        raise _error(line) from error
    # An escape may be half a character, which no output could write.
    return text.encode("utf-8", "replace").decode()


def _word(piece: str, line: int) -> Plain:
    if piece in _WORDS:
        return _WORDS[piece]
    if len(piece) > _MAX_DIGITS:
        raise _error(line)
    try:
        return int(piece) if piece.lstrip("-").isdigit() else float(piece)
    except ValueError as error:
        raise _error(line) from error


def _error(line: int) -> TreeError:
    return TreeError(f"not JSON at line {line}")
