"""Package indexes beside the usual one that any file names: `package-index` facts."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

KIND = "package-index"

_NAMED = regex(
    r"index-url|extra_index|INDEX_URL|find-links|find_links|download\.pytorch\.org"
    r"|tool\.uv\.(?:index|sources)|tool\.poetry\.source|tool\.pdm\.source"
    r"|(?m:^[ \t]*-[if]\s+\S)|\bpip3?\s+install\b[^\n]{0,500}\s-[if]\s"
)


def extract_package_indexes(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the first place where a file tells of another index than the usual one."""
    return Extraction(facts=tuple(package_indexes(source, text, knowledge)))


def package_indexes(source: Source, text: str, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the first place where a text tells of another index than the usual one."""
    match = _NAMED.search(text) if knowledge.asks(KIND) else None
    if match is not None:
        place = Place(source.path, text.count("\n", 0, match.end()) + 1)
        fields = {"id": Known(match.group().strip()[:80])}
        yield Fact(kind=KIND, place=place, fields=fields, scope=source.scope)
