"""local-reference facts: files of the repository that a card or README points at."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote

from rai_lint.extract.blocks import Block, Mark
from rai_lint.extract.commands import Command, commands
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, text_at
from rai_lint.extract.layouts import drawn_entries
from rai_lint.extract.phrases import any_match, spans
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source
from rai_lint.model.vocabulary import Table

#: Documents that are lists of links say little about the project; only so many are kept.
_MAX_REFERENCES = 400
_MAX_LENGTH = 300

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|mailto", re.IGNORECASE)
#: `train.py:12-30`: lines of a file, as some editors write links.
_LINES = regex(r"(\.\w{1,6}):\d{1,6}(?:-\d{1,6})?$")
#: Hosts show files below such a path; on paper it leads nowhere.
_HOSTED = regex(r"(?:\./)?(?:blob|tree|raw|resolve|edit)/[^/]+/")
_TO_BE_FILLED = regex(r"[{}<>$*|\n\\]|\.\.\.|://|your[-_]|path/to|x{3}", re.IGNORECASE)
_PROGRAM = regex(r"(?:\./)?[\w./-]{1,120}\.(?:py|ipynb|sh)")
_DESCRIBED = regex(r"\s*(?:[-\u2013\u2014:\u2192])")
_ANSWERED_ELSEWHERE = frozenset({"issues", "pulls", "wiki", "actions", "releases", "discussions"})


def reference_facts(
    source: Source,
    blocks: Iterable[Block],
    front_matter: FrontMatter | None,
    knowledge: Knowledge,
) -> Iterator[Fact]:
    """Yield what a document points at inside the repository, each target once for each line.

    Whether it exists is settled in the link stage, which knows the paths of the whole tree.
    """
    if not knowledge.asks("local-reference", "command-option"):
        return
    words = knowledge.table("document-words")
    folder = str(PurePosixPath(source.path).parent)
    seen: set[tuple[str, int]] = set()
    for what, raw, line in (*_metadata(front_matter), *_in_text(blocks, words)):
        target = folder if what == "licence" else _resolved(folder, raw)
        if target is None or (target, line) in seen or len(seen) >= _MAX_REFERENCES:
            continue
        seen.add((target, line))
        yield Writer(source).fact("local-reference", line, id=target, raw=raw, what=what)
    yield from command_facts(source, blocks, knowledge)
    yield from _layout(source, folder, blocks, words)


def _layout(source: Source, folder: str, blocks: Iterable[Block], words: Table) -> Iterator[Fact]:
    """Yield what a drawing of the repository's tree says there is."""
    for drawn in islice(drawn_entries(blocks, words), _MAX_REFERENCES):
        target = posixpath.normpath(posixpath.join(folder, drawn.path))
        name = drawn.path.rpartition("/")[2]
        yield Writer(source).fact("local-reference", drawn.line, id=target, raw=name, what="tree")


def command_facts(source: Source, blocks: Iterable[Block], knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the programs that the commands of a document run, and the options that they give.

    Below a `cd` or a `git clone` the programs may be elsewhere.
    """
    if not knowledge.asks("local-reference", "command-option"):
        return
    folder = str(PurePosixPath(source.path).parent)
    for command in islice(commands(blocks), _MAX_REFERENCES):
        if not _TO_BE_FILLED.search(command.raw):
            what = "list" if command.installs else "command"
            # Where readers of a document in a folder stand when they install is not said, and
            # whether a `cd` of an earlier step still holds neither.
            unsaid = folder != "." or command.carried != ""
            elsewhere = command.elsewhere or (command.installs and unsaid)
            what += "-elsewhere" if elsewhere else ""
            target = posixpath.normpath(posixpath.join(folder, command.path))
            writer = Writer(source)
            yield writer.fact(
                "local-reference", command.line, id=target, raw=command.raw, what=what
            )
            places = _places(folder, command)
            for option in command.options if target.endswith(".py") else ():
                yield writer.fact(
                    "command-option", command.line, id=target, name=option, places=places
                )


def _places(folder: str, command: Command) -> tuple[str, ...]:
    """Return where the program of a command may lie; none where readers have gone elsewhere.

    They stand in the folder of the document or at the top, and may have changed from there.
    """
    if command.below is None:
        return ()
    starts = dict.fromkeys(("", command.carried or ""))
    return tuple(
        dict.fromkeys(
            posixpath.normpath(posixpath.join(top, start, command.below, command.path))
            for top in (folder, "")
            for start in starts
        )
    )


def _metadata(front_matter: FrontMatter | None) -> Iterator[tuple[str, str, int]]:
    tree = front_matter.tree if front_matter is not None else None
    link = text_at(tree, "license_link")
    if tree is not None and link:
        line = next(node.line for key, node in tree.pairs if key == "license_link")
        yield "metadata", link, line


def _in_text(blocks: Iterable[Block], words: Table) -> Iterator[tuple[str, str, int]]:
    """Yield what links, pictures, sentences and lists of files name, with what names it."""
    lists_files = False
    for block in blocks:
        if block.kind == "heading":
            lists_files = any_match(words, "file-list", block.text)
        for image in block.images:
            yield "image", image.target, image.line
        for mark in block.marks:
            line = block.line_at(mark.start)
            if mark.kind == "link":
                yield "link", mark.target, line
            elif lists_files and _describes(block, mark):
                yield "layout", block.text[mark.start : mark.end], line
        yield from _licence_files(block, words)


def _describes(block: Block, mark: Mark) -> bool:
    """Say whether a list item opens with the name of a program and goes on to describe it."""
    named = mark.kind == "code" and block.kind == "item" and not block.text[: mark.start].strip()
    return (
        named
        and _PROGRAM.fullmatch(block.text, mark.start, mark.end) is not None
        and _DESCRIBED.match(block.text, mark.end) is not None
    )


def _licence_files(block: Block, words: Table) -> Iterator[tuple[str, str, int]]:
    if block.kind not in {"paragraph", "item"}:
        return
    links = [mark for mark in block.marks if mark.kind == "link"]
    for start, end in spans(words, "licence-file-named", block.text):
        # What a link says is where it leads.
        if not any(link.start <= start < link.end for link in links):
            yield "licence", block.text[start:end], block.line_at(start)


def _resolved(folder: str, raw: str) -> str | None:
    """Return the path from the root that a relative address means, or None if it means none."""
    address = raw.strip()
    if not address or len(address) > _MAX_LENGTH or _SCHEME.match(address):
        return None
    path = _LINES.sub(r"\1", unquote(re.split(r"[?#]", address, maxsplit=1)[0]))
    if not path or _TO_BE_FILLED.search(path):
        return None
    path = _HOSTED.sub("", path, count=1) if _HOSTED.match(path) else path
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    target = posixpath.normpath(joined)
    outside = target.startswith("..") or target.split("/", 1)[0] in _ANSWERED_ELSEWHERE
    return None if outside else target
