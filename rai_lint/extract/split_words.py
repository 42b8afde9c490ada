"""Splits that headings, names of metrics and sentences speak of: `Test accuracy` is of `test`."""

from __future__ import annotations

from rai_lint.extract.phrases import any_match, spans
from rai_lint.model.vocabulary import Table

_SPLITS = ("train", "validation", "test")


def split_named(text: str, words: Table) -> str:
    """Return the one split that a text speaks of, as result files name it; "" for none or several.

    `words` is the vocabulary `document-words`.
    """
    found = [split for split in _SPLITS if any_match(words, f"split-{split}", text)]
    return found[0] if len(found) == 1 else ""


def without_split(name: str, words: Table) -> str:
    """Return the name of a metric without a split before it: `Test F1 (macro)` is `F1 (macro)`."""
    ends = [end for start, end in spans(words, "split-prefix", name) if start == 0]
    return name[max(ends) :].strip() or name if ends else name
