"""Accuracy that programs count by themselves is a metric that is computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

START = "import torch\nmodel = torch.load('w.pt')\n"
COUNTED = {
    "a sum over tensors": "correct += (preds == labels).sum().item()",
    "a mean of arrays": "import numpy as np\nscore = np.mean(y_test == model.predict(rows))",
    "eq of PyTorch": "correct += outputs.argmax(1).eq(targets.view_as(outputs)).sum()",
    "the function eq": "correct += torch.eq(predicted, target).sum()",
    "one row after another": "score = (logits.argmax(-1) == batch['label']).float().mean()",
}
NOT_COUNTED = {
    "how many of a class": "positives = (labels == 1).sum()",
    "what a column holds": "rows = (table['city'] == town).sum()",
    "who is above": "above = (preds > labels).sum()",
    "two guesses": "same = (preds == other_preds).sum()",
}


@pytest.mark.parametrize("code", COUNTED.values(), ids=COUNTED)
def test_hits_that_are_counted_are_accuracy(tmp_path: Path, code: str) -> None:
    (fact,) = facts(tmp_path, {"a.py": f"{START}{code}\n"}, "metric-compute")
    assert (fact.known("name"), fact.known("library")) == ("accuracy", "own code")


@pytest.mark.parametrize("code", NOT_COUNTED.values(), ids=NOT_COUNTED)
def test_other_counts_are_none(tmp_path: Path, code: str) -> None:
    assert not facts(tmp_path, {"a.py": f"{START}{code}\n"}, "metric-compute")


def test_one_for_each_function(tmp_path: Path) -> None:
    body = "    hits = (preds == labels).sum()\n    return (preds == labels).float().mean()\n"
    code = f"{START}def one(preds, labels):\n{body}\ndef two(preds, labels):\n{body}"
    found = facts(tmp_path, {"a.py": code}, "metric-compute")
    assert [fact.place.line for fact in found] == [4, 8]
