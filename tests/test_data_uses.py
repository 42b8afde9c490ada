"""Which rows reach training, evaluation and selection, and what is said where that is not sure."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

from rai_lint.model.fact import Fact
from rai_lint.model.value import Unknown

FITTED = """
    import pandas as pd
    from sklearn.linear_model import Ridge
    from sklearn.model_selection import KFold, train_test_split

    table = pd.read_csv("rent.csv")
    {before}
    model = Ridge()
    model.fit({fitted}, y)
    {between}
    model.score({scored}, y)
"""


def held_out(tmp_path: Path, **parts: str) -> object:
    given = {"before": "", "between": "", **parts}
    program = FITTED.format(**given)
    found = facts(tmp_path, {"a.py": program}, "data-use")
    value = next(f for f in found if f.known("purpose") == "evaluate").get("held_out")
    return "unknown" if isinstance(value, Unknown) else value.value  # type: ignore[union-attr]


def told(fact: Fact, *names: str) -> tuple[object, ...]:
    return tuple(fact.known(name) for name in names)


@pytest.mark.parametrize(
    ("before", "fitted", "scored"),
    [
        ("", "table", "table"),
        ("", "table", "table.copy()"),
        ("", "table", "table[['size', 'age']]"),
        ("", "table[:90]", "table[:90]"),
        ("", "table", "table[:90]"),
        ("", "table", "table.sample(10)"),
        ("x = table.values", "x", "x / 255"),
        ("columns = ['size']", "table[columns]", "table.loc[:, columns]"),
        ("columns = [c for c in table.columns if c != 'y']", "table[columns]", "table.iloc[:, 1:]"),
        ("a, b = train_test_split(table)", "a", "a"),
        ("a, b = train_test_split(table)", "table", "b"),
        ("boxes = {'a': table}", "boxes['a']", "table"),
        ("other = table if quick else table", "other", "table"),
    ],
)
def test_rows_are_the_same_in_any_form(
    tmp_path: Path, before: str, fitted: str, scored: str
) -> None:
    assert held_out(tmp_path, before=before, fitted=fitted, scored=scored) is False


@pytest.mark.parametrize(
    ("before", "fitted", "scored"),
    [
        ("a, b = train_test_split(table)", "a", "b"),
        ("a, b, c, d = train_test_split(table, y)", "a", "b"),
        ("a, rest = train_test_split(table); b, c = train_test_split(rest)", "a", "c"),
        ("parts = train_test_split(table)", "parts[0]", "parts[1]"),
        ("", "table[:90]", "table[90:]"),
        ("n = int(len(table) * 0.9)", "table.iloc[:n]", "table.iloc[n:]"),
        ("", "table[:-10]", "table[-10:]"),
        ("", "table[100:]", "table[:50]"),
        ("mask = table.age > 3", "table[mask]", "table[~mask]"),
        ("a = table.sample(frac=0.8)", "a", "table.drop(a.index)"),
        ("order = mix(len(table)); i, j = order[:9], order[9:]", "table.iloc[i]", "table.iloc[j]"),
        ("i, j = train_test_split(range(9))", "table.iloc[i]", "table.iloc[j]"),
        ("i, j = next(KFold().split(table))", "table.iloc[i]", "table.iloc[j]"),
        ("more = pd.read_csv('test.csv'); own = pd.read_csv('train.csv')", "own", "more"),
        ("X_train, X_test = load()", "X_train", "X_test"),
    ],
)
def test_rows_are_apart_however_they_were_cut(
    tmp_path: Path, before: str, fitted: str, scored: str
) -> None:
    assert held_out(tmp_path, before=before, fitted=fitted, scored=scored) is True


@pytest.mark.parametrize(
    ("before", "fitted", "scored"),
    [
        ("a, b = load()", "a", "b"),
        ("a, b = load(1), load(2)", "a", "b"),
        ("", "table[table.year < 9]", "table[table.year > 9]"),
        ("other = more if full else table", "table", "other"),
        ("other = pd.read_csv(path)", "table", "other"),
        ("other = table.sample(5)", "other", "table.sample(5)"),
        ("other = clean(table)", "table", "other"),
    ],
)
def test_what_is_not_known_is_said_to_be_unknown(
    tmp_path: Path, before: str, fitted: str, scored: str
) -> None:
    assert held_out(tmp_path, before=before, fitted=fitted, scored=scored) == "unknown"


@pytest.mark.parametrize(
    ("before", "between", "expected"),
    [
        ("x = table", "x = unseen()", "unknown"),
        ("x = table", "x = x.fillna(\n        x.mean()\n    )", False),
        ("x = table", "if full:\n        x = unseen()", "unknown"),
        ("x, more = train_test_split(table)", "x = more", True),
        ("x, more = train_test_split(table)", "for x in [more]:\n        pass", True),
    ],
)
def test_the_assignment_that_reaches_the_use_counts(
    tmp_path: Path, before: str, between: str, expected: object
) -> None:
    assert held_out(tmp_path, before=before, between=between, fitted="x", scored="x") == expected


def test_arms_of_one_statement_do_not_reach_each_other(tmp_path: Path) -> None:
    program = """
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split

        model = Ridge()
        if quick:
            x_fit = x_check = rows
        elif split:
            x_fit, x_check = train_test_split(rows)
            model.fit(x_fit, y)
            model.score(x_check, y)
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    assert [told(f, "purpose", "held_out") for f in found] == [("train", None), ("evaluate", True)]


