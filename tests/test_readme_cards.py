from __future__ import annotations

from textwrap import dedent

import pytest
from documents import read, rows

_MODEL_README = """
    # Fern Classifier

    This is a fine-tuned [ViT](https://huggingface.co/acme/vit-small) model that tells ferns apart.

    ## Model info

    - Base model: `acme/vit-small`
    - Epochs: 3
    - Accuracy: 0.91

    ## Usage

    Run `predict.py`.
    """


def test_a_readme_that_speaks_of_one_model_acts_as_its_card() -> None:
    found = read(_MODEL_README, "README.md")

    assert rows(found, "model-card", "line", "id") == [(1, "Fern Classifier")]
    assert ("acme/vit-small",) in rows(found, "card-base-model", "id")
    assert rows(found, "card-metric", "name", "value", "card") == [("Accuracy", 0.91, "README.md")]
    assert rows(found, "card-hyperparameter", "name", "value", "card") == [
        ("epochs", 3, "README.md")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Fern Classifier", "# Fern Classifier Course"),
        ("# Fern Classifier", "# Fern Model Library"),
        ("# Fern Classifier", "# Ferns"),
        ("This is a fine-tuned", "This repository contains code for a fine-tuned"),
        ("This is a fine-tuned", "The [model card](card.md) says more on our fine-tuned"),
        ("## Usage", "## Roadmap\n\n    Soon.\n\n    ## API Reference"),
        ("- Epochs: 3\n    - Accuracy: 0.91", "- Task: images"),
    ],
)
def test_a_readme_about_more_than_one_model_is_no_card(old: str, new: str) -> None:
    assert old in _MODEL_README

    found = read(_MODEL_README.replace(old, new), "README.md")

    assert rows(found, "model-card", "id") == []


@pytest.mark.parametrize("path", ["docs/README.md", "tests/README.md"])
def test_a_readme_of_documentation_is_no_card(path: str) -> None:
    assert rows(read(_MODEL_README, path), "model-card", "id") == []


def test_a_readme_that_describes_a_dataset_acts_as_its_card() -> None:
    text = """
        # FernTalk: a dataset of ferns and their names

        This dataset contains 1,000 photographs.

        ## Data Description

        Photographs and names.

        ## Data Fields

        Two.
        """

    assert rows(read(text, "README.md"), "dataset-card", "line") == [(1,)]
    code = text.replace("This dataset contains", "We classify")
    assert rows(read(code, "README.md"), "dataset-card", "line") == []


def test_the_page_of_a_package_is_no_card() -> None:
    page = """
        # Models

        ## Purpose

        Scores ferns.

        ## Key Components

        ### BaseModel

        The class that all models inherit from.

        ### get_model()

        Returns a model.

        ## fairness

        Measures bias.

        ## validation

        Splits.
        """
    assert not rows(read(page, "app/models/README.md"), "model-card", "id")
    card = page.replace("### BaseModel", "### Parts").replace("### get_model()", "### Use")
    assert rows(read(card, "app/models/README.md"), "model-card", "id") == [("Models",)]


@pytest.mark.parametrize(
    ("address", "runs", "card"),
    [
        ("garden/ferns-8b", 2, False),
        ("garden/ferns-8b", 1, True),
        ("datasets/garden/ferns-8b", 2, True),
        ("", 2, True),
    ],
)
def test_the_readme_of_code_whose_model_is_on_the_hub_is_no_card(
    address: str, runs: int, *, card: bool
) -> None:
    told = f"- **Model**: [ferns](https://huggingface.co/{address})" if address else ""
    commands = "\n".join("    python train.py" for _ in range(runs))
    text = dedent(_MODEL_README).replace("## Model info", f"{told}\n\n## Model info")

    found = read(f"{text}\nTo train it again:\n\n{commands}\n", "README.md")

    assert bool(rows(found, "model-card", "id")) is card
