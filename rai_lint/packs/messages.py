"""The door to Jinja2 for messages: template text in, the parts of a message out.

Jinja2 only parses; nothing is ever rendered by it. Names, dotted fields and the filters of
`model.message.FILTERS` are all that a message may use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rai_lint.model.message import FILTERS, MAX_MESSAGE, Message, Part
from rai_lint.packs.problems import Problems, near

if TYPE_CHECKING:
    from jinja2 import nodes

_ALLOWED = "a message may hold names, dotted fields and filters without arguments only"


class _NotAllowedError(Exception):
    """Part of a template is more than a message may hold."""


def compile_message(text: str, problems: Problems) -> Message:
    """Return a message taken apart; what it may not hold is added to `problems`."""
    if len(text) > MAX_MESSAGE:
        problems.add(f"longer than {MAX_MESSAGE} characters")
        return Message()
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return Message((Part(text=text.strip()),))
    from jinja2 import Environment, TemplateSyntaxError  # noqa: PLC0415 - only when compiling

    try:
        body = Environment(autoescape=False).parse(text.strip()).body  # noqa: S701 - not rendered
        return Message(tuple(part for node in body for part in _parts(node, problems)))
    except TemplateSyntaxError as error:
        problems.add(f"{error}; {_ALLOWED}")
    except RecursionError:
        problems.add(f"nested too deeply; {_ALLOWED}")
    return Message()


def _parts(node: nodes.Node, problems: Problems) -> Iterator[Part]:
    """Yield the parts of a node; each one that may not be there is a problem of its own."""
    from jinja2 import nodes  # noqa: PLC0415 - see above

    if not isinstance(node, nodes.Output):
        problems.add(f"found a `{type(node).__name__.lower()}` block; {_ALLOWED}")
        return
    for child in node.nodes:
        if isinstance(child, nodes.TemplateData):
            yield Part(text=child.data)
        else:
            yield from _allowed(child, problems)


def _allowed(child: nodes.Expr, problems: Problems) -> tuple[Part, ...]:
    try:
        return (_slot(child),)
    except _NotAllowedError as error:
        problems.add(f"{error}; {_ALLOWED}")
        return ()


def _slot(node: nodes.Expr) -> Part:
    from jinja2 import nodes  # noqa: PLC0415 - see above

    filters: list[str] = []
    while isinstance(node, nodes.Filter) and node.node is not None:
        if node.name not in FILTERS:
            message = f"unknown filter `{node.name}`{near(node.name, FILTERS)}"
            raise _NotAllowedError(message)
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            message = f"the filter `{node.name}` takes no arguments"
            raise _NotAllowedError(message)
        filters.append(node.name)
        node = node.node
    path: list[str] = []
    while isinstance(node, nodes.Getattr):
        path.append(node.attr)
        node = node.node
    if not isinstance(node, nodes.Name):
        message = f"found `{type(node).__name__.lower()}` in a slot"
        raise _NotAllowedError(message)
    return Part(path=(node.name, *reversed(path)), filters=tuple(reversed(filters)))
