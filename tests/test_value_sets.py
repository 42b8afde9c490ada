"""Ids that are one of several values, ids that somebody else decides, ids that are put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

from rai_lint.model.value import Unknown

LOAD = "from datasets import load_dataset\n"

#: Program → every value that the id of its only dataset may have.
SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a loop over a list": (
        "for name in ['imdb', 'squad']:\n    load_dataset(name)",
        ("imdb", "squad"),
    ),
    "a loop over a list that grows": (
        "names = ['imdb']\nnames.append('squad')\nfor name in names:\n    load_dataset(name)",
        ("imdb", "squad"),
    ),
    "a loop over a list in a list": (
        "more = ['squad']\nfor name in ['imdb', *more]:\n    load_dataset(name)",
        ("imdb", "squad"),
    ),
    "a loop over two lists": (
        "for name in ['imdb'] + ['squad']:\n    load_dataset(name)",
        ("imdb", "squad"),
    ),
    "a loop over a dict": (
        "for name, n in {'imdb': 1, 'squad': 2}.items():\n    load_dataset(name)",
        ("imdb", "squad"),
    ),
    "a counted loop over pairs": (
        "for i, (n, name) in enumerate([(1, 'imdb'), (2, 'squad')]):\n    load_dataset(name)",
        ("imdb", "squad"),
    ),
    "a loop over what a function returns": (
        (
            "def names():\n    return list({'imdb': 1, 'squad': 2}.keys())\n"
            "for name in names():\n    load_dataset(name)"
        ),
        ("imdb", "squad"),
    ),
    "a text around the variable of a loop": (
        "for name in ('a', 'b'):\n    load_dataset(f'org/{name}')",
        ("org/a", "org/b"),
    ),
    "a dict asked for several keys": (
        (
            "IDS = {'small': 'a/s', 'large': 'a/l', 'other': 'a/o'}\n"
            "for size in ['small', 'large']:\n    load_dataset(IDS[size])"
        ),
        ("a/s", "a/l"),
    ),
    "branches": (
        "def pick(x):\n    if x:\n        return 'imdb'\n    return 'squad'\nload_dataset(pick(1))",
        ("imdb", "squad"),
    ),
    "options passed on by name": (
        (
            "def get(**options):\n    return load_dataset(**options)\n"
            "get(path='imdb')\nget(path='squad')"
        ),
        ("imdb", "squad"),
    ),
}


@pytest.mark.parametrize(("program", "values"), SETS.values(), ids=SETS)
def test_one_of_several_values_that_are_all_known(
    tmp_path: Path, program: str, values: tuple[str, ...]
) -> None:
    (fact,) = facts(tmp_path, {"train.py": LOAD + program + "\n"}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert (value.complete, value.candidates) == (True, values)


#: Program → who decides the id.
DECIDERS: dict[str, tuple[str, str]] = {
    "a required option": (
        (
            "import argparse\np = argparse.ArgumentParser()\n"
            "p.add_argument('--data', required=True)\n"
            "load_dataset(p.parse_args().data)"
        ),
        "user",
    ),
    "the command line": ("import sys\nload_dataset(sys.argv[1])", "user"),
    "the environment": ("import os\nload_dataset(os.environ['DATA'])", "user"),
    "a prompt": ("load_dataset(input('which? '))", "user"),
    "a place left open": ("name = ...\nload_dataset(name)", "user"),
    "an option of a library's dataclass": (
        (
            "from trl import ModelConfig, TrlParser\n"
            "(config,) = TrlParser((ModelConfig,)).parse_args_and_config()\n"
            "load_dataset(config.dataset_name)"
        ),
        "user",
    ),
    "a part given by the user": ("load_dataset('org/' + input())", "user"),
    "a parameter": ("def get(name):\n    return load_dataset(name)", "caller"),
    "a library": ("import tempfile\nload_dataset(tempfile.mkdtemp())", "outside"),
    "a file": ("load_dataset(open('name.txt').read())", "outside"),
    "arithmetic": ("load_dataset(1 + 2)", "repository"),
}


@pytest.mark.parametrize(("program", "by"), DECIDERS.values(), ids=DECIDERS)
def test_who_decides_an_unknown_id(tmp_path: Path, program: str, by: str) -> None:
    (fact,) = facts(tmp_path, {"train.py": LOAD + program + "\n"}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert (value.by, value.complete) == (by, False)


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (
            (
                "HERE = os.path.dirname(os.path.abspath(__file__))\n"
                "f = os.path.join(HERE, '..', 'a.csv')"
            ),
            "pkg/a.csv",
        ),
        ("f = Path(__file__).resolve().parent / 'a.csv'", "pkg/data/a.csv"),
        ("f = 'org/' + 'IMDB'.lower()", "org/imdb"),
        ("f = '{}/{}.csv'.format('a', 'b')", "a/b.csv"),
        ("f = 'x/y'.split('/')[-1]", "y"),
        ("f = '-'.join(['a', 'b'])", "a-b"),
        ("f = os.environ.get('DATA') or 'imdb'", "imdb"),
        ("f = None or '' or 'imdb' or 'squad'", "imdb"),
    ],
)
def test_paths_and_texts_are_worked_out(tmp_path: Path, program: str, expected: str) -> None:
    source = f"import os\nfrom pathlib import Path\n{LOAD}{program}\nload_dataset(f)\n"

    (fact,) = facts(tmp_path, {"pkg/data/load.py": source}, "dataset-load")

    assert fact.known("id") == expected
