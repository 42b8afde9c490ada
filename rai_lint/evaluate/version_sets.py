"""Whether two version specifiers have a version in common."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from rai_lint.model.regex import regex

if TYPE_CHECKING:
    from packaging.version import Version

#: Poetry's and npm's bounds: `^1.2`, `~1.2`, of which PEP 440 has only `~=`.
_CARET = regex(r"\^\s*(\d{1,9}(?:\.\d{1,9}){0,3})")
_TILDE = regex(r"~\s*(\d{1,9}(?:\.\d{1,9}){0,3})")
_NAMED = regex(
    r"\d{1,9}(?:\.\d{1,9}){0,4}(?:[._-]?(?:a|b|rc|alpha|beta|post|dev)\d{0,9}){0,2}(?:\+[a-z0-9.]{1,20})?"
)
_RELEASE = regex(r"\d{1,9}(?:\.\d{1,9}){0,4}")
_LONGEST = 300
_ENDINGS = ("", ".1", ".999", ".0.1")


@lru_cache(maxsize=512)
def shares_version(one: str, other: str) -> bool | None:
    """Return whether some version satisfies both specifiers; None where one is not PEP 440.

    Tried are the versions that they name, what is just above each and just below.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - few rules ask

    if len(one) > _LONGEST or len(other) > _LONGEST:
        return None
    try:
        sets = [SpecifierSet(_plain(each)) for each in (one, other)]
    except InvalidSpecifier:
        return None
    return any(
        all(each.contains(version, prereleases=True) for each in sets)
        for text in (one, other)
        for version in _tried(text)
    )


def _tried(text: str) -> Iterator[Version]:
    for named in ("0", *_NAMED.findall(text)):
        release = _RELEASE.match(named)
        bare = release.group() if release is not None else "0"
        spelled = (named, *(bare + ending for ending in _ENDINGS), _below(bare))
        yield from filter(None, map(_version, spelled))


def _version(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415 - see above

    try:
        return Version(text)
    except InvalidVersion:
        return None


def _below(version: str) -> str:
    """Return a version a little below one: 2.5.999999 for 2.6."""
    digits = [int(part) for part in version.split(".")]
    while digits and digits[-1] == 0:
        digits.pop()
    if not digits:
        return "0"
    digits[-1] -= 1
    return ".".join(map(str, [*digits, 999999]))


def _plain(specifier: str) -> str:
    """Return a specifier without carets and single tildes; a bare `3.12` is any that begins so."""
    if _NAMED.fullmatch(specifier):
        return f"=={specifier}.*"
    text = _CARET.sub(lambda match: _caret(match[1]), specifier)
    return _TILDE.sub(lambda match: f">={match[1]},<{_next(match[1], 1)}", text)


def _caret(version: str) -> str:
    digits = version.split(".")
    first = next((at for at, digit in enumerate(digits) if int(digit)), len(digits) - 1)
    return f">={version},<{_next(version, first)}"


def _next(version: str, position: int) -> str:
    """Return the version in which the number at a position is one more, and none follows."""
    digits = [int(part) for part in version.split(".")]
    position = min(position, len(digits) - 1)
    return ".".join(map(str, [*digits[:position], digits[position] + 1]))
