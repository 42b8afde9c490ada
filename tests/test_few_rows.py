"""How many rows a split divides at most, and of which notebook a script is a copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, notebook

PROGRAM = """
    import pandas as pd
    from datasets import load_dataset
    from sklearn.model_selection import train_test_split

    SOME = 30
    rows = {rows}
    parts = {split}
    """
BY_METHOD = "rows.train_test_split(test_size=0.1)"
BY_FUNCTION = "train_test_split(rows)"


@pytest.mark.parametrize(
    ("rows", "split", "most"),
    [
        ('load_dataset("imdb", split="train[:20]")', BY_METHOD, 20),
        ('load_dataset("imdb", split="train[10:30]").map(tokens).shuffle()', BY_METHOD, 20),
        ('load_dataset("imdb", split="train").select(range(SOME))', BY_METHOD, 30),
        ('pd.read_csv("a.csv").head()', BY_FUNCTION, 5),
        ('pd.read_csv("a.csv", nrows=50)["text"].tolist()', BY_FUNCTION, 50),
        ('pd.read_csv("a.csv").iloc[5:15, :3]', BY_FUNCTION, 10),
        ('pd.read_csv("a.csv").sample(n=12)', BY_FUNCTION, 12),
        ('load_dataset("imdb", split="train[:20%]")', BY_METHOD, None),
        ('load_dataset("imdb", split="train")', BY_METHOD, None),
        ('load_dataset("imdb", split="train").select(range(count))', BY_METHOD, None),
        ('pd.read_csv("a.csv").sample(frac=0.1)', BY_FUNCTION, None),
        ('pd.read_csv("a.csv")[:-20]', BY_FUNCTION, None),
        ('pd.read_csv("a.csv").head(9) if quick else pd.read_csv("a.csv")', BY_FUNCTION, None),
    ],
)
def test_a_bound_on_every_way_counts(
    tmp_path: Path, rows: str, split: str, most: int | None
) -> None:
    (found,) = facts(tmp_path, {"a.py": PROGRAM.format(rows=rows, split=split)}, "data-split")
    assert found.known("rows") == most


FUNCTION = """
    from datasets import load_dataset

    def few(path):
        rows = load_dataset("csv", data_files=path, split="train[:20]")
        return rows

    rows = few("a.csv")
    rows = rows.train_test_split(test_size=0.1)
    """


def test_a_function_of_the_repository_may_take_the_rows(tmp_path: Path) -> None:
    (found,) = facts(tmp_path, {"a.py": FUNCTION}, "data-split")
    assert found.known("rows") == 20


SCRIPT = """
    {mark}
    from sklearn.model_selection import train_test_split

    parts = train_test_split(rows)
    """


@pytest.mark.parametrize(
    ("mark", "beside", "program"),
    [
        ("# In[1]:", "a.ipynb", "a.ipynb"),
        ("# In[ ]:", "a.ipynb", "a.ipynb"),
        ("# ---\n    # jupytext:\n    #   formats: ipynb", "a.ipynb", "a.ipynb"),
        ("# In[1]:", "b.ipynb", "a.py"),
        ("# what is In[1]:", "a.ipynb", "a.py"),
    ],
)
def test_a_script_that_was_written_from_the_notebook_beside_it(
    tmp_path: Path, mark: str, beside: str, program: str
) -> None:
    cell = "from sklearn.model_selection import train_test_split\nparts = train_test_split(rows)"
    files = {"a.py": SCRIPT.format(mark=mark), beside: notebook(cell)}
    found = facts(tmp_path, files, "data-split")
    assert [f.known("program") for f in found if f.place.path == "a.py"] == [program]
