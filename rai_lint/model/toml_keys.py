"""Dotted keys of TOML taken apart; no TOML reader in common use says where keys stand."""

from __future__ import annotations

from collections.abc import Mapping

_ESCAPES: Mapping[str, str] = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}
_CODE_POINTS: Mapping[str, int] = {"u": 4, "U": 8}


def split_key(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key; what is in quotes is one part, dots and all."""
    parts: list[str] = []
    part, quote, position = "", "", 0
    text = dotted.strip()
    while position < len(text):
        character = text[position]
        if quote == '"' and character == "\\":
            character, position = _escaped(text, position)
            part += character
        elif quote:
            part += "" if character == quote else character
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character == ".":
            parts.append(part)
            part = ""
        elif not character.isspace():
            part += character
        position += 1
    return (*parts, part)


def _escaped(text: str, position: int) -> tuple[str, int]:
    """Return what a backslash stands for, and where it ends; what is no escape is left as it is."""
    name = text[position + 1 : position + 2]
    digits = text[position + 2 : position + 2 + _CODE_POINTS.get(name, 0)]
    try:
        if digits:
            return chr(int(digits, 16)), position + 1 + len(digits)
    except (ValueError, OverflowError):
        return "\\", position
    return _ESCAPES.get(name, name), position + 1
