"""Drawings of a folder tree in documents: the files and folders that a project says it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from rai_lint.extract.blocks import Block
from rai_lint.extract.phrases import any_match
from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table

_MAX_LINES = 400
#: A line of a drawing: what leads to the branch, the branch itself, and what hangs on it.
_BRANCH = regex(r"([\s\u2502|]*(?:[\u251c\u2514\u2570+`\\|] ?[\u2500\u2501-]{1,4}))[ \t]*(\S.*)")
#: A line that leads somewhere: the drawing is of steps, one after another, and of no folders.
_ARROW = regex(
    r"[\s\u2500-\u257f|+`\\-]*(?:[\u2191\u2193\u21d3\u25bc\u25bd\u2b07]|[vV]\s*$"
    r"|[-\u2500\u2501=]>|[\u25b6\u25ba\u2192\u27f6])"
)
#: The line above the first branch: `my-project/`.
_ROOT = regex(r"\W*([\w.@+-]+(?:/[\w.@+-]+)*)/?")
#: Pictures that some put before a name.
_PICTURES = regex(r"[^\w./@\[{<(*-]+")
_NAME = regex(r"([\w.@+-]+(?:/[\w.@+-]+)*)/?")
#: What may follow a name: nothing, or a sign and words about it.
_ABOUT = regex(
    r"\s*$|\s*(?:#|//|<-|\u2190|\u27f5|\u2192|->|=>|--?\s|\u2013|\u2014|\(|:|\u00b7|\u2022)|\s{2,}"
)


class Drawn(Struct, frozen=True):
    """A file or folder of a drawing: its path below the top of the drawing, and its line."""

    path: str
    line: int


class _Open(Struct, frozen=True):
    """A folder whose contents may follow: how far right it stands, and its path.

    Without a path it is one of which nothing is expected: made, fetched, or not understood.
    """

    column: int
    path: str | None


def drawn_entries(blocks: Iterable[Block], words: Table) -> Iterator[Drawn]:
    """Yield what drawings below a heading about the layout say there is.

    What a document says is made, fetched or kept out of the repository is left out with all that
    is below it, and so is what has a name of that sort (`data`, `outputs`, `model.pt`).
    """
    about_layout = False
    for block in blocks:
        if block.kind == "heading":
            about_layout = any_match(words, "file-list", block.text)
        elif block.kind == "code" and about_layout:
            yield from _in_drawing(block, words)


def _in_drawing(block: Block, words: Table) -> Iterator[Drawn]:
    lines = block.code.split("\n")[:_MAX_LINES]
    if _is_made(_root(lines), "", words) or any(map(_ARROW.match, lines)):
        return
    above: list[_Open] = []
    for number, line in enumerate(lines, block.line + 1):
        branch = _BRANCH.match(line)
        if branch is None:
            continue
        column = len(branch.group(1))
        while above and above[-1].column >= column:
            above.pop()
        folder = above[-1].path if above else ""
        path = _path(folder, branch.group(2), words)
        above.append(_Open(column, path))
        if path is not None:
            yield Drawn(path, number)


def _root(lines: list[str]) -> str:
    """Return the name at the top of a drawing, or nothing."""
    first = next((line for line in lines if line.strip()), "")
    found = None if _BRANCH.match(first) else _ROOT.match(first.strip())
    return found.group(1) if found else ""


def _path(folder: str | None, text: str, words: Table) -> str | None:
    """Return the path of what hangs on a branch; None where it may well not be there."""
    pictures = _PICTURES.match(text)
    text = text[pictures.end() :] if pictures else text
    named = _NAME.match(text)
    if folder is None or named is None:
        return None
    name, about = named.group(1), text[named.end() :]
    if not _ABOUT.match(about) or _is_made(name, about, words):
        return None
    return f"{folder}/{name}" if folder else name


def _is_made(name: str, about: str, words: Table) -> bool:
    return any_match(words, "made-file", name) or any_match(words, "about-made-file", about)
