"""Words in texts: names as whole words, and phrases that are not negated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rai_lint.model.regex import compiled, regex
from rai_lint.model.vocabulary import Term

_NAME_WORD = regex(r"[^\W\d_]+|\d+(?:\.\d+)*")
_WORD = regex(r"[^\W_]+")
_WINDOW = 80
_NO = (
    r"(?:no|not|never|none|nor|neither|without|lacks?|lacking|cannot|free (?:of|from)|yet to"
    r"|pas|aucune?|jamais|sans|nicht|keine?[mnrs]?|ohne|sin(?=\s)|ning[u\u00fa]n[ao]?|nunca"
    r"|n\u00e3o|sem\s+(?:qualquer|quaisquer|avalia\w*|testes?)|nenhuma?|non(?=\s)|senza|nessun[ao]?|niet|geen|\u043d\u0435|\u0431\u0435\u0437)"
)
_ONLY = (
    r"(?:only|just|seulement|uniquement|nur|blo\u00df|s[o\u00f3]lo|solamente|apenas|somente|soltanto"
    r"|solo|alleen|\u0442\u043e\u043b\u044c\u043a\u043e)"
)
#: A negation at most five words before the phrase; "not only" and "not just" are none.
_BEFORE = regex(
    rf"(?:\b{_NO}\b|n['\u2019]t\b)(?!\s+{_ONLY}\b)(?:\W+\w+){{0,5}}\W*$"
    r"|(?:\u672a|\u6ca1\u6709|\u6ca1|\u5c1a\u65e0|\u672a\u7ecf)\w{0,6}$",
    re.IGNORECASE,
)
_VERB = r"(?:is|are|was|were|has|have|had|be|been|do|does|did|will|would|can|could|should)"
#: A negated verb at most two words after it: "… has not been measured".
_DENIED = (
    rf"(?:{_VERB}(?:\s+(?:not|never)|n['\u2019]t)|cannot|n['\u2019](?:a|ont|est)\s+pas"
    r"|ne\s+(?:sont|fut)\s+pas|(?:wurden?|ist|sind|hat|haben)\s+(?:noch\s+)?nicht"
    r"|no\s+(?:se\s+)?(?:ha|han|fue|fueron|est\u00e1n?)|n\u00e3o\s+(?:foi|foram|est\u00e1|h\u00e1))"
)
_AFTER = regex(
    rf"^(?:\W+\w+){{0,2}}?\W+{_DENIED}\b"
    r"|^\w{0,12}(?:\u3066\u3044\u307e\u305b\u3093|\u3066\u3044\u306a\u3044|\u304a\u3089\u305a)",
    re.IGNORECASE,
)
_END = regex(r"[.!?;]\s|\n\s*\n|\n\s*[-*•]\s")
#: Last segments of ids that are ordinary words: alone they name nothing.
_ORDINARY = frozenset(
    (*("data", "dataset", "datasets", "train", "training", "test", "validation", "eval"),
     *("model", "models", "base", "main", "default", "checkpoint", "output", "final", "best"),
     *("text", "image", "images", "json", "csv", "parquet", "corpus"))
)  # fmt: skip


@lru_cache(maxsize=512)
def _name_words(text: str) -> str:
    """Return words and numbers between spaces; `Llama-3.1-8B` is ` llama 3.1 8 b `."""
    return f" {' '.join(_NAME_WORD.findall(text.lower()))} "


@lru_cache(maxsize=512)
def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower()))} "


def names(text: str, spellings: tuple[str, ...]) -> bool:
    """Return whether a text holds one of the spellings as whole words and numbers."""
    found = _name_words(text)
    return any(
        words.strip()
        and words.strip() not in _ORDINARY
        and len(words) > len(" x ")
        and words in found
        for words in map(_name_words, spellings)
    )


def says(text: str, phrase: str) -> bool:
    """Return whether a text holds the words of a phrase next to each other, without case."""
    words = _words(phrase)
    return bool(words.strip()) and words in _words(text)


def mentions(text: str, term: Term) -> bool:
    """Return whether a text speaks of a phrase of the set without denying it."""
    return any(
        not _negated(text, start, end)
        for pattern in term.patterns
        for start, end in _found(pattern, text)
    )


def _found(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    for match in compiled(pattern, cased=False).finditer(text):
        yield match.span()


def _negated(text: str, start: int, end: int) -> bool:
    """Return whether the sentence around a phrase denies it; looks at a bounded piece of text."""
    before = _END.split(text[max(0, start - _WINDOW) : start])[-1]
    after = _END.split(text[end : end + _WINDOW])[0]
    return _BEFORE.search(before) is not None or _AFTER.search(after) is not None
