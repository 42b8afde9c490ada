"""Local files whose path or README says which known dataset they hold."""

# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

READ = """
    import pandas as pd

    pd.read_csv({path!r})
    """
CHALLENGE = "https://www.kaggle.com/c/jigsaw-toxic-comment-classification-challenge"


def _dataset(tmp_path: Path, path: str, readme: str = "") -> object:
    files = {"read.py": READ.format(path=path), **({"README.md": readme} if readme else {})}
    (found,) = facts(tmp_path, files, "dataset-load")
    return found.known("dataset")


@pytest.mark.parametrize(
    ("path", "dataset"),
    [
        ("../input/jigsaw-toxic-comment-classification-challenge/train.csv", "google/jigsaw_toxicity_pred"),
        ("C:\\\\data\\\\Toxic Comment Classification Challenge\\\\train.csv", "google/jigsaw_toxicity_pred"),
        ("datasets/mlg-ulb/creditcardfraud/versions/3/table.csv", "mlg-ulb/creditcardfraud"),
        ("creditcard.csv", "mlg-ulb/creditcardfraud"),
        ("data/WA_Fn-UseC_-Telco-Customer-Churn.csv", "aai510-group1/telco-customer-churn"),
        ("aptos2019-blindness-detection/train.csv", "kaggle/aptos2019-blindness-detection"),
        ("adult.csv", "scikit-learn/adult-census-income"),
        # Ordinary words, short names, and what says nothing.
        ("adult/train.csv", None),
        ("data/race.csv", None),
        ("nq/train.csv", None),
        ("data/train.csv", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_path_names_the_data(tmp_path: Path, path: str, dataset: str | None) -> None:
    assert _dataset(tmp_path, path) == dataset


@pytest.mark.parametrize(
    ("path", "readme", "dataset"),
    [
        ("data/train.csv", f"# T\n\nPut [the files]({CHALLENGE}) there.\n", "google/jigsaw_toxicity_pred"),
        ("data/train.csv", "# T\n\nFor the Toxic Comment Classification Challenge.\n", "google/jigsaw_toxicity_pred"),
        # Of several nobody knows which, and of files that hold no training rows neither.
        ("data/train.csv", f"# T\n\n{CHALLENGE}, COVID-19 Radiography Database\n", None),
        ("data/words.csv", f"# T\n\n{CHALLENGE}\n", None),
        # Names of two words are those of subjects, too; benchmarks are named to compare with.
        ("data/train.csv", "# T\n\nFinds heart disease.\n", None),
        ("data/train.csv", "# T\n\nAs in General Language Understanding Evaluation.\n", None),
    ],
)  # fmt: skip
def test_a_readme_that_names_one_dataset_says_what_the_training_rows_are(
    tmp_path: Path, path: str, readme: str, dataset: str | None
) -> None:
    assert _dataset(tmp_path, path, readme) == dataset


def test_a_folder_that_is_read_in_parts_is_one_dataset(tmp_path: Path) -> None:
    program = """
        from tensorflow.keras.preprocessing import image_dataset_from_directory

        def read(folder):
            return image_dataset_from_directory(directory=folder)

        train, test = read("/data/CIFAR10/train/"), read("/data/CIFAR10/test/")
        """
    (found,) = facts(tmp_path, {"read.py": program}, "dataset-load")
    assert found.known("dataset") == "uoft-cs/cifar10"


def test_what_comes_from_elsewhere_is_what_its_id_says(tmp_path: Path) -> None:
    program = """
        from datasets import load_dataset

        load_dataset("acme/letters")
        """
    (found,) = facts(tmp_path, {"read.py": program}, "dataset-load")
    assert found.known("dataset") == "acme/letters"