def test_a_function_is_judged_by_each_of_its_calls(tmp_path: Path) -> None:
    program = """
        from sklearn.linear_model import Ridge
        from sklearn.metrics import r2_score
        from sklearn.model_selection import train_test_split

        def fit(x, y):
            model = Ridge()
            model.fit(x, y)
            return model

        def report(model, x, y):
            return r2_score(y, model.predict(x))

        def scores(x, y):
            model = fit(x, y)
            return report(model, x, y)

        def main(x, y):
            a, b, c, d = train_test_split(x, y)
            model = fit(a, c)
            report(model, a, c)
            report(model, b, d)
            scores(x, y)
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    assert [told(f, "purpose", "held_out") for f in found] == [("train", None), ("evaluate", True)]


def test_attributes_of_an_object_are_followed(tmp_path: Path) -> None:
    program = """
        from sklearn.linear_model import Ridge
        from sklearn.model_selection import train_test_split

        class Study:
            def __init__(self, x, y):
                self.first, self.second, self.y, self.z = train_test_split(x, y)
                self.model = Ridge()

            def fit(self):
                self.model.fit(self.first, self.y)

            def report(self):
                return self.model.score(self.second, self.z), self.model.score(self.first, self.y)
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    assert [told(f, "purpose", "held_out") for f in found] == [
        ("train", None),
        ("evaluate", True),
        ("evaluate", False),
    ]


def test_validation_beside_training_is_a_use_of_its_own(tmp_path: Path) -> None:
    program = """
        import keras

        (a, b), (c, d) = keras.datasets.mnist.load_data()
        stop = keras.callbacks.EarlyStopping()
        model = keras.Sequential([])
        model.fit(a, b, validation_data=(c, d), callbacks=[stop])
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    fields = ("purpose", "function", "dataset", "split", "object", "held_out")
    assert [told(f, *fields) for f in found] == [
        ("train", None, "mnist", "train", "a", None),
        ("select", "EarlyStopping", "mnist", "test", "c", True),
        ("evaluate", "validation_data", "mnist", "test", "c", True),
    ]


def test_code_that_calls_itself_comes_to_an_end(tmp_path: Path) -> None:
    program = """
        from sklearn.linear_model import Ridge

        def walk(x, y):
            model = Ridge()
            model.fit(x, y)
            model.score(walk(x, y), y)
            return walk(walk(x, y), y)

        x = y = walk(x, y)
    """

    assert len(facts(tmp_path, {"a.py": program}, "data-use")) == 2


LOOPS = """
    import torch
    from torch.utils.data import DataLoader, random_split
    from torchvision.datasets import MNIST

    first, second = random_split(MNIST("data", train=True), [0.9, 0.1])
    fit_rows, check_rows = DataLoader(first, batch_size=4), DataLoader(second, batch_size=4)

    def train(model, loader, optimizer):
        for epoch in range(3):
            for step, (x, y) in enumerate(loader):
                for key in x.keys():
                    x[key] = move(x[key])
                loss = compare(model(x), y)
                loss.backward()
                optimizer.step()

    @torch.no_grad()
    def judge(model, loader):
        for x, y in loader:
            count(model(x), y)

    train(model, fit_rows, optimizer)
    {end}
