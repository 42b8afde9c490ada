"""superseded-file facts: programs whose head says that they are no longer used."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.facts import Writer
from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

KIND = "superseded-file"

_HEAD = 4_000
_MAX_LINES = 25
_SHOWN = 80
_WORDS = r"(?:deprecated|obsolete|superseded|outdated|retired)"
#: Comments and the lines of a docstring, without what frames them.
_FRAME = "#\"'*[](){}!=-_|/ \t"
_END = r"\W*$|[\]):.,;!-]|\s+(?:please|since|use|by|in favou?r|and)\b"
_SAYS = regex(
    rf"(?i)(?:warning\W+|note\W+)?{_WORDS}(?:{_END})"
    rf"|(?:warning\W+|note\W+)?this (?:file|script|module|program|notebook|version)"
    rf" (?:is|has been|was) (?:now )?(?:{_WORDS}|no longer (?:used|maintained|needed|in use))\b"
)
_CODE = regex(r"(?:import|from|def|class|if|for|with|try)\b|\w[\w.]*\s*(?:=|\()")


def superseded_files(source: Source, text: str) -> Iterator[Fact]:
    """Yield the line of a program's head, before its first statement, that says so."""
    for number, line in enumerate(text[:_HEAD].splitlines()[:_MAX_LINES], 1):
        if _CODE.match(line):
            return
        said = line.strip(_FRAME)
        # The frame may hold the mark by which the word is told from the start of a sentence.
        if _SAYS.match(line.lstrip(_FRAME)):
            yield Writer(source).fact(KIND, number, raw=said[:_SHOWN])
            return
