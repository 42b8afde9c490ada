"""YAML to trees: events only, so that tags construct nothing and aliases expand to nothing."""

from __future__ import annotations

from collections.abc import Iterator

import re2
import yaml

from rai_lint.extract.tree import MAX_DEPTH, Builder, Node, Scalar, TreeError
from rai_lint.model.value import Plain

_MAX_DIGITS = 40
#: What the parser says at its own bound; it reads ahead, so that one may be met before ours.
_PARSER_TOO_DEEP = "exceeded maximum nesting depth"

#: libyaml's parser where PyYAML was built with it, about ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_QUOTED = ("'", '"', "|", ">")
_INTEGER = re2.compile(r"^[-+]?(?:0|[1-9][0-9_]*)$")
_DECIMAL = re2.compile(r"^[-+]?(?:(?:\d[\d_]*\.[\d_]*|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)$")
_WORDS: dict[str, Plain] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}


def read_yaml(text: str) -> tuple[Node, ...]:
    """Return the documents of a YAML stream; raises `TreeError`.

    Plain scalars are typed as YAML 1.1 does, and `1e-4` is a number; tags are passed over, and
    dates stay text.
    """
    builder = Builder()
    anchors: dict[str, Node] = {}
    opened: list[str | None] = []
    for event in _events(text):
        _take(event, builder, anchors, opened)
    return tuple(builder.documents)


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        if mark and problem == _PARSER_TOO_DEEP:
            message = f"nested deeper than {MAX_DEPTH} at line {mark.line + 1}"
            raise TreeError(message) from error
        where = f" at {mark.line + 1}:{mark.column + 1}" if mark else ""
        message = f"not YAML{where}: {problem or 'unexpected character'}"
        raise TreeError(message) from error


def _take(
    event: yaml.Event, builder: Builder, anchors: dict[str, Node], opened: list[str | None]
) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
        builder.start(line, mapping=isinstance(event, yaml.MappingStartEvent))
        opened.append(event.anchor)
    elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
        _remember(anchors, opened.pop(), builder.end())
    elif isinstance(event, yaml.ScalarEvent):
        if builder.expects_key:
            builder.key(event.value, line)
            _remember(anchors, event.anchor, Scalar(event.value, line))
        else:
            _remember(anchors, event.anchor, builder.add(Scalar(_plain(event), line)))
    elif isinstance(event, yaml.AliasEvent):
        _alias(event.anchor or "", line, builder, anchors)


def _alias(name: str, line: int, builder: Builder, anchors: dict[str, Node]) -> None:
    node = anchors.get(name)
    if node is None:
        message = f"alias `{name}` at line {line} names nothing that is complete before it"
        raise TreeError(message)
    if builder.expects_key and isinstance(node, Scalar):
        builder.key(str(node.value), line)
    else:
        builder.add(node)


def _remember(anchors: dict[str, Node], name: str | None, node: Node) -> None:
    if name is not None:
        anchors[name] = node


def _plain(event: yaml.ScalarEvent) -> Plain:
    """Return the value of a scalar: quoted and tagged ones are text."""
    text: str = event.value
    if event.style in _QUOTED or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= _MAX_DIGITS and _INTEGER.match(text):
        return int(text.replace("_", ""))
    if len(text) <= _MAX_DIGITS and _DECIMAL.match(text):
        return float(text.replace("_", ""))
    return text
