"""stated-version facts: which Python, and which packages, a document says that it is run with.

Badges, tables, lists of requirements and sentences about them count; what tells of the past, of
results or of other people's environments does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from msgspec import Struct

from rai_lint.extract.blocks import Block, Image, Row
from rai_lint.extract.facts import Writer
from rai_lint.extract.licence_badges import badge_parts
from rai_lint.extract.phrases import sentences
from rai_lint.extract.sections import Outline
from rai_lint.extract.version_words import VersionSaid, release, versions_said
from rai_lint.extract.versions import LISTS_VERSIONS
from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex

_MAX_STATEMENTS = 200
_MAX_ITEM = 240
_MAX_COLUMNS = 3
_MAX_LINES = 400

#: Headings under which versions are those of results, of the past, or of other environments.
_ELSEWHERE = regex(
    r"\b(?:change\s?log|history|news|updates?|release|results?|benchmarks?|performance|evaluation"
    r"|experiments?|trained|training|fine-?tun\w*|profil\w*|trouble\w*|faq|issues?|problem\w*"
    r"|compatib\w*|roadmap|migrat\w*|upgrad\w*|acknowledg\w*|references?|related|limitations?"
    r"|alternativ\w*|legacy|older|errors?|\d{4}-\d\d(?:-\d\d)?|fr\u00fcher|windows|mac(?:os)?)\b",
    re.IGNORECASE,
)
_ABOUT = regex(
    r"require|prerequisit|pr\u00e9requis|voraussetz|requisit|install|set[- ]?up|environment"
    r"|getting started|quick[- ]?start|tech\b|technolog|stack|dependenc|software|versions?\b|run"
    r"|built with|docker|deploy|develop|configuration|usage|tools|\u5b89\u88c5|\u73af\u5883"
    r"|\u8981\u6c42|\u0442\u0440\u0435\u0431\u043e\u0432|\u0443\u0441\u0442\u0430\u043d",
    re.IGNORECASE,
)
#: Sentences about the past, about exceptions, or about what may work as well.
_NO_STATEMENT = regex(
    r"\b(?:train(?:ed|ing)|fine-?tun\w+|profil\w+|measured|benchmark\w*|evaluat\w+|previous\w*"
    r"|older|formerly|originally|was|were|supports?|supported|deprecat\w*|fix(?:ed|es)?|bugs?"
    r"|issues?|errors?|no longer|since|before|until|not|cannot|except|instead"
    r"|if (?:you|the|your|it|there)|for example|e\.g|recommend\w*|prefer\w*|optional\w*|similar"
    r"|should work|may|might|could|compatib\w+|released|upgrad\w+|migrat\w+"
    r"|legacy|paper|default\w*|docs?|syntax|via|wheels?|removed|added|conflicts?|windows|mac(?:os)?|colab|kaggle|breaks?|warnings?)\b|n't\b|\bor\s+\w+\s+\d",
    re.IGNORECASE,
)
_TRIED = regex(r"\b(?:tested|verified|validated|tried|developed|checked|getestet)\b", re.IGNORECASE)
_WAS_TRIED = regex(
    r"\b(?:was|were|been)\s+(?=tested|verified|validated|tried|checked)", re.IGNORECASE
)
_ASKS = regex(
    r"\b(?:requires?|required|requirements?|needs?|uses?|using|use|runs? (?:on|with)|install|with"
    r"|prerequisites?|written in|on top of|in|built (?:on|with)|target\w*|environment)\b",
    re.IGNORECASE,
)
_PROGRAM_LANGUAGE = regex(r"^\s*(?:[\w /&*`-]{1,30}[:|\u2013\u2014-]\s*)?$")
#: Commands that make an environment, and the version that they make it with.
_MAKES = regex(
    r"(?:^|[\s;&])(?:(?:conda|mamba|micromamba)\s+(?:create|install)\b[^\n#]{0,120}?[\s\"']python"
    r"\s?={1,2}\s?|uv\s+(?:venv|init|sync|python\s+(?:install|pin))\b[^\n#]{0,80}?(?:--python[\s=]|-p\s|"
    r"install\s|pin\s)|pyenv\s+(?:install|local|virtualenv)\s+(?:-s\s+)?|poetry\s+env\s+use\s+"
    r"(?:python)?|virtualenv\s+(?:-p|--python)[\s=]?python)"
    r"(?P<made>3\.\d{1,2})(?:\.\d{1,2})?(?![\w.])"
    r"|(?:^|[\s;&])python(?P<run>3\.\d{1,2})\s+-m\s+venv\b"
)
_ELSEWHERE_BELOW = regex(r"^\s*(?:[$>%]\s+)?(?:git\s+clone|cd|pushd|ssh)\b")
_INSTALLS = regex(r"\bpip3?\s+install\b")
_PINNED = regex(r"([A-Za-z][\w.-]{0,40})==\d")


class _Said(Struct, frozen=True):
    """A version with its line and where it is said."""

    said: VersionSaid
    line: int
    where: str
    tried: bool = False


def stated_versions(outlined: Outline, writer: Writer) -> Iterator[Fact]:
    """Yield each version that a document states for the environment that it is run in.

    Lists of versions under a heading of their own are left out where `version_facts` reads them,
    in cards of models; under "Framework versions", what was used for training stands anywhere.
    """
    for found in islice(_statements(outlined, writer.card_kind), _MAX_STATEMENTS):
        said = found.said
        yield writer.fact(
            "stated-version",
            found.line,
            name=said.name,
            raw=said.raw,
            value=said.specifiers,
            lowest=said.lowest,
            stated_in=found.where,
            tried=found.tried,
        )


def _statements(outlined: Outline, card_kind: str) -> Iterator[_Said]:
    for index, section in enumerate(outlined.sections):
        above = [each.heading for each in outlined.above(index) if each.heading and not each.title]
        yield from _badges(section.blocks)
        if any(_ELSEWHERE.search(each) or _is_listed(each, card_kind) for each in above):
            continue
        about = any(_ABOUT.search(heading) for heading in above)
        for block in section.blocks:
            yield from _of_block(block, about=about)


def _is_listed(heading: str, card_kind: str) -> bool:
    listed = LISTS_VERSIONS.search(heading) is not None
    return listed and (card_kind == "model" or "framework" in heading.lower())


def _of_block(block: Block, *, about: bool) -> Iterator[_Said]:
    if block.kind == "table":
        for row in block.rows:
            yield from _row(row, about=about)
    elif block.kind == "code":
        yield from _commands(block)
    elif block.kind == "item" and about and len(block.text) <= _MAX_ITEM:
        yield from _item(block)
    elif block.kind in ("item", "paragraph"):
        yield from _prose(block, about=about)


def _badges(blocks: Iterable[Block]) -> Iterator[_Said]:
    for block in blocks:
        for image in block.images:
            yield from _badge(image)


def _badge(image: Image) -> Iterator[_Said]:
    """Yield what a static badge says; its alternative text may admit more."""
    parts = " ".join(badge_parts(image.target))
    shown = [*versions_said(parts)]
    for said in shown[:1] if len(shown) == 1 and shown[0].start == 0 else ():
        told = [each for each in versions_said(image.alt) if each.name == said.name]
        admitted = (*said.specifiers, *(text for each in told for text in each.specifiers))
        found = VersionSaid(
            said.name, said.raw, tuple(dict.fromkeys(admitted)), said.lowest, said.start, said.end
        )
        yield _Said(found, image.line, "badge")


def _row(row: Row, *, about: bool) -> Iterator[_Said]:
    """Yield what a row says whose first cells are a name and a version, or a word and both."""
    if not 1 < len(row) <= _MAX_COLUMNS or (row[0].header and row[1].header):
        return
    first, second = row[0].text.strip("*` "), row[1].text.strip()
    if _NO_STATEMENT.search(" ".join(cell.text for cell in row)):
        return
    joined = [*versions_said(f"{first} {second}")]
    if joined and joined[0].start == 0 and joined[0].end > len(first):
        yield _Said(joined[0], row[0].line, "table")
        return
    for said in versions_said(second) if about or _LANGUAGE_CELL.search(first) else ():
        if said.start == 0 or second[: said.start].rstrip().endswith(
            (",", "+", "/", "\u00b7", "|")
        ):
            yield _Said(said, row[0].line, "table")


_LANGUAGE_CELL = regex(
    r"^(?:programming )?(?:languages?|runtime|backend|framework|python|ml|deep learning|core)\b",
    re.IGNORECASE,
)


def _item(block: Block) -> Iterator[_Said]:
    """Yield the versions of a list item that opens with one, perhaps after a label."""
    found = [*versions_said(block.text)]
    if not found or _NO_STATEMENT.search(block.text):
        return
    if not _PROGRAM_LANGUAGE.match(block.text[: found[0].start]):
        yield from _prose(block, about=True)
        return
    tried = bool(_TRIED.search(block.text))
    for said in found:
        yield _Said(said, block.line_at(said.start), "list", tried)


def _prose(block: Block, *, about: bool) -> Iterator[_Said]:
    found = [*versions_said(block.text)]
    if not found:
        return
    for start, end in sentences(block.text):
        sentence = block.text[start:end]
        if _NO_STATEMENT.search(_WAS_TRIED.sub("", sentence)):
            continue
        for said in found:
            if not start <= said.start < end:
                continue
            before = block.text[start : said.start]
            tried = bool(_TRIED.search(sentence))
            opens = about and not before.strip(" *`:-\u2022")
            if tried or opens or _ASKS.search(before[-60:]):
                yield _Said(said, block.line_at(said.start), "prose", tried)


def _commands(block: Block) -> Iterator[_Said]:
    """Yield the versions that commands make an environment with, or install."""
    elsewhere = False
    for offset, line in enumerate(block.code.split("\n")[:_MAX_LINES]):
        number = block.line + 1 + offset
        elsewhere = elsewhere or bool(_ELSEWHERE_BELOW.match(line) and "requirements" not in line)
        command = line.split("#", 1)[0]
        for match in _MAKES.finditer(command):
            version = match["made"] or match["run"]
            specifier = release(version)
            raw = f"Python {version}"
            yield _Said(VersionSaid("python", raw, (specifier,), specifier, 0, 0), number, "code")
        if _INSTALLS.search(command) and not elsewhere:
            pinned = " ".join(text for text in command.split() if _PINNED.match(text.strip("'\"")))
            for said in versions_said(pinned.replace('"', " ").replace("'", " ")):
                yield _Said(said, number, "code")
