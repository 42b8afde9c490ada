from __future__ import annotations

import pytest
from documents import read, rows

DATASET = ("line", "id", "role", "stated_in")


def test_front_matter_lists_datasets_languages_and_base_models() -> None:
    found = read(
        """
        ---
        language: [en, de-AT]
        base_model:
        - google-bert/bert-base-uncased
        datasets:
        - stanfordnlp/imdb
        - acme/tickets
        ---
        # Router
        """
    )

    assert rows(found, "card-dataset", *DATASET) == [
        (6, "stanfordnlp/imdb", "training", "metadata"),
        (7, "acme/tickets", "training", "metadata"),
    ]
    assert rows(found, "card-base-model", "line", "id", "stated_in") == [
        (4, "google-bert/bert-base-uncased", "metadata")
    ]
    assert rows(found, "card-language", "id", "raw") == [("en", "en"), ("de", "de-AT")]


def test_the_sources_of_a_dataset_card() -> None:
    found = read(
        """
        ---
        pretty_name: Clean web
        source_datasets: [original, "extended|allenai/c4", acme/pages, extended|other-news]
        ---
        # Clean web

        A subset of [C4](https://huggingface.co/datasets/allenai/c4), filtered from
        [pages](https://example.org/pages.jsonl). The Clean Web dataset is small.
        """,
        "README.md",
    )

    assert rows(found, "card-dataset", *DATASET) == [
        (3, "allenai/c4", "source", "metadata"),
        (3, "acme/pages", "source", "metadata"),
        (7, "allenai/c4", "source", "prose"),
        (8, "https://example.org/pages.jsonl", "source", "prose"),
    ]


def test_items_below_a_sentence_about_datasets_are_names() -> None:
    found = read(
        """
        # Model Card

        ## Performance

        We measured it on the following datasets:

        - Birdcalls-7
        - Oxford Ferns
        - [NightSky](https://example.org/sky)
        - Quick to run and easy to deploy in any place that you may think of
        - we also tried others.

        ## Limitations

        - Night
        """
    )

    assert rows(found, "card-dataset", *DATASET) == [
        (7, "Birdcalls-7", "evaluation", "prose"),
        (8, "Oxford Ferns", "evaluation", "prose"),
        (9, "NightSky", "evaluation", "prose"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It was trained on public sets such as [Ferns2](https://example.org).", []),
        (
            "It was trained on image datasets such as [FERNS2M](https://example.org).",
            [("FERNS2M", "training", False)],
        ),
        ("We evaluated it on the MNIST dataset.", [("MNIST", "evaluation", False)]),
        ("It was not trained on ImageNet.", [("ImageNet", "training", True)]),
        ("It was fine-tuned on the imdb dataset.", [("imdb", "training", False)]),
        ("It was trained on a new mix of public online data.", []),
        ("This is a static model trained on an offline dataset.", []),
        ("It was fine-tuned on an unknown dataset.", []),
        ("We tested it on held-out tickets on the held-out test set.", []),
        ("Accuracy may drop at night.", []),
        (
            "We have evaluated it with FernSecEval, our own suite.",
            [("FernSecEval", "evaluation", False)],
        ),
    ],
)
def test_datasets_in_sentences(sentence: str, expected: list[tuple[str, str, bool]]) -> None:
    found = read(f"# Model Card\n\n## Model Details\n\n{sentence}\n")

    assert rows(found, "card-dataset", "id", "role", "negated") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Routers are models finetuned from LLaMA models.", ["LLaMA"]),
        (
            "A fine-tuned version of [BERT](https://huggingface.co/google-bert/bert-base-uncased).",
            ["google-bert/bert-base-uncased"],
        ),
        ("- **Finetuned from model [optional]:** acme/base-7b", ["acme/base-7b"]),
        ("- **Finetuned from model [optional]:** [More Information Needed]", []),
        ("The base model uses a ResNet50 as an image encoder.", []),
        ("A model based on the Vision Transformer architecture.", []),
        ("It was trained from scratch.", []),
        ("It was fine-tuned from human feedback.", []),
    ],
)
def test_base_models_in_prose(sentence: str, expected: list[str]) -> None:
    found = read(f"# Model Card\n\n## Model Details\n\n{sentence}\n")

    assert [row[0] for row in rows(found, "card-base-model", "id")] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Its use should be limited to English language use cases.", [("en", False)]),
        ("It was not tried in languages other than English.", [("en", False)]),
        ("It is meant for research use in English and French.", [("en", False), ("fr", False)]),
        ("It does not support the German language.", [("de", True)]),
        ("- **Language(s) (NLP):** en, sw", [("en", False), ("sw", False)]),
        ("Polish the pictures before use.", []),
        ("The Swiss and the German team agreed.", []),
    ],
)
def test_languages_in_prose(sentence: str, expected: list[tuple[str, bool]]) -> None:
    found = read(f"# Model Card\n\n## Intended Use\n\n{sentence}\n")

    assert rows(found, "card-language", "id", "negated") == expected


def test_base_models_of_labelled_lines_and_rows() -> None:
    found = read(
        """
        # Fern

        ## Details

        - Base model: `acme/moss-base`
        - Adapter type: LoRA

        | Attribute | Value |
        |---|---|
        | Base model | acme/moss-large |
        | Parent model | [More Information Needed] |

        A fine-tuned moss-small model. The backbone is [Lichen](https://huggingface.co/acme/lichen#use).
        """
    )

    assert rows(found, "card-base-model", "line", "id", "stated_in") == [
        (5, "acme/moss-base", "prose"),
        (10, "acme/moss-large", "table"),
        (13, "moss-small", "prose"),
        (13, "acme/lichen", "prose"),
    ]


def test_an_address_is_no_name_of_a_dataset() -> None:
    link = "[example.com/acme/fern-code](https://example.com/acme/fern-code)"
    found = read(f"# Fern\n\n## Training Code\n\nThe dataset scripts are available at: {link}\n")

    assert rows(found, "card-dataset", "id") == []
