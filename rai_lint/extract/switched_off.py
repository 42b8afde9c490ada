"""Options that commands give a word for "no": `option-value` facts.

Documents, scripts, images, pipelines and workflows are read line by line; what counts is a line
that runs a Python program, whatever stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, takewhile

from rai_lint.extract.commands import words_of
from rai_lint.extract.facts import Writer
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

KIND = "option-value"

_MAX_LINES = 20_000
_MAX_LINE = 8_000
_MAX_FACTS = 200
_NO = r"(?i:false|no|off|none|0)"
_SIGN = regex(rf"(?<![\w-])--[A-Za-z][\w-]*(?:=|[ \t]+)[\"']?{_NO}\b")
_OPTION = regex(r"(--[A-Za-z][\w-]*)(?:=(.*))?$")
_WORD = regex(rf"{_NO}$")
_PROGRAM = regex(r"[\w./-]{1,150}\.py$")
_MODULE = regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$")
_PYTHON = regex(r"(?:.*/)?(?:python[\d.]*|torchrun|accelerate|deepspeed|launch)$")
_ENDS = regex(r"&&|\|\||[|;&]$")
_MARKS = str.maketrans("`[]", "   ")


def extract_option_values(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the options that a file switches off where it runs a program."""
    if not knowledge.asks(KIND) or not _SIGN.search(text):
        return Extraction()
    return Extraction(facts=tuple(islice(_facts(source, text), _MAX_FACTS)))


def _facts(source: Source, text: str) -> Iterator[Fact]:
    writer = Writer(source)
    for start, command in _commands(text):
        if not _SIGN.search(command):
            continue
        words = words_of(command.translate(_MARKS))
        program, behind = _program(words)
        options = list(takewhile(lambda word: not _ENDS.match(word), behind))
        for name, value in _switched_off(options) if program else ():
            line = start + _line_of(name, command)
            yield writer.fact(KIND, line, id=name, value=value, program=program)


def _commands(text: str) -> Iterator[tuple[int, str]]:
    """Yield commands with their first lines; a backslash carries on, and its line break is kept."""
    start, held = 1, ""
    for number, line in enumerate(text.splitlines()[:_MAX_LINES], 1):
        held += line.rstrip().removesuffix("\\") + "\n"
        if line.rstrip().endswith("\\") and len(held) < _MAX_LINE:
            continue
        if not held.lstrip().startswith("#") and len(held) < _MAX_LINE:
            yield start, held
        start, held = number + 1, ""


def _program(words: list[str]) -> tuple[str, list[str]]:
    """Return the Python file that a command runs, and the words behind it."""
    for at, word in enumerate(words):
        if _PROGRAM.match(word):
            return word, words[at + 1 :]
        runs = word == "-m" and at > 0 and _PYTHON.match(words[at - 1])
        if runs and at + 1 < len(words) and _MODULE.match(words[at + 1]):
            own = words[at + 1].replace(".", "/") + ".py"
            if not own.startswith(("torch/", "accelerate/")):
                return own, words[at + 2 :]
    return "", []


def _switched_off(words: list[str]) -> Iterator[tuple[str, str]]:
    for at, word in enumerate(words):
        match = _OPTION.match(word)
        if match is None:
            continue
        following = words[at + 1] if at + 1 < len(words) else ""
        value = match.group(2) if match.group(2) is not None else following
        if _WORD.match(value):
            yield match.group(1), value


def _line_of(name: str, command: str) -> int:
    return command.count("\n", 0, max(command.find(name), 0))
