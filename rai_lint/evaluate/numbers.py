"""Numbers as code, tables and version specifiers give them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from rai_lint.model.regex import regex
from rai_lint.model.value import Plain

if TYPE_CHECKING:
    from packaging.version import Version

_PRINTED = regex(r"([-+]?(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,15})?(?:\.\d{1,15})?)\s*(%?)")
_HUNDRED = Decimal(100)
#: By how much settings that were rounded for print may differ, as a part of the larger.
_NEARLY = 0.01


def number(value: Plain) -> float | None:
    """Return a value as a number, also where it is written as text; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(str(value).strip().rstrip("%"))
    except ValueError:
        return None


def same_value(one: Plain, other: Plain) -> bool:
    """Return whether two settings are the same: numbers nearly, whole numbers and words exactly.

    Lists of names are the same in any order, lists of numbers in the order they are in.
    """
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        if all(number(each) is None for each in (*one, *other)):
            return {str(each).casefold() for each in one} == {
                str(each).casefold() for each in other
            }
        return len(one) == len(other) and all(map(same_value, one, other))
    left, right = number(one), number(other)
    if left is None or right is None:
        return str(one).strip().casefold() == str(other).strip().casefold()
    if left.is_integer() and right.is_integer():
        return left == right
    return abs(left - right) <= _NEARLY * max(abs(left), abs(right))


def rounds_to(printed: Plain, exact: Plain) -> bool | None:
    """Return whether a printed number is `exact` rounded to as many digits as are printed.

    Percent and fraction are understood: `91.3`, `91.3%` and `0.913` all print 0.91312. None where
    one of them is no number.
    """
    shown, value = _shown(printed), _decimal(exact)
    if shown is None or value is None:
        return None
    figure, percent = shown
    half = Decimal(1).scaleb(_exponent(figure)) / 2
    return any(abs(value * scale - figure) <= half for scale in _scales(figure, value, percent))


def _exponent(figure: Decimal) -> int:
    exponent = figure.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _scales(figure: Decimal, value: Decimal, percent: bool) -> list[Decimal]:
    """Return by what `value` may have been multiplied before it was printed."""
    scales = [Decimal(1)]
    if abs(value) <= 1 and (percent or abs(figure) > 1):
        scales.append(_HUNDRED)
    if not percent and abs(figure) <= 1 < abs(value) and _exponent(figure) <= -2:  # noqa: PLR2004
        scales.append(1 / _HUNDRED)
    return scales


def _shown(printed: Plain) -> tuple[Decimal, bool] | None:
    """Return the first number of a printed cell, and whether a percent sign follows."""
    if isinstance(printed, bool):
        return None
    for match in _PRINTED.finditer(str(printed)):
        if any(character.isdigit() for character in match[1]):
            return Decimal(match[1].replace(",", "")), bool(match[2])
    return None


def _decimal(value: Plain) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        found = Decimal(str(value).strip().rstrip("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 40 else None  # noqa: PLR2004


def allows_below(specifier: str, limit: str) -> bool | None:
    """Return whether a PEP 440 specifier admits a version below `limit`.

    None where there is no specifier, or one that is not PEP 440. The versions tried are those
    named, their neighbours, the lowest of all and the highest below the limit.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # noqa: PLC0415 - few rules ask

    top = _version(limit)
    try:
        specifiers = SpecifierSet(_as_pep440(specifier))
    except InvalidSpecifier:
        return None
    if top is None or not len(specifiers):
        return None
    named = (each.version.removesuffix(".*") for each in specifiers)
    tried = ["0", _just_below(top.release)]
    tried += [text + ending for text in named for ending in ("", ".1", ".post1")]
    versions = filter(None, map(_version, tried))
    return any(each < top and specifiers.contains(each, prereleases=True) for each in versions)


def _as_pep440(specifier: str) -> str:
    """Return the lower bounds of Poetry's `^2.4` and `~2.4` as PEP 440 writes them."""
    parts = [part.strip() for part in specifier.split(",")]
    open_ones = [part.startswith(("^", "~")) and not part.startswith("~=") for part in parts]
    return ",".join(
        f">={part[1:].strip()}" if is_open else part
        for part, is_open in zip(parts, open_ones, strict=True)
    )


def same_release(one: str, other: str) -> bool | None:
    """Return whether two versions agree in their first two numbers.

    Specifiers go by the version that they name; None where one of the texts names none.
    """
    left, right = _named_version(one), _named_version(other)
    if left is None or right is None:
        return None
    return (left.major, left.minor) == (right.major, right.minor)


def _named_version(text: str) -> Version | None:
    return _version(text.strip().lstrip("=v ").removesuffix(".*").split("+", 1)[0])


def _version(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415 - see above

    try:
        return Version(text)
    except InvalidVersion:
        return None


def _just_below(release: tuple[int, ...]) -> str:
    """Return a version a little below a release: 2.5.999999 for 2.6."""
    digits = list(release)
    while digits and digits[-1] == 0:
        digits.pop()
    if not digits:
        return "0"
    digits[-1] -= 1
    return ".".join(map(str, [*digits, 999999]))
