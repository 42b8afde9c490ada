"""YAML front matter: the block between `---` lines that opens a card."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError
from rai_lint.model.regex import regex
from rai_lint.model.value import Plain

#: Front matter of dataset cards lists configurations by the hundred; more than this is no card.
MAX_CHARACTERS = 1_000_000
MAX_ENTRIES = 5_000
_MAX_TEXT = 2_000
_MAX_PATH = 500
_FENCE = regex(r"---[ \t]*")
_KEY = regex(r"[\"']?[A-Za-z_][\w .-]{0,60}[\"']?\s*:(?:\s|$)")


class Entry(Struct, frozen=True):
    """A value at its dotted path (`model-index.0.name`), with the line of its key or item.

    Lists and mappings have an entry of their own, before those of what they hold: `value` is then
    a tuple or a mapping, with scalars only.
    """

    path: str
    value: Plain
    line: int


class FrontMatter(Struct, frozen=True):
    """Front matter from line `line` to `end_line`; `problem` says why it could not be read."""

    line: int
    end_line: int
    tree: Keys | None = None
    problem: str = ""

    def get(self, key: str) -> Node | None:
        """Return what stands under a top-level key, or None."""
        return self.tree.get(key) if self.tree else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The top-level keys, in order."""
        return tuple(key for key, _ in self.tree.pairs) if self.tree else ()


def read_front_matter(text: str) -> FrontMatter | None:
    """Return the front matter of a document, or None if it has none.

    Blank lines may stand before it. An opening `---` that is never closed, or that is followed by
    prose, is a thematic break.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None or not _FENCE.fullmatch(lines[start]):
        return None
    end = _end(lines, start)
    if end is None:
        return None
    body = lines[start + 1 : end]
    if _opens_with_heading(body):
        return None
    content = [line for line in body if line.strip() and not line.lstrip().startswith("#")]
    if content and not _KEY.match(content[0].lstrip()) and content[0].strip() not in {"{", "{}"}:
        return None
    return _read("\n".join(body), start + 1, end + 1)


def _opens_with_heading(body: list[str]) -> bool:
    """Say whether a line that could be a comment is a heading: blank lines stand around those."""
    comments = 0
    while comments < len(body) and body[comments].startswith("#"):
        comments += 1
    return 0 < comments < len(body) and not body[comments].strip()


def _end(lines: list[str], start: int) -> int | None:
    for number in range(start + 1, len(lines)):
        if _FENCE.fullmatch(lines[number]):
            return number
    return None


def _read(body: str, line: int, end_line: int) -> FrontMatter:
    if len(body) > MAX_CHARACTERS:
        return FrontMatter(line, end_line, None, "it is too long to be read")
    from rai_lint.extract.yaml_tree import read_yaml  # noqa: PLC0415 - many have none

    try:
        documents = read_yaml("\n" * line + body)
    except TreeError as error:
        return FrontMatter(line, end_line, None, str(error))
    tree = documents[0] if documents else Keys((), line)
    if not isinstance(tree, Keys):
        return FrontMatter(line, end_line, None, "it is no mapping of keys to values")
    return FrontMatter(line, end_line, tree)


def entries(front_matter: FrontMatter) -> Iterator[Entry]:
    """Yield every value of the front matter, outer ones first, at most `MAX_ENTRIES`."""
    waiting: list[tuple[str, Node]] = []
    if front_matter.tree is not None:
        waiting = [(key, node) for key, node in reversed(front_matter.tree.pairs)]
    count = 0
    while waiting and count < MAX_ENTRIES:
        path, node = waiting.pop()
        yield Entry(path, plain(node), node.line)
        count += 1
        if len(path) <= _MAX_PATH:
            waiting.extend(reversed([(f"{path}.{key}", item) for key, item in _below(node)]))


def _below(node: Node) -> list[tuple[str, Node]]:
    if isinstance(node, Items):
        return [(str(position), item) for position, item in enumerate(node.items)]
    return list(node.pairs) if isinstance(node, Keys) else []


def plain(node: Node) -> Plain:
    """Return a node as plain values, one level deep; what is below is left out."""
    if isinstance(node, Scalar):
        return node.value[:_MAX_TEXT] if isinstance(node.value, str) else node.value
    if isinstance(node, Items):
        return tuple(item.value for item in node.items if isinstance(item, Scalar))
    return {key: value.value for key, value in node.pairs if isinstance(value, Scalar)}


def strings(node: Node | None) -> tuple[Scalar, ...]:
    """Return the texts of a scalar or a list, each with its line; `no` is text here.

    YAML 1.1 reads the language code `no` as a truth value; the Hub does not.
    """
    items = node.items if isinstance(node, Items) else (node,)
    found = []
    for item in items:
        if isinstance(item, Scalar) and item.value is False:
            found.append(replace(item, value="no"))
        elif isinstance(item, Scalar) and item.value not in (None, "", True):
            found.append(replace(item, value=str(item.value)))
    return tuple(found)


def text_at(node: Node | None, *path: str) -> str:
    """Return the text at a path of keys below a node, or "" if there is none."""
    for key in path:
        node = node.get(key) if isinstance(node, Keys) else None
    return str(node.value) if isinstance(node, Scalar) and node.value is not None else ""
