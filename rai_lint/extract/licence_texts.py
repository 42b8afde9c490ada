"""Which licence a text, a link or a name means: `licence-texts` and `licences` say."""

from __future__ import annotations

import re2

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.model.vocabulary import Term

#: The title of a licence stands near its start; further down it is a mention.
_TITLE_WITHIN = 3000
_SHORT_NOTICE = 3000
_MAX_TEXT = 400_000

_BETWEEN_WORDS = re2.compile(r"[^a-z0-9+]+")
_SPDX = re2.compile(r"^[A-Za-z0-9][A-Za-z0-9.\-+]*$")


def squeeze(text: str) -> str:
    """Return a text as phrases are compared: lower case, words with one space between them."""
    return f" {_BETWEEN_WORDS.sub(' ', text[:_MAX_TEXT].lower()).strip()} "


def identify(text: str, knowledge: Knowledge) -> Term | None:
    """Return the entry of `licence-texts` for the text of a licence or a short notice, or None.

    Where a file holds several texts, the one that begins first counts.
    """
    words = squeeze(text)
    best: tuple[int, int, Term] | None = None
    for term in knowledge.table("licence-texts"):
        start = _start(words, term)
        if start >= 0:
            rank = (start, -len(_phrases(term, "phrases")), term)
            best = rank if best is None or rank[:2] < best[:2] else best
    if best is not None:
        return best[2]
    return _identify_notice(words, knowledge) if len(words) <= _SHORT_NOTICE else None


def _phrases(term: Term, name: str) -> tuple[str, ...]:
    phrases = term.values.get(name)
    return tuple(f" {one} " for one in phrases) if isinstance(phrases, (tuple, list)) else ()


def _start(words: str, term: Term) -> int:
    """Return where the text of a licence begins, or -1."""
    phrases = _phrases(term, "phrases")
    if not phrases or not all(phrase in words for phrase in phrases):
        return -1
    if any(phrase in words for phrase in _phrases(term, "without")):
        return -1
    return words.find(phrases[0], 0, _TITLE_WITHIN)


def _identify_notice(words: str, knowledge: Knowledge) -> Term | None:
    for term in knowledge.table("licence-texts"):
        short = _phrases(term, "short")
        if short and all(phrase in words for phrase in short):
            return term
    return None


def licence_value(text: str, knowledge: Knowledge) -> Value:
    """Return the id of a licence that a field names or links to, or unknown with its text.

    An id that no vocabulary holds but that is written like one is passed on in lower case.
    """
    name = text.strip()
    term = knowledge.table("licences").find(name)
    if term is None and len(name) < _SHORT_NOTICE:
        term = _identify_notice(squeeze(name), knowledge) or _by_link(name, knowledge)
    if term is not None:
        return Known(term.id)
    if _SPDX.match(name) and any(character.isdigit() for character in name):
        return Known(name.lower())
    return Unknown(name[:200], "names no licence that is known")


def _by_link(name: str, knowledge: Knowledge) -> Term | None:
    """Look up the last part of a link such as `https://spdx.org/licenses/MIT.html`."""
    if "://" not in name:
        return None
    last = name.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html").removesuffix(".txt")
    return knowledge.table("licences").find(last)
