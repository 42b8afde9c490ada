"""Whether a section says something: substantive, a placeholder, empty, or a mere "no"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from rai_lint.extract.blocks import Block
from rai_lint.extract.phrases import any_match, may_say, sentences, word_count
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import compiled, regex
from rai_lint.model.vocabulary import Table, Term, normal

State = Literal["substantive", "placeholder", "empty", "negated"]

#: A sentence around a placeholder ("see our post at `link` for more") says nothing by itself.
_FILLER_WORDS = 15
#: A longer text says more than that there is nothing to say.
_DENIAL_WORDS = 40
_LIST_MARK = regex(r"^[\s>*_-]+|[\s*_]+$")


def plain_text(blocks: Iterable[Block]) -> str:
    """Return the words of blocks, one block a line; code is left out, cells of tables are kept."""
    parts: list[str] = []
    for block in blocks:
        if block.kind == "table":
            parts.extend(" ".join(cell.text for cell in row if cell.text) for row in block.rows)
        elif block.kind not in {"comment", "code"} and block.text:
            parts.append(_with_code(block))
    return "\n".join(part for part in parts if part.strip())


def _with_code(block: Block) -> str:
    """Return the text with the code marks that placeholders are told by."""
    text = block.text
    for mark in sorted(block.marks, key=lambda mark: -mark.start):
        if mark.kind == "code":
            text = f"{text[: mark.start]}`{text[mark.start : mark.end]}`{text[mark.end :]}"
    return text


def state_of(blocks: Iterable[Block], knowledge: Knowledge) -> State:
    """Return the state of what stands below a heading."""
    blocks = tuple(blocks)
    text = plain_text(blocks)
    if not text.strip():
        if any(block.kind == "code" or block.images for block in blocks):
            return "substantive"
        comments = [block.text for block in blocks if block.kind == "comment"]
        words = knowledge.table("document-words")
        left = [text for text in comments if not any_match(words, "tool-comment", text)]
        return "placeholder" if left else "empty"
    table = knowledge.table("placeholders")
    parts = (plain_text([block]) for block in blocks)
    if is_placeholder(text, table) or all(
        is_placeholder(part, table) for part in parts if part.strip()
    ):
        return "placeholder"
    words = knowledge.table("document-words")
    lines = [line for line in text.split("\n") if any(map(str.isalnum, line))]
    if all(any_match(words, "negated-answer", line) for line in lines):
        return "negated"
    return "substantive"


def says_not_evaluated(blocks: Iterable[Block], knowledge: Knowledge) -> bool:
    """Say whether all that stands below a heading is that nothing was evaluated."""
    text = plain_text(blocks)
    words = knowledge.table("document-words")
    if not text.strip() or word_count(text) > _DENIAL_WORDS:
        return False
    told = [text[start:end] for start, end in sentences(text)]
    return all(any_match(words, "not-evaluated", sentence) for sentence in told)


def is_placeholder(text: str, table: Table) -> bool:
    """Say whether a template left the text, or left a gap in it that nothing else fills."""
    rest, plain = text, normal(text)
    found = False
    for term in table:
        if term.values.get("note") or term.values.get("in"):
            continue
        if term.values.get("whole"):
            if _is_whole(text, plain, term):
                return True
        else:
            less = _without(rest, plain, term)
            found = found or less != rest
            rest = less
    return found and word_count(rest) < _FILLER_WORDS


def _is_whole(text: str, plain: str, term: Term) -> bool:
    phrase, pattern = term.values.get("phrase"), term.values.get("pattern")
    if isinstance(phrase, str):
        return normal(phrase) == plain
    if not isinstance(pattern, str) or not may_say(term, text):
        return False
    return _cased(pattern, term).fullmatch(text.strip()) is not None


def _without(text: str, plain: str, term: Term) -> str:
    """Return the text without what the template left; `plain` is its letters and digits."""
    phrase, pattern = term.values.get("phrase"), term.values.get("pattern")
    if isinstance(phrase, str):
        wanted = normal(phrase)
        if not wanted or wanted not in plain:
            return text
        return "\n".join(line for line in text.split("\n") if wanted not in normal(line))
    if not isinstance(pattern, str) or not may_say(term, text):
        return text
    expression = _cased(pattern, term)
    if term.values.get("line"):
        lines = text.split("\n")
        kept = [line for line in lines if not expression.search(_LIST_MARK.sub("", line))]
        return "\n".join(kept) if len(kept) < len(lines) else text
    return str(expression.sub(" ", text)) if expression.search(text) else text


def _cased(pattern: str, term: Term) -> re.Pattern[str]:
    found: re.Pattern[str] = compiled(pattern, cased=bool(term.values.get("cased")))
    return found
