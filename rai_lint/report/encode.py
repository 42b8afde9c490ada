"""Structures as JSON text, whatever a repository puts into them."""

from __future__ import annotations

from typing import Any

import msgspec


def json_text(value: object) -> str:
    r"""Return a value as indented JSON, with a newline at the end.

    File names that are not UTF-8 reach us with lone surrogates, which JSON cannot hold; they are
    written as escapes (`\udc80`).
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_clean(msgspec.to_builtins(value)))
    return msgspec.json.format(data, indent=2).decode() + "\n"


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value
