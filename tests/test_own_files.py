"""Which files a program has surely written itself before it unpickles them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, notebook

HEAD = """\
import joblib
import pickle
import torch

NAME = "best.pt"
"""

ONE = "torch.save(model, NAME)\ntorch.load('./best.pt')"
OPENED = """
with open(NAME, "wb") as file:
    pickle.dump(model, file)
with open(NAME, "rb") as file:
    pickle.load(file)
"""
BEST = """
for epoch in range(9):
    if better(epoch):
        torch.save(model, NAME)
torch.load(NAME)
"""
PUT_TOGETHER = """
def fit(args):
    joblib.dump(model, f"{args.out}/a.pkl")
    return joblib.load(f"{args.out}/a.pkl")
"""
FUNCTIONS = """
def fit():
    torch.save(model, NAME)

def score():
    torch.load(NAME)

def main():
    fit()
    score()
"""
METHOD = """
class Run:
    def fit(self):
        torch.save(model, self.path)
        torch.load(self.path)
"""


def own(tmp_path: Path, program: str) -> list[bool]:
    found = facts(tmp_path, {"a.py": HEAD + program + "\n"}, "unsafe-load")
    return [fact.known("own") is True for fact in found]


@pytest.mark.parametrize("program", [ONE, OPENED, BEST, PUT_TOGETHER, FUNCTIONS, METHOD])
def test_what_was_written_above_is_own(tmp_path: Path, program: str) -> None:
    assert own(tmp_path, program) == [True]


BEFORE = "torch.load(NAME)\ntorch.save(model, NAME)"
ANOTHER = "torch.save(model, 'last.pt')\ntorch.load(NAME)"
SWITCHED = """
if train:
    torch.save(model, NAME)
torch.load(NAME)
"""
EITHER = """
if train:
    torch.save(model, NAME)
else:
    torch.load(NAME)
"""
BY_CALLERS = """
def save(path):
    torch.save(model, path)

def load(path):
    torch.load(path)
"""
CALLED_ALONE = f"""
{FUNCTIONS}
def serve():
    score()
"""
TWO_OPTIONS = """
def fit(args):
    torch.save(model, args.best)
    torch.load(args.start)
"""
TWO_LOOPS = """
for path in paths:
    torch.save(model, path)
for path in others:
    torch.load(path)
"""


@pytest.mark.parametrize(
    "program",
    [BEFORE, ANOTHER, SWITCHED, EITHER, BY_CALLERS, CALLED_ALONE, TWO_OPTIONS, TWO_LOOPS],
)
def test_what_another_run_or_caller_may_have_written_is_not(tmp_path: Path, program: str) -> None:
    assert own(tmp_path, program) == [False]


def test_cells_count(tmp_path: Path) -> None:
    cells = notebook(
        "import torch", "torch.save(model, 'a.pt')", "torch.load('a.pt')", "torch.load('b.pt')"
    )
    found = facts(tmp_path, {"a.ipynb": cells}, "unsafe-load")
    assert [fact.known("own") is True for fact in found] == [True, False]


def test_a_function_that_is_defined_again_is_not_followed(tmp_path: Path) -> None:
    fit = "def fit():\n    {}\nfit()"
    cells = ["import torch", fit.format("pass"), "torch.load('a.pt')"]
    again = fit.format("torch.save(model, 'a.pt')")
    found = facts(tmp_path, {"a.ipynb": notebook(*cells, again)}, "unsafe-load")
    assert [fact.known("own") for fact in found] == [None]


CIRCLE = """
def one():
    torch.load(NAME)
    two()

def two():
    one()
    torch.save(model, NAME)
"""


def test_calls_that_lead_in_circles_end(tmp_path: Path) -> None:
    assert own(tmp_path, CIRCLE) == [False]
