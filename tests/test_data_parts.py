"""Rows that are put under each other, and loops that keep the model of the best score."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

from rai_lint.model.value import Unknown

FITTED = """
    import numpy as np
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import train_test_split

    table = pd.read_csv("rent.csv")
    rest, c = train_test_split(table)
    a, b = train_test_split(rest)
    {before}
    model = Ridge()
    model.fit({fitted}, y)
    model.score({scored}, y)
"""
KEPT = """
    import torch
    from torchvision import datasets

    class Study:
        def __init__(self):
            self.rows = torch.utils.data.DataLoader(datasets.ImageFolder("data/test"))

        def score(self):
            self.model.eval()
            for inputs, targets in self.rows:
                self.count(self.model(inputs), targets)
            return {{"share": self.share()}}

    def score(model, rows):
        right = 0
        with torch.no_grad():
            for inputs, targets in rows:
                right += count(model(inputs), targets)
        return right

    study = Study()
    train = torch.utils.data.DataLoader(datasets.ImageFolder("data/train"))
    test = torch.utils.data.DataLoader(datasets.ImageFolder("data/test"))
    best = 0
    for epoch in range(9):
        for inputs, targets in train:
            loss = measure(model(inputs), targets)
            loss.backward()
            steps.step()
        {scored}
        if share > best:
            {kept}
            torch.save(model.state_dict(), "best.pt")
"""


def held_out(tmp_path: Path, before: str, fitted: str, scored: str) -> object:
    program = FITTED.format(before=before, fitted=fitted, scored=scored)
    found = facts(tmp_path, {"a.py": program}, "data-use")
    value = next(f for f in found if f.known("purpose") == "evaluate").get("held_out")
    return "unknown" if isinstance(value, Unknown) else value.value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "fitted", "scored", "expected"),
    [
        ("", "pd.concat([a, b])", "b", False),
        ("", "pd.concat([a, b])", "c", True),
        ("both = pd.concat((a, b), axis=0, ignore_index=True)", "both", "a[['size']]", False),
        ("", "np.concatenate([a, b])", "pd.concat([b, c])", "unknown"),
        ("", "np.vstack((a, b))", "c", True),
        ("", "list(a) + list(b)", "b", False),
        ("", "list(a) + list(b)", "c", True),
        ("", "a.append(b)", "b", False),
        ("inner = pd.concat([a, b])", "pd.concat([inner, c])", "c", False),
        ("", "a", "pd.concat([a, b])[:9]", "unknown"),
        ("", "a + b", "b", True),
        ("", "pd.concat(parts)", "b", "unknown"),
        ("", "pd.concat([a, b], axis=1)", "b", True),
        ("d = np.load('a.npz')", "np.vstack([d['X_train'], d['X_val']])", "d['X_test']", True),
        ("d = np.load('a.npz')", "np.vstack([d['X_train'], d['X_val']])", "d['y_val']", False),
        ("d = np.load('a.npz')", "d['x_train']", "d['y_test']", True),
    ],
)
def test_rows_that_are_put_together_hold_their_parts(
    tmp_path: Path, before: str, fitted: str, scored: str, expected: object
) -> None:
    assert held_out(tmp_path, before, fitted, scored) == expected


@pytest.mark.parametrize(
    ("scored", "kept", "chosen"),
    [
        ("share = score(model, test)", "best = share", ("test", "test")),
        ("share = score(model, rows=test) / 9", "best = share", None),
        ("found = score(model, test); share = found", "best = found", ("test", "test")),
        ("share = study.score()['share']", "best = share", ("self.rows", "test")),
        ("share = score(model, train)", "best = share", ("train", "train")),
        ("share = score(model, test)", "last = share", None),
        ("share = guess()", "best = share", None),
    ],
)
def test_the_model_of_the_best_score_is_chosen_by_its_rows(
    tmp_path: Path, scored: str, kept: str, chosen: tuple[str, str] | None
) -> None:
    program = KEPT.format(scored=scored, kept=kept)

    found = facts(tmp_path, {"a.py": program}, "data-use")

    told = [(f.known("object"), f.known("split")) for f in found if f.known("purpose") == "select"]
    assert told == ([chosen] if chosen else [])


OBJECTS = """
    import pandas as pd
    from sklearn.linear_model import Ridge

    class Rows:
        def __init__(self, frame):
            self.x = frame.values

    one = Rows(pd.read_csv("one.csv"))
    two = Rows(pd.read_csv("{other}.csv"))
    model = Ridge()
    model.fit(one.x, y)
    model.score({scored}, y)
"""


@pytest.mark.parametrize(
    ("other", "scored", "expected"),
    [("two", "one.x", False), ("two", "two.x", "unknown"), ("one", "two.x", False)],
)
def test_objects_of_one_class_are_told_apart(
    tmp_path: Path, other: str, scored: str, expected: object
) -> None:
    found = facts(tmp_path, {"a.py": OBJECTS.format(other=other, scored=scored)}, "data-use")

    value = next(f for f in found if f.known("purpose") == "evaluate").get("held_out")
    assert ("unknown" if isinstance(value, Unknown) else value.value) == expected  # type: ignore[union-attr]


def test_elements_of_a_list_are_not_one_object(tmp_path: Path) -> None:
    program = """
        import torch

        class Row:
            def __init__(self, numbers):
                self.numbers = numbers

        def rows(lines):
            found = []
            for line in lines:
                found.append(Row(line.split()))
            return found

        train = [row.numbers for row in rows(open("a"))]
        check = [row.numbers for row in rows(open("b"))]
        for inputs, targets in train:
            model(inputs).backward()
            steps.step()
        with torch.no_grad():
            for inputs, targets in check:
                model(inputs)
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    value = next(f for f in found if f.known("purpose") == "evaluate").get("held_out")
    assert isinstance(value, Unknown)