"""


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("judge(model, fit_rows)", [False]),
        ("judge(model, fit_rows)\n    judge(model, check_rows)", [True]),
        ("judge(model, loader_of(path))", [None]),
    ],
)
def test_loops_written_by_hand_are_followed(
    tmp_path: Path, end: str, expected: list[object]
) -> None:
    found = facts(tmp_path, {"a.py": LOOPS.format(end=end)}, "data-use")

    assert told(found[0], "purpose", "dataset", "split", "object") == (
        "train",
        "mnist",
        "train",
        "loader",
    )
    assert [f.known("held_out") for f in found if f.known("purpose") == "evaluate"] == expected


def test_no_grad_inside_a_training_step_is_no_evaluation(tmp_path: Path) -> None:
    program = """
        import torch

        for x, y in loader:
            loss = compare(model(x), y)
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                for p, q in pairs:
                    q.copy_(p)
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    assert [told(f, "purpose", "object") for f in found] == [("train", "loader")]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("print(f1_score(y, p))", "print"),
        ("value = f1_score(y, p)\n    print(f'{value:.2f}')", "print"),
        ("scores = {'f1': f1_score(y, p)}\n    json.dump(scores, open('s.json', 'w'))", "file"),
        (
            "scores = {}\n    scores['f1'] = f1_score(y, p)\n    mlflow.log_metrics(scores)",
            "tracker",
        ),
        ("value = f1_score(y, p)\n    print(value)\n    json.dump([value], file)", "file"),
        ("def score():\n        return {'f1': f1_score(y, p)}", "returned"),
        ("value = f1_score(y, p)\n    print(other)", None),
    ],
)
def test_where_a_score_is_reported(tmp_path: Path, code: str, expected: str | None) -> None:
    start = "import json\n    import mlflow\n    from sklearn.metrics import f1_score\n    "

    (metric,) = facts(tmp_path, {"a.py": f"\n    {start}{code}\n"}, "metric-compute")

    assert metric.known("reported") == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("dict(train_dataset=rows, eval_dataset=None)", ["train"]),
        ("dict(train_dataset=rows, eval_dataset=rows)", ["train", "evaluate"]),
        ("{'train_dataset': rows, 'eval_dataset': rows}", ["train", "evaluate"]),
        ("made_elsewhere()", ["train"]),
    ],
)
def test_data_handed_over_in_a_dict_is_found(
    tmp_path: Path, data: str, expected: list[str]
) -> None:
    program = f"""
        from transformers import Trainer

        rows = load()
        data = {data}
        Trainer(model=model, args=args, **data).train()
    """

    found = facts(tmp_path, {"a.py": program}, "data-use")

    assert [f.known("purpose") for f in found] == expected
    assert all(f.known("held_out") is False for f in found if f.known("purpose") == "evaluate")


def test_loops_of_code_that_trains_nothing_are_no_evaluation(tmp_path: Path) -> None:
    program = """
        import torch

        with torch.no_grad():
            for name, weight in weights.items():
                weight.copy_(other[name])
    """

    assert facts(tmp_path, {"a.py": program}, "data-use") == []
