"""Values with their lines: what YAML, JSON, TOML and INI files become before facts are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.model.configfile import ConfigEntry
from rai_lint.model.value import Plain

#: Deeper than any file people write, and shallow enough for every walk over a tree.
MAX_DEPTH = 100
#: More values than this are data; the bound holds after aliases are put in place.
MAX_VALUES = 100_000
MAX_ENTRIES = 20_000
_MAX_KEY = 500


class TreeError(Exception):
    """A file does not parse, or is nested or aliased beyond reason; the message says where."""


class Scalar(Struct, frozen=True):
    """Text, a number, a truth value or None. A value of a mapping has the line of its key."""

    value: Plain
    line: int
    depth: int = 0
    size: int = 1


class Items(Struct, frozen=True):
    """A list. `depth` and `size` count what is below, aliases in place."""

    items: tuple[Node, ...]
    line: int
    depth: int = 1
    size: int = 1


class Keys(Struct, frozen=True):
    """A mapping; keys are text, in the order they stand, repeated ones included."""

    pairs: tuple[tuple[str, Node], ...]
    line: int
    depth: int = 1
    size: int = 1

    def get(self, key: str) -> Node | None:
        """Return the value of the last such key, as parsers do, or None."""
        for name, node in reversed(self.pairs):
            if name == key:
                return node
        return None


Node: TypeAlias = Scalar | Items | Keys


class _Frame(Struct):
    line: int
    mapping: bool
    key: str | None
    items: list[Node]
    pairs: list[tuple[str, Node]]
    key_line: int
    depth: int = 1
    size: int = 1
    merged: list[tuple[str, Node]] = field(default_factory=list)


class Builder:
    """Puts nodes together without recursion: a parser reports starts, scalars and ends."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self.documents: list[Node] = []
        self._frames: list[_Frame] = []
        self._values = 0

    @property
    def depth(self) -> int:
        """How many lists and mappings are open."""
        return len(self._frames)

    @property
    def expects_key(self) -> bool:
        """Whether the next scalar is the key of a mapping."""
        frame = self._frames[-1] if self._frames else None
        return frame is not None and frame.mapping and frame.key is None

    def start(self, line: int, *, mapping: bool) -> None:
        """Open a list or a mapping; raises `TreeError` beyond `MAX_DEPTH`."""
        if len(self._frames) >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} at line {line}"
            raise TreeError(message)
        self._frames.append(_Frame(line, mapping, None, [], [], line))

    def key(self, name: str, line: int) -> None:
        """Take the key of the next value."""
        self._frames[-1].key = name
        self._frames[-1].key_line = line

    def end(self) -> Node:
        """Close the innermost list or mapping and return it."""
        frame = self._frames.pop()
        node: Node
        if frame.mapping:
            own = {key for key, _ in frame.pairs}
            merged = [pair for pair in frame.merged if pair[0] not in own]
            node = Keys((*merged, *frame.pairs), frame.line, frame.depth, frame.size)
        else:
            node = Items(tuple(frame.items), frame.line, frame.depth, frame.size)
        return self.add(node)

    def add(self, node: Node) -> Node:
        """Put a finished value where it belongs, and return it as it stands there.

        Raises `TreeError` where there are too many values, or they are nested too deep.
        """
        self._values += 1
        self._measure(node)
        if not self._frames:
            self.documents.append(node)
            return node
        frame = self._frames[-1]
        if not frame.mapping:
            frame.items.append(node)
            return node
        if frame.key is None:  # a mapping or list as a key: it has no name that could be asked for
            frame.key, frame.key_line = "?", node.line
            return node
        if frame.key == "<<" and isinstance(node, Keys):  # YAML's merge; own keys win
            frame.merged.extend(node.pairs)
            frame.key = None
            return node
        placed = replace(node, line=frame.key_line)
        frame.pairs.append((frame.key, placed))
        frame.key = None
        return placed

    def _measure(self, node: Node) -> None:
        size = depth = 0
        if self._frames:
            frame = self._frames[-1]
            frame.size = size = frame.size + node.size
            frame.depth = depth = max(frame.depth, node.depth + 1)
        problem = f"nested deeper than {MAX_DEPTH}" if depth > MAX_DEPTH else ""
        if max(size, self._values) > MAX_VALUES:
            problem = f"more than {MAX_VALUES} values"
        if problem:
            message = f"{problem} at line {node.line}"
            raise TreeError(message)


def flatten(node: Node, prefix: str = "") -> Iterator[ConfigEntry]:
    """Yield the leaves of a tree in order, with dotted keys (`datasets[0].id`)."""
    if len(prefix) > _MAX_KEY:
        return
    if isinstance(node, Scalar):
        yield ConfigEntry(prefix, node.value, node.line)
    elif isinstance(node, Items):
        if not node.items:
            yield ConfigEntry(prefix, (), node.line)
        for position, item in enumerate(node.items):
            yield from flatten(item, f"{prefix}[{position}]")
    else:
        if not node.pairs:
            yield ConfigEntry(prefix, {}, node.line)
        for key, value in node.pairs:
            yield from flatten(value, f"{prefix}.{key}" if prefix else key)


def text_of(node: Node | None) -> str | None:
    """Return the text of a scalar that is text, or None."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else None


def number_of(node: Node | None) -> float | int | None:
    """Return the number of a scalar, or None; truth values are no numbers."""
    value = node.value if isinstance(node, Scalar) else None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def scalars(node: Node | None) -> tuple[Scalar, ...]:
    """Return the scalars of a list, or a scalar by itself; anything else yields none."""
    if isinstance(node, Scalar):
        return (node,)
    if isinstance(node, Items):
        return tuple(item for item in node.items if isinstance(item, Scalar))
    return ()
