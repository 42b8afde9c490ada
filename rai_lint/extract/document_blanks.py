"""blank-left facts of READMEs: what their template left to be filled in, each where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rai_lint.extract.blocks import Block
from rai_lint.extract.empty_lists import empty_lists
from rai_lint.extract.facts import Writer
from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex

_MAX_BLANKS = 40
_MAX_LINES = 400
_SHOWN = 60
_SITES = r"(?:github|gitlab|huggingface)\.(?:com|co)"
_ACCOUNT = r"your[-_ ]?(?:user(?:name)?|name|org|account|github|handle|id)"

#: An address that a command is given.
_IN_CODE = regex(
    rf"(?i)(?P<blank>{_SITES}[/:](?:{_ACCOUNT}|<[^>\n]{{1,30}}>|\[[^\]\n]{{1,30}}\]"
    r"|user-?name|my-?user(?:name)?))/"
)
#: In capitals it is no plan: what is to come in a list of things to do is no blank.
_TO_DO = (
    r"\b(?:TODO|FIXME|TBD)\b:? ?(?:[Aa]dd|[Ff]ill in|[Ii]nsert|[Pp]ut|[Ww]rite)"
    r"(?: the| your| our| a| some)? (?:final |real |actual |more )?(?:results?|numbers|metrics"
    r"|scores|links?|figures?|screenshots?|description|licen[cs]e|citation|instructions|values|table"
    r"|diagram)\b"
)
_ASKS = (
    r"your|insert (?:your|the|a)|add (?:your|a) |describe|brief description|name of (?:the|your)"
)
_THEM = "(?:this |these |them |it )"
_IN_TEXT = tuple(
    map(
        regex,
        (
            rf"(?i)(?P<blank>{_SITES}/(?:{_ACCOUNT}|user-?name))/",
            rf"(?i)(?P<blank>\[(?:{_ASKS})\b[^\]\n]{{0,60}}\])(?:[^(:]|$)",
            r"(?i)\bReplace (?:this )?with your\b",
            r"(?i)\b(?:your[._-]?(?:name|email)|name)@(?:example|email|domain)\.(?:com|org)\b",
            rf"(?i)\bfill {_THEM}?in with (?:the |your )?(?:real|actual|own|final|measured)\b",
            r"(?i)\breplace (?:this |these |it )?with (?:your|the) (?:actual|real|own)\b",
            _TO_DO,
            r"(?i)[(*_\[]\s?placeholder(?:\s?[)\]:]| (?:text|instructions|image|value))",
        ),
    )
)
_HEADING = regex(r"(?i)^\[?(?:your |insert )(?:project|title|name)")


def document_blanks(
    writer: Writer, blocks: Sequence[Block], text: str, code: set[int]
) -> Iterator[Fact]:
    """Yield the blanks of a README; `code` are the numbers of its lines of code.

    `id` is the blank in a few words, `raw` the line that it stands in.
    """
    found = dict.fromkeys((*_blanks(blocks), *_unwritten(text, code)))
    for line, blank, raw in islice(sorted(found), _MAX_BLANKS):
        yield writer.fact("blank-left", line, id=blank, what="document", raw=raw)


def _blanks(blocks: Iterable[Block]) -> Iterator[tuple[int, str, str]]:
    for block in blocks:
        for line, text in _lines(block):
            patterns = (_IN_CODE,) if block.kind == "code" else _IN_TEXT
            matches = (pattern.search(text) for pattern in patterns)
            for match in filter(None, matches):
                blank = match.groupdict().get("blank") or match.group()
                yield line, _short(blank), _short(text)
            if block.kind == "heading" and _HEADING.search(text):
                yield line, _short(text), _short(text)


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block with their numbers; a row of a table is one."""
    if block.kind == "code":
        yield from enumerate(block.code.split("\n")[:_MAX_LINES], block.line + 1)
    elif block.kind == "table":
        for row in block.rows[:_MAX_LINES]:
            if row:
                yield row[0].line, " ".join(cell.text for cell in row if cell.text)
    elif block.kind != "comment":
        yield from enumerate(block.text.split("\n")[:_MAX_LINES], block.line)


def _unwritten(text: str, code: set[int]) -> Iterator[tuple[int, str, str]]:
    lines = text.splitlines()
    for number in empty_lists(lines, code):
        yield number, "a list without a word", lines[number - 1][:_SHOWN]


def _short(text: str) -> str:
    return " ".join(text.split())[:_SHOWN].strip(" (*_")
