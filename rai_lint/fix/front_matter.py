"""Front matter as it is written: where its keys and values stand."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from msgspec import Struct

from rai_lint.fix.refusal import Refusal
from rai_lint.model.regex import regex
from rai_lint.model.value import Plain

#: The parser that knows offsets is slow; a card has a few hundred lines of metadata at most.
MAX_CHARACTERS = 60_000
_FENCE = regex(r"---[ \t]*")
_STYLES = (None, "'", '"')


class FrontMatter(Struct, frozen=True):
    """The text between the fences, which starts at `start` in the document, and its mapping."""

    body: str
    start: int
    root: yaml.MappingNode | None

    def value(self, key: str) -> yaml.Node | None:
        """Return the value of a top-level key, or None; raises `Refusal` for one given twice."""
        pairs = self.root.value if self.root is not None else []
        found = [value for name, value in pairs if name.value == key]
        if len(found) > 1:
            message = f"`{key}` is given twice"
            raise Refusal(message)
        return found[0] if found else None


def read_front_matter(text: str) -> FrontMatter:
    """Return the front matter of a document; raises `Refusal` where it cannot be edited."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), None)
    if start is None or not _FENCE.fullmatch(lines[start]):
        message = "the card has no front matter"
        raise Refusal(message)
    ends = (n for n in range(start + 1, len(lines)) if _FENCE.fullmatch(lines[n]))
    end = next(ends, None)
    if end is None:
        message = "the front matter of the card does not end"
        raise Refusal(message)
    body = "".join(f"{line}\n" for line in lines[start + 1 : end])
    offset = sum(len(line) + 1 for line in lines[: start + 1])
    return FrontMatter(body, offset, _mapping(body))


def _mapping(body: str) -> yaml.MappingNode | None:
    if len(body) > MAX_CHARACTERS:
        message = "the front matter is too long to be edited"
        raise Refusal(message)
    try:
        _no_anchors(body)
        root = yaml.compose(body, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        message = "the front matter of the card is not YAML"
        raise Refusal(message) from error
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        message = "the front matter of the card is not written as keys and values"
        raise Refusal(message)
    return root


def _no_anchors(body: str) -> None:
    """Raise `Refusal` for anchors and tags: an edit at one place would change others."""
    for event in yaml.parse(body, Loader=yaml.SafeLoader):
        tagged = isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag
        if tagged or getattr(event, "anchor", None):
            message = "the front matter has anchors or tags"
            raise Refusal(message)


def is_text(node: yaml.Node, body: str) -> bool:
    """Say whether a value is a scalar on one line that says something."""
    return (
        isinstance(node, yaml.ScalarNode)
        and node.style in _STYLES
        and node.start_mark.line == node.end_mark.line
        and bool(body[node.start_mark.index : node.end_mark.index].strip())
    )


def plain(node: yaml.Node | None) -> Plain:
    """Return what a tree says, without regard to how it is written; scalars as text with tag."""
    if node is None:
        return {}
    if isinstance(node, yaml.ScalarNode):
        return (node.tag, node.value)
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return list(_pairs(node))


def _pairs(node: yaml.Node) -> Iterator[tuple[Plain, Plain]]:
    for key, value in node.value:
        yield plain(key), plain(value)
