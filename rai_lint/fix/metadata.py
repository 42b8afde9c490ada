"""Edits of front matter by position: a list gets an item, a key is added, a value replaced.

Nothing is ever written anew from what was read; afterwards the front matter is read again, and
must say what it said before but for the one change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import yaml
from msgspec import Struct

from rai_lint.fix.content import Splice
from rai_lint.fix.front_matter import FrontMatter, is_text, plain, read_front_matter
from rai_lint.fix.refusal import Refusal
from rai_lint.model.fix import Fix, FixOp
from rai_lint.model.regex import regex
from rai_lint.model.value import Plain

_ITEM = regex(r"([ \t]*)-([ \t]+)")
_KEY = regex(r"[A-Za-z_][\w-]{0,60}")
#: Ids of models, datasets and licences; what else there is would have to be quoted with care.
_ID = regex(r"[A-Za-z0-9](?:[\w.+/-]{0,198}[\w+])?")
_TEXT_TAG = "tag:yaml.org,2002:str"


class Edit(Struct, frozen=True):
    """A piece of the body that is replaced, and what the front matter says afterwards."""

    splice: Splice
    after: Plain


def edit_metadata(text: str, fix: Fix) -> Splice:
    """Return the piece of a document that mends its front matter; raises `Refusal`."""
    matter = read_front_matter(text)
    edit = _EDITS[fix.op](matter, fix)
    splice = edit.splice
    body = matter.body[: splice.start] + splice.text + matter.body[splice.end :]
    placed = Splice(splice.start + matter.start, splice.end + matter.start, splice.text)
    changed = read_front_matter(text[: placed.start] + placed.text + text[placed.end :])
    if changed.body != body or plain(changed.root) != edit.after:
        message = "the front matter would say something else afterwards"
        raise Refusal(message)
    return placed


def _add_item(matter: FrontMatter, fix: Fix) -> Edit:
    value, node = _id(fix.value), matter.value(_key(fix.name))
    after = _with(matter, fix.name, [*_items(node), (_TEXT_TAG, str(fix.value))])
    if node is None:
        return Edit(_at_end(matter, f"{fix.name}:\n{_dash(matter)}{value}\n"), after)
    if not isinstance(node, yaml.SequenceNode):
        if matter.body[node.start_mark.index : node.end_mark.index].strip():
            message = f"`{fix.name}` is no list"
            raise Refusal(message)
        line = _line_after(matter.body, _key_end(matter, fix.name))
        return Edit(Splice(line, line, f"{_dash(matter)}{value}\n"), after)
    if (_TEXT_TAG, fix.value) in _items(node):
        message = f"`{fix.name}` has it already"
        raise Refusal(message)
    if node.flow_style:
        end = node.value[-1].end_mark.index if node.value else node.start_mark.index + 1
        return Edit(Splice(end, end, f", {value}" if node.value else value), after)
    return Edit(_below_last(matter, node, value), after)


def _below_last(matter: FrontMatter, node: yaml.SequenceNode, value: str) -> Splice:
    """Return an item below the last of a list, indented as that is."""
    last, body = node.value[-1], matter.body
    first = body.rfind("\n", 0, last.start_mark.index) + 1
    written = _ITEM.match(body[first : last.start_mark.index])
    if written is None or not is_text(last, body):
        message = "the last item of the list is not written on a line of its own"
        raise Refusal(message)
    line = _line_after(body, last.end_mark.index)
    return Splice(line, line, f"{written.group()}{value}\n")


def _add_key(matter: FrontMatter, fix: Fix) -> Edit:
    if matter.value(_key(fix.name)) is not None:
        message = f"the card has `{fix.name}` already"
        raise Refusal(message)
    after = _with(matter, fix.name, (_TEXT_TAG, str(fix.value)))
    return Edit(_at_end(matter, f"{fix.name}: {_id(fix.value)}\n"), after)


def _set_value(matter: FrontMatter, fix: Fix) -> Edit:
    key, _, position = fix.name.partition(".")
    node: yaml.Node | None = matter.value(_key(key))
    whole = plain(node)
    if position and isinstance(node, yaml.SequenceNode) and position.isdecimal():
        items = node.value
        node = items[int(position)] if int(position) < len(items) else None
    elif position:
        node = None
    if node is None or not is_text(node, matter.body):
        message = f"`{fix.name}` is not written on one line"
        raise Refusal(message)
    now = (_TEXT_TAG, str(fix.value))
    if position:
        assert isinstance(whole, list)  # noqa: S101 - a sequence, as above
        after = _with(matter, key, [now if n == int(position) else v for n, v in enumerate(whole)])
    else:
        after = _with(matter, key, now)
    quote = str(getattr(node, "style", None) or "")
    text = f"{quote}{fix.value}{quote}" if quote and _id(fix.value) else _id(fix.value)
    return Edit(Splice(node.start_mark.index, node.end_mark.index, text), after)


def _make_list(matter: FrontMatter, fix: Fix) -> Edit:
    node = matter.value(_key(fix.name))
    one = isinstance(node, yaml.ScalarNode) and _ID.fullmatch(node.value)
    if node is None or not one or not is_text(node, matter.body):
        message = f"`{fix.name}` may name several things, or something else than a name"
        raise Refusal(message)
    start, end = node.start_mark.index, node.end_mark.index
    after = _with(matter, fix.name, [plain(node)])
    return Edit(Splice(start, end, f"[{matter.body[start:end]}]"), after)


_EDITS: Mapping[FixOp, Callable[[FrontMatter, Fix], Edit]] = {
    "add-item": _add_item,
    "add-key": _add_key,
    "set-value": _set_value,
    "make-list": _make_list,
}


def _key(name: str) -> str:
    if not _KEY.fullmatch(name):
        message = "the key is none that can be written plainly"
        raise Refusal(message)
    return name


def _id(value: Plain) -> str:
    """Return an id as YAML reads it as text: quoted where it could be a number, a date or a word.

    Raises `Refusal` for what is no id.
    """
    if not isinstance(value, str) or not _ID.fullmatch(value):
        message = "the name is not one that can be written plainly"
        raise Refusal(message)
    as_read = plain(yaml.compose(value, Loader=yaml.SafeLoader))
    return value if as_read == (_TEXT_TAG, value) else f'"{value}"'


def _items(node: yaml.Node | None) -> list[Plain]:
    return [plain(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else []


def _with(matter: FrontMatter, key: str, value: Plain) -> Plain:
    """Return what the front matter says with another value for a key, or one more key."""
    before = plain(matter.root)
    named = (_TEXT_TAG, key)
    pairs = before if isinstance(before, list) else []
    if any(name == named for name, _ in pairs):
        return [(name, value if name == named else old) for name, old in pairs]
    return [*pairs, (named, value)]


def _at_end(matter: FrontMatter, text: str) -> Splice:
    return Splice(len(matter.body), len(matter.body), text)


def _dash(matter: FrontMatter) -> str:
    """Return how items of top-level lists begin in this card."""
    pairs = matter.root.value if matter.root is not None else []
    for _, value in pairs:
        if isinstance(value, yaml.SequenceNode) and not value.flow_style and value.value:
            at = value.value[0].start_mark.index
            written = _ITEM.match(matter.body[matter.body.rfind("\n", 0, at) + 1 : at])
            if written is not None:
                return written.group()
    return "- "


def _key_end(matter: FrontMatter, name: str) -> int:
    pairs = matter.root.value if matter.root is not None else []
    return next(int(key.end_mark.index) for key, _ in pairs if key.value == name)


def _line_after(body: str, offset: int) -> int:
    return body.index("\n", offset) + 1
