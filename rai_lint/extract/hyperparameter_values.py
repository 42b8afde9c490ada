"""Values of hyperparameters as documents print them: `2e-5`, powers of ten, `10 %`, `AdamW`."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.extract.phrases import any_match
from rai_lint.model.regex import regex
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.model.vocabulary import Table, Term
from rai_lint.model.vocabulary import words as spelled

_SUPERSCRIPTS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b\u2212\u2013",
    "0123456789---",
)
#: Signs, minus as typesetters write it, and digits as they stand raised behind a ten.
_SIGN = "[-+\u2212\u2013\u207b]?"
_RAISED = "[0-9\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3}"
_NUMBER = regex(
    r"(?P<digits>[-+\u2212]?(?:\d{1,14}(?:[,_]\d{1,14}){0,4}(?:\.\d{1,14})?|\.\d{1,14}))"
    rf"(?:[eE](?P<power>{_SIGN}\d{{1,3}})"
    r"|\s?(?P<thousands>[kKM])\b"
    rf"|\s?(?:[x*\u00d7\u00b7\u22c5]|\\times)\s?10\s?\^?\s?[{{(]?(?P<ten>{_SIGN}{_RAISED})[}})]?)?"
    r"(?P<percent>\s?%)?"
)
_POWER_OF_TEN = regex(
    rf"10\s?(?:\^\s?[{{(]?\s?)?(?P<ten>[-\u2212\u2013\u207b]{_RAISED})[}})]?(?![\w.])"
)
_GROUPS = regex(r"[-+]?[1-9]\d{0,2}(?:[,_]\d{3})+(?:\.\d+)?")
_NAMES = regex(r"[A-Za-z_][\w.]{0,60}")
_OPEN = regex(r"[\s\"'`*_$]*")
_UNITS = {"k": 1_000, "K": 1_000, "M": 1_000_000}
_MAX_LIST = 40
#: A value that is a name must start so near, in characters: `Use adamw_torch with …`.
_NEAR = 24
_TOUCHING = 1
_MAX_TEXT = 120


class Printed(Struct, frozen=True):
    """A value with the text it was read from; `rest` is what follows."""

    value: Value
    text: str
    rest: str


def read_number(text: str) -> tuple[float | int, str, int] | None:
    """Return the number that a text starts with, as printed, and where it ends, or None."""
    match = _POWER_OF_TEN.match(text)
    if match is not None:
        power = int(match.group("ten").translate(_SUPERSCRIPTS))
        return float(f"1e{power}"), match.group(), match.end()
    match = _NUMBER.match(text)
    if match is None or text[match.end() : match.end() + 1].isalnum():
        return None
    digits = _plain(match.group("digits"))
    power_text = match.group("power") or match.group("ten")
    if digits is None:
        return None
    exponent = f"e{int(power_text.translate(_SUPERSCRIPTS))}" if power_text else ""
    whole = not exponent and "." not in digits
    value: float | int = int(digits) if whole else float(f"{digits}{exponent}")
    value *= _UNITS.get(match.group("thousands") or "", 1)
    return value / 100 if match.group("percent") else value, match.group().strip(), match.end()


def _plain(digits: str) -> str | None:
    """Return digits with a point and no groups: `1,000` is 1000 and `0,01` is 0.01."""
    digits = digits.replace("\u2212", "-")
    if _GROUPS.fullmatch(digits):
        return digits.replace(",", "").replace("_", "")
    if "_" in digits or digits.count(",") > 1 or ("," in digits and "." in digits):
        return None
    return digits.replace(",", ".")


def read_value(text: str, term: Term, words: Table) -> Printed | None:
    """Return the value of a hyperparameter at the start of a text, or None if there is none."""
    text = text[_open(text) :]
    match term.values.get("type"):
        case "number":
            return _number(text, words)
        case "list":
            return _list(text)
        case _:
            return read_choice(text, term)


def _open(text: str) -> int:
    match = _OPEN.match(text)
    return match.end() if match else 0


def _number(text: str, words: Table) -> Printed | None:
    line = text.split("\n", 1)[0]
    shown = line[:_MAX_TEXT].strip()
    if any_match(words, "only-a-bound", line) and any(c.isdigit() for c in shown[:_NEAR]):
        return Printed(Unknown(shown, "only a bound is stated"), shown, "")
    if line[:1] in "[({" and (read := read_number(line[1:].lstrip())) is not None:
        single = line[1:].lstrip()[read[2] :].lstrip().startswith(("]", ")", "}"))
        if not single:
            return Printed(Unknown(shown, "several values are stated"), shown, "")
        return Printed(Known(read[0]), read[1], "")
    read = read_number(line)
    if read is None:
        return None
    value, printed, end = read
    rest = line[end:]
    if any_match(words, "several-values", rest):
        return Printed(Unknown(shown, "several values are stated"), shown, "")
    return Printed(Known(value), printed, rest)


def _list(text: str) -> Printed | None:
    line = text.split("\n", 1)[0]
    closing = {"[": "]", "(": ")", "{": "}"}.get(line[:1])
    if closing and closing in line:
        inside = line[1 : line.index(closing)]
        parts = [part.strip(" \"'`*") for part in inside.split(",")][:_MAX_LIST]
        numbers = [read_number(part) for part in parts if part]
        if numbers and all(numbers):
            values = tuple(read[0] for read in numbers if read)
            return Printed(Known(values), line[: line.index(closing) + 1], "")
        names = tuple(part for part in parts if part and _NAMES.fullmatch(part))
        return Printed(Known(names), line[: line.index(closing) + 1], "") if names else None
    parts = [part.strip(" \"'`*.") for part in line.replace(" and ", ",").split(",")][:_MAX_LIST]
    if "linear" in spelled(line) and "all " in spelled(line):
        return Printed(Known(("all-linear",)), line.strip(), "")
    named = tuple(part for part in parts if part)
    if named and all(_NAMES.fullmatch(part) and ("_" in part or len(parts) > 1) for part in named):
        return Printed(Known(named), line.strip(), "")
    return None


def read_choice(text: str, term: Term, *, last: bool = False) -> Printed | None:
    """Return the known value that a text starts with (or ends with), or None.

    Where several spellings fit, the longest counts: `cosine with restarts` is no `cosine`.
    """
    values = term.values.get("values")
    near = text[-_NEAR * 2 :] if last else text.split("\n", 1)[0][: _NEAR * 2]
    reach = _TOUCHING if last else _NEAR
    heard = f" {spelled(near)}"
    best: tuple[int, int, str, str] | None = None
    for value, spellings in values.items() if isinstance(values, dict) else ():
        for spelling in spellings if isinstance(spellings, (tuple, list)) else ():
            wanted = f" {spelled(str(spelling))}"
            at = heard.rfind(wanted) if last else heard.find(wanted)
            distance = len(heard) - at - len(wanted) if last else at
            if at < 0 or distance > reach:
                continue
            rank = (distance if last else at, -len(wanted), value, str(spelling))
            best = min(best, rank) if best else rank
    if best is None:
        return None
    return Printed(Known(best[2]), best[3], "")
