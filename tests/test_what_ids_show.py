"""Origin, split and revision: what ids show, and how they are written where they are not known."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, shown

SPLITS: dict[str, tuple[str, object]] = {
    "a file name": ('pd.read_csv("data/train.csv")', ("train", "implied")),
    "another spelling": ('pd.read_csv("valSet.csv")', ("validation", "implied")),
    "a folder": ('pd.read_parquet("prep/test/part-0.parquet")', ("test", "implied")),
    "the folder itself": ('pd.read_parquet("/data/prep/dev")', ("validation", "implied")),
    "two splits in one name": ('pd.read_csv("train_test.csv")', None),
    "a word that holds another": ('pd.read_csv("latest_constraints.csv")', None),
    "the folder of a project": ('pd.read_csv("train_project/raw/rows.csv")', None),
    "an option": ("pd.read_csv(options.test_data)", ("test", "implied")),
    "an option in a path": ("pd.read_csv(Path(options.train_file))", ("train", "implied")),
    "a file in an unknown folder": (
        'pd.read_csv(os.path.join(options.folder, "val.csv"))',
        ("validation", "implied"),
    ),
    "an option without a word": ("pd.read_csv(options.rows)", None),
}
ORIGINS: dict[str, tuple[str, object]] = {
    "a path object": ("pd.read_csv(Path(options.rows))", ("local", "implied")),
    "joined": ('pd.read_csv(os.path.join(options.folder, "a.csv"))', ("local", "implied")),
    "found by a pattern": ("pd.read_csv(glob.glob(options.rows)[0])", ("local", "implied")),
    "any text": ("pd.read_csv(options.rows)", "? the id is not known"),
    "an address": ('pd.read_csv("https://example.org/a.csv")', ("url", "implied")),
}
REVISIONS: dict[str, object] = {
    "https://raw.githubusercontent.com/o/r/main/a/b.csv": "main",
    "https://raw.githubusercontent.com/o/r/refs/heads/dev/b.csv": "dev",
    "https://github.com/o/r/raw/v2/b.csv": "v2",
    "https://github.com/o/r/releases/download/v1.0/b.csv": "v1.0",
    "https://github.com/o/r/archive/refs/tags/v3.zip": "v3",
    "https://huggingface.co/datasets/o/r/resolve/main/b.csv": "main",
    "https://huggingface.co/o/r/resolve/0f1e2d3c/b.csv": "0f1e2d3c",
    "https://gitlab.com/o/group/r/-/raw/stable/b.csv": "stable",
    "https://example.org/main/b.csv": None,
    "https://github.com/o/raw": None,
}
HEAD = """\
import argparse, glob, os
from pathlib import Path
import pandas as pd
parser = argparse.ArgumentParser()
for name in NAMES:
    parser.add_argument(name)
options = parser.parse_args()
"""


def only(root: Path, program: str, kind: str, *names: str) -> tuple[object, ...]:
    """Return fields of the one fact of a kind in a program."""
    (found,) = facts(root, {"load.py": program}, kind)
    return shown(found, *names)


@pytest.mark.parametrize(("call", "expected"), SPLITS.values(), ids=SPLITS)
def test_the_split_of_a_file(tmp_path: Path, call: str, expected: object) -> None:
    assert only(tmp_path, f"{HEAD}{call}\n", "dataset-load", "split") == (expected,)


def test_a_function_that_reads_two_splits(tmp_path: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        import pandas as pd

        def rows(path):
            return pd.read_csv(path)

        folder = Path(sys.argv[1])
        rows(folder / "train.csv")
        rows(folder / "test.csv")
    """

    (found,) = facts(tmp_path, {"load.py": program}, "dataset-load")

    assert shown(found, "split", "origin") == ("? it has several values", ("local", "implied"))
    assert getattr(found.get("split"), "candidates", ()) == ("train", "test")


@pytest.mark.parametrize(("call", "expected"), ORIGINS.values(), ids=ORIGINS)
def test_the_origin_of_what_is_read(tmp_path: Path, call: str, expected: object) -> None:
    assert only(tmp_path, f"{HEAD}{call}\n", "dataset-load", "origin") == (expected,)


@pytest.mark.parametrize(("url", "expected"), REVISIONS.items(), ids=REVISIONS)
def test_the_revision_in_an_address(tmp_path: Path, url: str, expected: object) -> None:
    program = f"import pandas as pd\npd.read_csv({url!r})\n"

    given = None if expected is None else (expected, "implied")
    assert only(tmp_path, program, "dataset-load", "revision") == (given,)


def test_the_version_of_a_registered_model(tmp_path: Path) -> None:
    program = """
        import mlflow
        mlflow.pyfunc.load_model("models:/fares/3")
        mlflow.pyfunc.load_model("models:/fares@champion")
        for run in runs:
            mlflow.pyfunc.load_model(f"models:/fares/{run.version}")
        mlflow.pyfunc.load_model("runs/fares")
    """

    found = facts(tmp_path, {"load.py": program}, "model-load")

    assert [shown(fact, "revision")[0] for fact in found] == [
        ("3", "implied"),
        ("champion", "implied"),
        "? the version in the id is put together at run time",
        None,
    ]


def test_recipes_show_where_the_ids_of_a_program_come_from(tmp_path: Path) -> None:
    program = """
        from datasets import load_dataset

        def rows(args, other):
            return load_dataset(args.dataset_name), load_dataset(other.corpus)
    """
    recipe = "model_name_or_path: o/base\ndataset_name: o/rows\nlearning_rate: 0.1\n"

    found = facts(tmp_path, {"load.py": program, "recipes/a.yaml": recipe}, "dataset-load")

    assert [shown(fact, "origin") for fact in found if fact.place.path == "load.py"] == [
        (("hub", "config"),),
        ("? the id is not known",),
    ]


def test_recipes_of_tests_show_nothing(tmp_path: Path) -> None:
    program = (
        "from datasets import load_dataset\n\ndef rows(a):\n    load_dataset(a.dataset_name)\n"
    )
    recipe = "model_name_or_path: o/base\ndataset_name: o/rows\nlearning_rate: 0.1\n"

    found = facts(tmp_path, {"load.py": program, "tests/a.yaml": recipe}, "dataset-load")

    assert [shown(f, "origin") for f in found if f.place.path == "load.py"] == [
        ("? the id is not known",)
    ]


def test_objects_that_a_configuration_names_are_made(tmp_path: Path) -> None:
    config = """
        logger:
          wandb:
            _target_: lightning.pytorch.loggers.wandb.WandbLogger
            project: shells
        data:
          _target_: torchvision.datasets.MNIST
          root: ${paths.data}
        callbacks:
          - _target_: our.own.Callback
    """

    found = facts(tmp_path, {"configs/train.yaml": config})

    assert [(f.kind, f.place.line, *shown(f, "id")) for f in found] == [
        ("experiment-tracking", 3, ("wandb", "implied")),
        ("dataset-load", 6, ("MNIST", "implied")),
    ]


def test_a_scorer_that_only_lends_its_tokenizer_computes_nothing(tmp_path: Path) -> None:
    made = 'from rouge_score.rouge_scorer import RougeScorer\nscorer = RougeScorer(["rougeL"])\n'
    lent = made + "words = scorer._tokenizer.tokenize(text)\n"
    asked = made + "scorer.score(reference, answer)\n"

    found = facts(tmp_path, {"filter.py": lent, "judge.py": asked}, "metric-compute")

    assert [fact.place.path for fact in found] == ["judge.py"]
