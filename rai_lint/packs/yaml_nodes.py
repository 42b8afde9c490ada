"""The door to YAML for packs: text in, a tree of plain values that know their lines out.

The tree is built from parser events, so that no tag constructs an object, nesting is bounded
without recursion, and an alias bomb is refused before anybody walks it. Only `true`, `false`,
`null` and decimal numbers are more than text: `no` is the language code and `on` a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml

from rai_lint.errors import PackError, Problem
from rai_lint.model.value import Plain

MAX_CHARACTERS = 4_000_000
MAX_DEPTH = 40
MAX_NODES = 1_000_000

#: What the parser says at its own bound; it reads ahead, so that one may be met before ours.
_PARSER_TOO_DEEP = "exceeded maximum nesting depth"

Step: TypeAlias = str | int
Steps: TypeAlias = tuple[Step, ...]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TEXT_TAGS = (None, "!", "tag:yaml.org,2002:str")
_TAGS = {
    yaml.ScalarEvent: _TEXT_TAGS,
    yaml.SequenceStartEvent: (None, "!", "tag:yaml.org,2002:seq"),
    yaml.MappingStartEvent: (None, "!", "tag:yaml.org,2002:map"),
}
_WORDS: Mapping[str, Plain] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\d{1,18}\.\d{0,18}|\.\d{1,18})([eE][-+]?\d{1,3})?", re.ASCII)


@dataclass(slots=True)
class Node:
    """A value at a place (1-based): a plain scalar, a list of nodes, or entries by key."""

    line: int
    column: int
    value: Plain | list[Node] | dict[str, Entry] = None
    size: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a mapping: where its key stands, and its value."""

    line: int
    column: int
    node: Node


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read yet; `key` waits for its value."""

    node: Node
    key: str | None = None
    key_at: tuple[int, int] = (1, 1)


@dataclass(slots=True)
class _Builder:
    """Takes events one by one and builds the tree."""

    path: str
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    documents: int = 0

    def complain(self, at: tuple[int, int], text: str) -> None:
        self.problems.append(Problem(self.path, *at, text))

    def stop(self, at: tuple[int, int], text: str) -> PackError:
        self.complain(at, text)
        return PackError(tuple(self.problems))

    def take(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        mark = event.start_mark
        at = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.stop(at, "a second document; one file holds one document")
        elif isinstance(event, yaml.AliasEvent):
            self.place(self.aliased(str(event.anchor), at), at)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.close(at)
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
            self.start(event, at)

    def start(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, at: tuple[int, int]
    ) -> None:
        if event.tag not in _TAGS[type(event)]:
            self.complain(at, f"the tag {event.tag} is not allowed: packs hold plain data only")
        if isinstance(event, yaml.ScalarEvent):
            node = Node(*at, _scalar(event))
            self.remember(event, node)
            self.place(node, at, event.value)
            return
        node = Node(*at, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        if len(self.stack) >= MAX_DEPTH:
            raise self.stop(at, f"nested more than {MAX_DEPTH} deep")
        self.stack.append(_Open(node))
        self.remember(event, node)

    def remember(self, event: yaml.NodeEvent, node: Node) -> None:
        if event.anchor is not None:
            self.anchors[event.anchor] = node

    def aliased(self, anchor: str, at: tuple[int, int]) -> Node:
        node = self.anchors.get(anchor)
        if node is None:
            raise self.stop(at, f"the alias *{anchor} has no anchor")
        if any(opened.node is node for opened in self.stack):
            raise self.stop(at, f"the alias *{anchor} stands inside its own anchor")
        return node

    def close(self, at: tuple[int, int]) -> None:
        node = self.stack.pop().node
        if node.size > MAX_NODES:
            raise self.stop(at, f"more than {MAX_NODES} values once its aliases are written out")
        self.place(node, (node.line, node.column))

    def place(self, node: Node, at: tuple[int, int], text: str | None = None) -> None:
        """Put a finished node where it belongs; `text` is that of a scalar, which may be a key."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node.value, list):
            top.node.value.append(node)
            top.node.size += node.size
        elif top.key is None:
            if text is None and isinstance(node.value, (list, dict)):
                raise self.stop(at, "a key must be text")
            top.key, top.key_at = text if text is not None else str(node.value), at
        else:
            self.enter(top, node)

    def enter(self, top: _Open, node: Node) -> None:
        entries, key = top.node.value, top.key
        if not isinstance(entries, dict) or key is None:  # pragma: no cover - `place` asks first
            return
        if key in entries:
            before = entries[key].line
            self.complain(top.key_at, f"`{key}` stands here twice, first on line {before}")
        else:
            entries[key] = Entry(*top.key_at, node)
            top.node.size += node.size + 1
        top.key = None


def _scalar(event: yaml.ScalarEvent) -> Plain:
    """Return the value of a scalar: quoted or block text as it is, plain text by what it says."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def read_node(text: str, path: str) -> Node:
    """Return the tree of a YAML text; `path` is for messages.

    Raises PackError with what is wrong: syntax, tags, duplicate keys, or a size beyond the bounds.
    """
    builder = _Builder(path)
    if len(text) > MAX_CHARACTERS:
        raise builder.stop((1, 1), f"more than {MAX_CHARACTERS} characters")
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        too_deep = error.problem == _PARSER_TOO_DEEP
        what = f"nested more than {MAX_DEPTH} deep" if too_deep else f"not YAML: {error.problem}"
        raise builder.stop(_inside(text, at), what) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise builder.stop((line, 1), f"not YAML: {error.reason}") from None
    if builder.root is None:
        raise builder.stop((1, 1), "the file is empty")
    if builder.problems:
        raise PackError(tuple(builder.problems))
    return builder.root


def _inside(text: str, at: tuple[int, int]) -> tuple[int, int]:
    """Return a place in the text: the parser puts the end one line below the last."""
    lines = _BREAK.split(text)
    return at if at[0] <= len(lines) else (len(lines), len(lines[-1]) + 1)


def plain(node: Node) -> Plain:
    """Return the values of a tree as plain Python data (its depth is bounded)."""
    value = node.value
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(entry.node) for key, entry in value.items()}
    return value


def locate(root: Node, steps: Steps, *, key: bool = False) -> tuple[int, int]:
    """Return line and column of the value (or its key) at a path, or of the nearest one above."""
    node, at = root, (root.line, root.column)
    for index, step in enumerate(steps):
        value = node.value
        if isinstance(value, dict) and step in value:
            entry = value[str(step)]
            node, last = entry.node, index == len(steps) - 1
            at = (entry.line, entry.column) if key and last else (node.line, node.column)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            node = value[step]
            at = (node.line, node.column)
        else:
            break
    return at
