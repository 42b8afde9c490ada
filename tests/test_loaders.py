"""Which split the loaders that drop the last batch go through."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, shown

HEAD = """
    from torch.utils.data import DataLoader, random_split
    from torchdata.stateful_dataloader import StatefulDataLoader
    from torchvision.datasets import FashionMNIST

"""


def splits(tmp_path: Path, line: str, path: str = "train.py") -> list[tuple[object, ...]]:
    found = facts(tmp_path, {path: f"{HEAD}    {line}\n"}, "data-loader")
    return [shown(fact, "split") for fact in found]


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("val_loader = DataLoader(rows, 8, drop_last=True)", "validation"),
        ("loader = DataLoader(test_set, drop_last=True)", "test"),
        ("eval_loader = DataLoader(test_set, drop_last=True)", "validation"),
        ("self.test_dl = StatefulDataLoader(dataset=self.rows, drop_last=True)", "test"),
        ("loader = DataLoader(FashionMNIST('d', train=False), drop_last=True)", "test"),
        ("train_loader = DataLoader(rows, drop_last=True)", "train"),
    ],
)
def test_names_and_rows_say_the_split(tmp_path: Path, line: str, split: str) -> None:
    assert splits(tmp_path, line) == [((split, "implied"),)]


@pytest.mark.parametrize(
    "line",
    [
        "val_loader = DataLoader(rows, drop_last=False)",
        "val_loader = DataLoader(rows)",
        "val_loader = DataLoader(rows, drop_last=split == 'train')",
    ],
)
def test_loaders_that_keep_all_rows_are_none(tmp_path: Path, line: str) -> None:
    assert splits(tmp_path, line) == []


def test_names_that_disagree_leave_it_open(tmp_path: Path) -> None:
    line = "train_loader = DataLoader(val_set, drop_last=True)"
    assert splits(tmp_path, line) == [("? its names speak of several splits",)]


def test_a_loader_of_which_nothing_is_said_has_no_split(tmp_path: Path) -> None:
    assert splits(tmp_path, "loader = DataLoader(rows, drop_last=True)") == [(None,)]


def test_a_helper_is_followed_to_its_calls(tmp_path: Path) -> None:
    program = """
        from torch.utils.data import DataLoader

        def batches(rows):
            return DataLoader(rows, drop_last=True)

        batches(train_rows)
        batches(test_rows)
    """
    found = facts(tmp_path, {"a.py": program}, "data-loader")
    assert [shown(fact, "split") for fact in found] == [(("test", "implied"),)]


def test_a_program_named_for_an_evaluation_evaluates(tmp_path: Path) -> None:
    line = "loader = DataLoader(rows, drop_last=True)"
    assert splits(tmp_path, line, "evaluate_all.py") == [(("test", "implied"),)]
