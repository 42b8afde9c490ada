"""Structures as JSON text, whatever a repository puts into them."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from rai_lint.report.neutral import neutral

#: A command of a CI runner, which may stand anywhere in a line of its log.
_COMMAND = re.compile(r"(##\w*)\[")


def json_text(value: object) -> str:
    r"""Return a value as indented JSON, with a newline at the end.

    File names that are not UTF-8 reach us with lone surrogates, which JSON cannot hold; they are
    written as escapes (`\udc80`). So is what a terminal or an editor would act on (`\u202e`): to
    a program that is the same text. And so is the bracket of what a runner takes for a command.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_clean(msgspec.to_builtins(value)))
    return _visible(msgspec.json.format(data, indent=2).decode()) + "\n"


def _visible(text: str) -> str:
    text = _COMMAND.sub(r"\1\\u005b", text) if "##" in text else text
    if text.isascii():
        return text
    acting = {each for each in set(text) if each != "\n" and neutral(each) != each}
    return text.translate({ord(each): json.dumps(each)[1:-1] for each in acting})


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value
