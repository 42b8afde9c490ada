"""Papers in LaTeX: their sections, and what they say of care for people.

A paper is a document, and no card: its sections are `paper-section` facts. Commands are taken away
and their arguments kept, line by line, so that every word stays on its line; figures, tables,
formulas and listings are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from msgspec.structs import replace

from rai_lint.extract.blocks import Block
from rai_lint.extract.card_sections import section_facts
from rai_lint.extract.facts import Writer
from rai_lint.extract.sections import outline
from rai_lint.extract.statements import extract_statements
from rai_lint.model.fact import Extraction
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source


def _each(text: str) -> frozenset[str]:
    return frozenset(text.split())


MAX_CHARACTERS = 1_000_000
_MAX_LINE = 20_000
_MAX_BLOCKS = 20_000

#: Levels below the title, which no command of these gives.
_LEVELS = {
    "part": 2,
    "chapter": 2,
    "section": 3,
    "subsection": 4,
    "subsubsection": 5,
    "paragraph": 6,
    "subparagraph": 6,
}
_HEADING = regex(
    r"\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?"
    r"\s*(?:\[[^\]]{0,400}\]\s*)?\{"
)
_COMMENT = regex(r"(?<!\\)%.*")
_BEGIN = regex(r"\\(begin|end)\s*\{([A-Za-z]{1,40})\*?\}")
#: What these hold is no running text.
_LEFT_OUT = _each(
    """figure wrapfigure tikzpicture table tabular tabularx longtable equation align gather multline
    eqnarray displaymath math lstlisting verbatim minted algorithm algorithmic filecontents comment
    titlepage thebibliography"""
)
_FORMULA = regex(r"\$[^$]{0,400}\$")
#: Commands whose argument is the name of something, not a word of the text.
_NAMES = regex(
    r"\\(?:cite[a-z]*|[a-z]*cite|ref|eqref|autoref|cref|Cref|label|url|includegraphics|input|include|usepackage"
    r"|documentclass|bibliography[a-z]*|hspace|vspace|setcounter|setlength|pagestyle)\*?"
    r"(?:\[[^\]]{0,200}\])*(?:\{[^{}]{0,400}\})+"
)
#: `\"a`, `\'{e}`: an accent and the letter it stands on.
_ACCENT = regex(r"\\([\"'`^~])\s?\{?([A-Za-z])\}?")
_MARKS = {'"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303"}
_SPELLED = regex(r"\\(ss|ae|oe|aa|o|AE|OE|AA|O)(?![A-Za-z])\s?(?:\{\})?")
_LETTERS = {"ss": "ß", "ae": "æ", "oe": "œ", "aa": "å", "o": "ø"}
_ESCAPED = regex(r"\\([%&#_$ {}])")
_COMMAND = regex(r"\\(?:[A-Za-z]+\*?(?:\[[^\]]{0,200}\])?|.)")


def extract_latex(source: Source, data: bytes, knowledge: Knowledge) -> Extraction:
    """Yield the sections of a paper and its statements; of what has no sections nothing."""
    wanted = knowledge.asks("paper-section", "statement")
    if source.scope in ("test", "vendored") or not wanted or b"section" not in data:
        return Extraction()
    lines = list(_lines(_decoded(data)[:MAX_CHARACTERS]))
    if not any(level for _, level, _ in lines):
        return Extraction()
    said = extract_statements(source, _plain(lines), knowledge)
    if not knowledge.asks("paper-section"):
        return said
    outlined = outline(tuple(_blocks(lines)), knowledge)
    found = section_facts(outlined, Writer(source), knowledge)
    sections = tuple(replace(fact, kind="paper-section") for fact in found)
    return replace(said, facts=(*sections, *said.facts))


def _decoded(data: bytes) -> str:
    """Return the text; older papers are written in Latin-1, in which every byte is a letter."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield number, level (0 for text) and words of each line; headings stand on their own."""
    left_out = 0
    preamble = text[: max(0, text.find("\\begin{document}"))].count("\n")
    for number, written in enumerate(text.splitlines(), 1):
        if number <= preamble:
            continue
        line = _COMMENT.sub("", written[:_MAX_LINE])
        for mark, name in _BEGIN.findall(line):
            if name in _LEFT_OUT:
                left_out = max(0, left_out + (1 if mark == "begin" else -1))
        if left_out or _BEGIN.search(line):
            continue
        heading = _HEADING.search(line)
        if heading is None:
            yield number, 0, _words(line)
            continue
        end = _closing(line, heading.end())
        yield number, _LEVELS[heading[1]], _words(line[heading.end() : end])
        yield number, 0, _words(line[end + 1 :])


def _closing(line: str, start: int) -> int:
    """Return where the brace that was opened before `start` is closed, or the end of the line."""
    depth = 1
    for position in range(start, len(line)):
        depth += {"{": 1, "}": -1}.get(line[position], 0)
        if depth == 0:
            return position
    return len(line)


def _words(line: str) -> str:
    """Return the words of a line, without commands and with the letters they spell."""
    line = _NAMES.sub(" ", _FORMULA.sub(" ", line))
    line = _ACCENT.sub(lambda found: found[2] + _MARKS[found[1]], line)
    line = _SPELLED.sub(lambda found: _LETTERS.get(found[1], _LETTERS[found[1].lower()]), line)
    line = _ESCAPED.sub(r"\1", line)
    line = _COMMAND.sub(" ", line).replace("~", " ").replace("``", '"').replace("''", '"')
    line = unicodedata.normalize("NFC", line.replace("{", "").replace("}", ""))
    return " ".join(line.split())


def _blocks(lines: list[tuple[int, int, str]]) -> Iterator[Block]:
    """Yield headings, and each line of text as a paragraph of its own."""
    for number, level, words in lines[:_MAX_BLOCKS]:
        if level:
            yield Block(kind="heading", line=number, level=level, text=words)
        elif words:
            yield Block(kind="paragraph", line=number, end_line=number, text=words)


def _plain(lines: list[tuple[int, int, str]]) -> str:
    """Return the words of all lines, each on the line it stands on."""
    last = lines[-1][0] if lines else 0
    found = [""] * (last + 1)
    for number, _, words in lines:
        found[number] = f"{found[number]} {words}".strip()
    return "\n".join(found[1:])
