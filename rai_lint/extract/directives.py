"""Suppression comments: `rai-lint: ignore[DAT001, MDC004] until 2027-01-31 the reason`.

The one grammar for Python, YAML, front matter and Markdown; each reader finds the comments of its
language and says which line they speak of.
"""

from __future__ import annotations

from rai_lint.model.fact import Directive
from rai_lint.model.regex import regex
from rai_lint.model.source import Place

_MARKER = regex(r"(?<![\w-])rai-lint\s*:\s*(?=[a-z])|(?<![\w-])rai-lint\s+(?=(?:ignore|disable)\b)")
_VERB = regex(r"[a-z-]+")
_CODE = regex(r"[A-Za-z][A-Za-z0-9-]*")
#: With a space only before digits: a reason may begin with the word.
_UNTIL = regex(r"until(?:=|\s+(?=\d))([^\s,:;]+)[,:;]?\s*")
_SHAPE = "write `rai-lint: ignore[CODE] reason`"


def parse_directive(comment_text: str, place: Place, target_line: int) -> Directive | None:
    """Return the suppression in a comment (with or without its comment marks), or None.

    A comment that is meant as one but is not well formed is returned with `malformed` set.
    """
    marker = _MARKER.search(comment_text)
    if marker is None:
        return None
    body = comment_text[marker.end() :].split("-->", 1)[0].strip()
    codes, rest, malformed = _codes(body)
    until = _UNTIL.match(rest)
    reason = (rest[until.end() :] if until else rest).strip()
    if not malformed and ":" not in marker.group():
        malformed = f"a colon is missing after `rai-lint`: {_SHAPE}"
    if not malformed and not reason:
        malformed = "it gives no reason: add a few words after the bracket"
    return Directive(place, target_line, codes, reason, malformed, until.group(1) if until else "")


def _codes(body: str) -> tuple[tuple[str, ...], str, str]:
    """Return the codes, what follows them, and what is wrong."""
    verb = _VERB.match(body)
    if verb is None or verb.group() != "ignore":
        found = verb.group() if verb else body[:20]
        return (), "", f"`{found}` is not something rai-lint can do: {_SHAPE}"
    opened = body[verb.end() :].lstrip()
    if not opened.startswith("[") or "]" not in opened:
        return (), "", f"the rules to ignore are not named in brackets: {_SHAPE}"
    inside, rest = opened[1:].split("]", 1)
    codes = tuple(part.strip() for part in inside.split(",") if part.strip())
    wrong = next((code for code in codes if not _CODE.fullmatch(code)), None)
    if not codes:
        return (), rest.strip(), f"no rule is named in the brackets: {_SHAPE}"
    if wrong is not None:
        return codes, rest.strip(), f"`{wrong}` is neither the id nor the name of a rule"
    return codes, rest.strip(), ""
