"""Words in running text: sentences, known names, and patterns that run in linear time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from rai_lint.model.regex import compiled, regex
from rai_lint.model.vocabulary import Table, Term
from rai_lint.model.vocabulary import words as spelled

_WORD = regex(r"[^\W\d_]+|\d+")
#: What makes the digits before it a part of a number.
_GOES_ON = regex(r"[.,]\d|[ ]?%")
#: Chinese and Japanese letters, with their punctuation.
_UNSPACED = regex(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uff65]+")
_END = regex(r"[.!?;][)\"'\u201d\u2019*_]{0,3}(?:\s+|$)|\n[ \t]*\n|\n(?=[-*•]\s)")
_SHORT = frozenset({"e.g", "i.e", "etc", "al", "vs", "cf", "fig", "approx", "no", "dr", "mr", "eq"})
#: A sentence that is longer is read in parts, so that what looks around stays quick.
_MAX_SENTENCE = 2_000


class Found(Struct, frozen=True):
    """A known name in a text, from `start` to `end`."""

    start: int
    end: int
    term: Term
    text: str


def any_match(table: Table, entry: str, text: str) -> bool:
    """Say whether a pattern of an entry is found in the text; an entry that is not there is not."""
    term = table.ids.get(entry)
    return term is not None and says(term, text)


def may_say(term: Term, text: str) -> bool:
    """Say whether a pattern of an entry may be found in a text, without looking for it."""
    if not term.needles:
        return True
    folded = _folded(text) if len(text) > _MAX_SENTENCE else text.casefold()
    return any(needle in folded for needle in term.needles)


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    return text.casefold()


def says(term: Term, text: str) -> bool:
    """Say whether a pattern of an entry is found in a text, in one search for all of them."""
    found, cased = term.patterns, bool(term.values.get("cased"))
    if not found or not may_say(term, text):
        return False
    try:
        return bool(compiled(_joined(found), cased=cased).search(text))
    except ValueError:  # two of them name a group alike
        return any(compiled(pattern, cased=cased).search(text) for pattern in found)


@lru_cache(maxsize=512)
def _joined(found: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in found)


def denied(words: Table, text: str) -> bool:
    """Say whether a text before a statement denies it; "not only" and "not without" do not."""
    for start, end in sorted(spans(words, "no-negation", text), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return any_match(words, "negation", text)


def spans(table: Table, entry: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where patterns of an entry are found: their first group, if they have one."""
    term = table.ids.get(entry)
    cased = term is not None and bool(term.values.get("cased"))
    for pattern in term.patterns if term and may_say(term, text) else ():
        for match in compiled(pattern, cased=cased).finditer(text):
            yield match.span(1) if match.re.groups and match.group(1) is not None else match.span()


def find_names(table: Table, text: str, *, ids: bool = True) -> Iterator[Found]:
    """Yield the names of a table that stand in the text as whole words, the longest first.

    Case, hyphens and spaces do not count: `CC-BY 4.0` is `cc by 4.0`. Without `ids`, an id counts
    only where it is a name too.
    """
    index, heads = table.phrases, table.heads
    words, different = _words(text)
    # Most texts hold not even the first word of a name.
    if heads.keys().isdisjoint(different):
        return
    position = 0
    while position < len(words):
        most = min(heads.get(words[position][0], 0), len(words) - position)
        best: tuple[int, Found] | None = None
        for size in range(most, 0, -1):
            term = index.get(" ".join(word for word, _, _ in words[position : position + size]))
            start, end = words[position][1], words[position + size - 1][2]
            if term is None or not _whole(text, start, end):
                continue
            if not ids and not _is_name(term, text[start:end]):
                continue
            found = size, Found(start, end, term, text[start:end])
            # In `BLEU 4.86` the name is BLEU, not BLEU-4; where there is no shorter one, it stands.
            if not (text[end - 1].isdigit() and _GOES_ON.match(text, end)):
                best = found
                break
            best = best or found
        if best is not None:
            yield best[1]
            position += best[0] - 1
        position += 1


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[tuple[tuple[str, int, int], ...], frozenset[str]]:
    """Return the words of a text with start and end, and which there are: many tables ask."""
    found = ((match.group().lower(), *match.span()) for match in _WORD.finditer(text))
    words = tuple(found)
    return words, frozenset(word for word, _, _ in words)


def _whole(text: str, start: int, end: int) -> bool:
    """Say whether no letter or digit touches: `CIFAR10` is not in `CIFAR10C`."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def as_prose(found: Found) -> bool:
    """Say whether a name counts in running text: some do only as they are written (`MAP`)."""
    cased = found.term.values.get("cased")
    if not isinstance(cased, (tuple, list)):
        return True
    spellings = [str(name) for name in cased]
    return found.text in spellings or all(
        spelled(name) != spelled(found.text) for name in spellings
    )


def _is_name(term: Term, text: str) -> bool:
    wanted = spelled(text)
    return any(spelled(name) == wanted for name in term.names)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the sentences of a text; list items are sentences too."""
    start = 0
    for end in _ends(text):
        while end - start > _MAX_SENTENCE:
            cut = text.rfind(" ", start + 1, start + _MAX_SENTENCE) + 1 or start + _MAX_SENTENCE
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end
        start = end


def _ends(text: str) -> Iterator[int]:
    start = 0
    for match in _END.finditer(text):
        before = text[max(start, match.start() - 12) : match.start()].rsplit(None, 1)
        short = before and before[-1].strip("(").lower() in _SHORT
        if match.group()[0] != "." or not short:
            yield match.end()
            start = match.end()
    yield len(text)


def word_count(text: str) -> int:
    """Return the number of words of a text; two letters are a word where no spaces are written."""
    if text.isascii():
        return len(text.split())
    unspaced = sum(map(str.isalnum, "".join(_UNSPACED.findall(text))))
    return len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2
