from __future__ import annotations

import textwrap

import pytest
from documents import read as read_shipped
from documents import rows
from shipped import source

from rai_lint.extract.document import extract_document
from rai_lint.model.fact import Extraction
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.vocabulary import Table, Term


def read(text: str, path: str = "model_card.md") -> Extraction:
    """Return the facts with one claim and one negation for a vocabulary."""
    claim = Term(id="deduplicated", values={"patterns": (r"\bdeduplicated\b",)})
    words = Term(id="negation", values={"patterns": (r"\b(?:not|never)\b",)})
    signs = (
        Term(id="model-file", values={"patterns": (r"^model_card\.md$",)}),
        Term(id="readme-file", values={"patterns": (r"^readme\.md$",)}),
    )
    tables = {
        "claims": Table(name="claims", terms=(claim,)),
        "document-words": Table(name="document-words", terms=(words,)),
        "card-signs": Table(name="card-signs", terms=signs),
    }
    return extract_document(source(path), textwrap.dedent(text), Knowledge(tables=tables))


@pytest.mark.parametrize(
    ("sentence", "asserted"),
    [
        ("The corpus was deduplicated.", True),
        ("The corpus was not deduplicated.", False),
        ("We never lost a page. The corpus was deduplicated.", True),
    ],
)
def test_a_claim_is_asserted_unless_its_sentence_denies_it(sentence: str, asserted: bool) -> None:
    found = read(f"# Card\n\nFirst line.\n{sentence}\n")

    assert rows(found, "card-claim", "line", "id", "asserted") == [(4, "deduplicated", asserted)]
    assert rows(found, "card-claim", "card", "card_kind") == [("model_card.md", "model")]


def test_a_readme_may_claim_too_but_belongs_to_no_card() -> None:
    found = read("# Router\n\nThe corpus was deduplicated.\n", "README.md")

    assert rows(found, "card-claim", "id", "card") == [("deduplicated", None)]


def test_code_claims_nothing() -> None:
    assert rows(read("# Card\n\n```\ndeduplicated\n```\n"), "card-claim", "id") == []


@pytest.mark.parametrize(
    ("text", "asserted"),
    [
        ("The data was not only filtered, it was deduplicated.", True),
        ("The data is not just large, it was deduplicated.", True),
        ("No longer than a day ago the data was deduplicated.", True),
        ("Not without care the data was deduplicated.", True),
        ("It has yet to be checked whether the data was deduplicated.", False),
        ("Es ist nicht wahr: the data was deduplicated.", False),
        ("Es wurde nicht nur gesammelt: the data was deduplicated.", True),
        ("No es cierto que the data was deduplicated.", False),
    ],
)
def test_words_that_only_look_like_a_denial(text: str, asserted: bool) -> None:
    found = read_shipped(f"# Card\n\n{text}\n")

    assert ("deduplicated", asserted) in rows(found, "card-claim", "id", "asserted")
