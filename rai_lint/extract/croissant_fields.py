"""Names and values of Croissant properties: one spelling for each, and what is plainly wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import re2

from rai_lint.model.value import Plain

#: What stands before a property of schema.org, Dublin Core or Croissant itself is dropped.
_DROPPED = (
    "https://schema.org/",
    "http://schema.org/",
    "http://mlcommons.org/croissant/",
    "https://mlcommons.org/croissant/",
    "http://purl.org/dc/terms/",
    "schema:",
    "sc:",
    "cr:",
    "dct:",
)
_RAI = ("http://mlcommons.org/croissant/RAI/", "https://mlcommons.org/croissant/RAI/", "cr:rai:")

_DATE = re2.compile(r"^\d{4}(?:-\d{2}(?:-\d{2}(?:[T ].*)?)?)?$")
_URL = re2.compile(r"^(?:https?|ftp|doi|git\+https)://\S+$|^(?:doi:)?10\.\d+/\S+$")
_SHA256 = re2.compile(r"^[0-9a-fA-F]{64}$")
_VERSION = re2.compile(r"^\d+(?:\.\d+)*(?:[-+.].*)?$")


def canonical(key: str) -> str:
    """Return a property's name as facts give it: `license`, `rai:dataBiases`, `@type`."""
    for prefix in _RAI:
        if key.startswith(prefix):
            return f"rai:{key.removeprefix(prefix)}"
    for prefix in _DROPPED:
        if key.startswith(prefix):
            return key.removeprefix(prefix)
    return key


def _each(test: Callable[[str], bool], problem: str) -> Callable[[Plain], str]:
    def check(value: Plain) -> str:
        values = value if isinstance(value, tuple) else (value,)
        return "" if all(test(str(one)) for one in values) else problem

    return check


_CHECKS: Mapping[str, Callable[[Plain], str]] = MappingProxyType(
    {
        "url": _each(lambda text: bool(_URL.match(text)), "not a link"),
        "sameAs": _each(lambda text: bool(_URL.match(text)), "not a link"),
        **dict.fromkeys(
            ("datePublished", "dateCreated", "dateModified"),
            _each(lambda text: bool(_DATE.match(text)), "not a date as ISO 8601 writes it"),
        ),
        "sha256": _each(lambda text: bool(_SHA256.match(text)), "not 64 hexadecimal digits"),
        "version": _each(lambda text: bool(_VERSION.match(text)), "not a version number"),
        "conformsTo": _each(
            lambda text: "mlcommons.org/croissant" in text, "names no version of Croissant"
        ),
    }
)


def problem_of(name: str, value: Plain) -> str:
    """Return what is wrong with a property's value, or "" where nothing plainly is."""
    if value is None or value in ("", ()) or (isinstance(value, str) and not value.strip()):
        return "empty"
    check = _CHECKS.get(name.rsplit(".", 1)[-1])
    return check(value) if check else ""
