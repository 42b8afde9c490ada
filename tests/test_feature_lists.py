"""Whether a column is among what a model is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

PROGRAM = """
    import pandas as pd

    loans = pd.read_csv("loans.csv")
    loans["zip_code"] = loans["zip_code"].fillna("unknown")
    {chosen}
    """


@pytest.mark.parametrize(
    ("chosen", "used"),
    [
        ('features = ["income", "years"]', False),
        ('features = ["income", "zip_code"]', True),
        ('numeric_cols = ["income"] + ["age", "zip_code"]', True),
        ('X = loans[["income", "years"]].copy()', False),
        ('X_train = loans.loc[:, ["income", "zip_code"]]', True),
        ('X = loans.drop("status", axis=1)', True),
        ('X = loans.drop(columns=["status"]).values', True),
        ("X = loans.drop([3, 4])", None),
        ('shown = loans[["income", "years"]]', None),
        ('dropped_features = ["income", "years"]', None),
    ],
)
def test_a_column_is_used_where_a_selection_has_it(
    tmp_path: Path, chosen: str, used: bool | None
) -> None:
    found = facts(tmp_path, {"a.py": PROGRAM.format(chosen=chosen)}, "proxy-attribute")
    assert found[0].known("used") is used
