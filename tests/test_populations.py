"""Whom a card says its model is for."""

from __future__ import annotations

from documents import read, rows

CARD = """
# Fall alarm

Works for people with many accents.

## Intended use

For women and men at home. It is not intended for children.

## Training data

Recordings of older adults.

## Out-of-scope use

Elderly people in hospitals.
"""


def test_groups_in_sentences_about_use() -> None:
    found = read(CARD, "model_card.md")

    assert rows(found, "card-population", "line", "id", "excluded") == [
        (3, "accent", False),
        (7, "gender", False),
        (7, "children", True),
        (15, "older-adults", True),
    ]


def test_words_that_promise_nothing() -> None:
    text = "# Fall alarm\n\nNamed by a group of women who met at night.\n"

    assert rows(read(text, "model_card.md"), "card-population", "id") == []
