"""Messages of rules: text with slots for fields of what the rule has bound.

They are written as Jinja2 limited to names, dotted fields and a few filters. The pack loader takes
them apart once, with Jinja2's own parser; filling the slots needs no template engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec import Struct

from rai_lint.model.value import Plain

MAX_SLOT = 200
MAX_MESSAGE = 1000


class Part(Struct, frozen=True):
    """Literal text, or a slot: a dotted path and the filters to pass its value through."""

    text: str = ""
    path: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()


class Message(Struct, frozen=True):
    """A message taken apart."""

    parts: tuple[Part, ...] = ()


def _join(value: Plain) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(item) for item in value)
    return str(value)


FILTERS: Mapping[str, Callable[[Plain], Plain]] = MappingProxyType(
    {
        "join": _join,
        "lower": lambda value: str(value).lower(),
        "upper": lambda value: str(value).upper(),
        "length": lambda value: len(value) if hasattr(value, "__len__") else 0,
        "first": lambda value: value[0] if isinstance(value, (list, tuple)) and value else value,
    }
)


def fill(message: Message, names: Mapping[str, Plain]) -> str:
    """Return the message with every slot filled from `names`; both slots and result are bounded.

    A slot whose value is not known reads "(unknown)".
    """
    return "".join(part.text if not part.path else _slot(part, names) for part in message.parts)[
        :MAX_MESSAGE
    ]


def _slot(part: Part, names: Mapping[str, Plain]) -> str:
    value: Plain = names
    for step in part.path:
        value = value.get(step) if isinstance(value, Mapping) else None
    if value is None:
        return "(unknown)"
    for name in part.filters:
        value = FILTERS[name](value)
    text = _join(value)
    return text if len(text) <= MAX_SLOT else text[: MAX_SLOT - 1] + "…"
