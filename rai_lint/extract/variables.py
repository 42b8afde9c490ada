"""stated-variable facts: environment variables that documents say a reader may set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from rai_lint.extract.blocks import Block, Row
from rai_lint.extract.facts import Writer
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source
from rai_lint.sources import is_settings_example

KIND = "stated-variable"

_MAX_VARIABLES = 300
_MAX_LINES = 400
_NAME = regex(r"[A-Z][A-Z0-9_]{2,79}")
#: What is computed where the command runs is no setting of the reader's.
_SET = regex(r"^\s*(?:[$>%]\s+)?(?:export|setx?)\s+([A-Z][A-Z0-9_]{2,79})[= ][^`(]*$")
_ASSIGNED = regex(
    r"^\s*(?:export\s+)?([A-Z][A-Z0-9_]{2,79})=(?:\S*|\"[^\"]*\"|'[^']*')\s*(?:#.*)?$"
)
_HEADER = regex(r"(?i)\benv(?:ironment)?\b|\bvariables?\b")


def extract_settings_example(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the variables of a file such as `.env.example`; what is commented out is optional."""
    if not is_settings_example(source.path) or not knowledge.asks(KIND):
        return Extraction()
    writer = Writer(source)
    facts = (
        writer.fact(KIND, number, id=match.group(1), stated_in="file")
        for number, line in enumerate(text.splitlines()[:_MAX_LINES], 1)
        for match in (_ASSIGNED.match(line) or _SET.match(line),)
        if match
    )
    return Extraction(facts=tuple(islice(facts, _MAX_VARIABLES)))


def variable_facts(source: Source, blocks: Iterable[Block], knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the variables that the tables and code blocks of a document state, each once."""
    if not knowledge.asks(KIND):
        return
    seen: set[str] = set()
    for name, line, stated_in in islice(_stated(blocks), _MAX_VARIABLES):
        if name not in seen:
            seen.add(name)
            yield Writer(source).fact(KIND, line, id=name, stated_in=stated_in)


def _stated(blocks: Iterable[Block]) -> Iterator[tuple[str, int, str]]:
    for block in blocks:
        if block.kind == "table" and block.rows and _speaks_of_variables(block.rows[0]):
            for row in block.rows[1:]:
                if row and _NAME.fullmatch(row[0].text.strip()):
                    yield row[0].text.strip(), row[0].line, "table"
        elif block.kind == "code":
            yield from _in_code(block)


def _speaks_of_variables(header: Row) -> bool:
    return bool(header) and _HEADER.search(header[0].text) is not None


def _in_code(block: Block) -> Iterator[tuple[str, int, str]]:
    """Yield what is exported, and all lines of a block that holds nothing but variables."""
    lines = block.code.split("\n")[:_MAX_LINES]
    told = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    only = all(_ASSIGNED.match(line) for line in told)
    for number, line in enumerate(lines, block.line + 1):
        match = (_ASSIGNED.match(line) if only else None) or _SET.match(line)
        if match:
            yield match.group(1), number, "code"
