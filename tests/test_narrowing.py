"""What tests leave of the values that a name may have where it is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, notebook

from rai_lint.model.value import Known, Unknown

LOAD = "from datasets import load_dataset\n"
OPTION = (
    "import argparse\np = argparse.ArgumentParser()\np.add_argument('--data', default={default})\n"
    "args = p.parse_args()\n"
)

#: Program → every value that the id of its only dataset may have.
LEFT: dict[str, tuple[str, tuple[str, ...]]] = {
    "replaced where it is something else": (
        "def get(n):\n    if n == 'a':\n        n = 'b'\n    load_dataset(n)\nget('a')\nget('c')",
        ("c", "b"),
    ),
    "replaced under a condition of something else": (
        "def get(n, x):\n    if x:\n        n = 'b'\n    load_dataset(n)\nget('a', 1)",
        ("a", "b"),
    ),
    "one of those that a check lets through": (
        "def get(n):\n    if n not in ['x', 'y']:\n        raise ValueError\n    load_dataset(n)",
        ("x", "y"),
    ),
    "one of those that an assertion lists": (
        "NAMES = {'x': 1, 'y': 2}\ndef get(n):\n    assert n in NAMES\n    load_dataset(n)",
        ("x", "y"),
    ),
    "compared with two texts": (
        "import sys\nn = sys.argv[1]\nif n == 'x' or n == 'y':\n    load_dataset(n)",
        ("x", "y"),
    ),
    "the one that a branch is for": (
        "import sys\nn = sys.argv[1]\nif n == 'x':\n    load_dataset(n)",
        ("x",),
    ),
    "how it begins": (
        "def get(n):\n    if n.startswith('b'):\n        load_dataset(n)\nget('a')\nget('b')",
        ("b",),
    ),
    "how it does not begin": (
        (
            "for n in ['a/x', 'b/x']:\n    if n.startswith('a/'):\n        continue\n"
            "    load_dataset(n)"
        ),
        ("b/x",),
    ),
    "looked up or itself": (
        (
            "D = {'a': 'x'}\ndef full(n):\n    if n in D:\n        return D[n]\n    return n\n"
            "load_dataset(full('a'))"
        ),
        ("x",),
    ),
    "looked up or itself, as it is not there": (
        (
            "IDS = {'a': 'x'}\ndef full(n):\n    return IDS[n] if n in IDS else n\n"
            "def get(n):\n    if n in IDS:\n        return\n    load_dataset(n)\nget('z')\nget('a')"
        ),
        ("z",),
    ),
    "the last arm": (
        (
            "def get(n):\n    if n == 'a':\n        pass\n    elif n == 'b':\n        pass\n"
            "    else:\n        load_dataset(n)\nfor n in ('a', 'b', 'c'):\n    get(n)"
        ),
        ("c",),
    ),
    "a loop of a comprehension": (
        "found = [load_dataset(n) for n in ['a', 'b', 'c'] if n != 'b']",
        ("a", "c"),
    ),
    "a check of an attribute": (
        (
            "class Data:\n    def __init__(self, n):\n        self.n = n\n    def get(self):\n"
            "        if self.n == 'none':\n            return\n        load_dataset(self.n)\n"
            "Data('none').get()\nData('imdb').get()"
        ),
        ("imdb",),
    ),
    "filled in where nothing is given": (
        "def get(n=None):\n    if n is None:\n        n = 'imdb'\n    load_dataset(n)",
        ("imdb",),
    ),
    "filled in where nothing is given, or given": (
        (
            "def get(n=None):\n    if not n:\n        n = 'imdb'\n    load_dataset(n)\n"
            "get('squad')\nget()"
        ),
        ("squad", "imdb"),
    ),
    "an option filled in": (
        OPTION.format(default=None) + "if args.data is None:\n    args.data = 'imdb'\n"
        "load_dataset(args.data)",
        ("imdb",),
    ),
    "an option that one branch replaces": (
        OPTION.format(default="'a'") + "if args.data == 'z':\n    args.data = 'b'\n"
        "load_dataset(args.data)",
        ("a", "b"),
    ),
    "an option, or else a text": (
        OPTION.format(default=None) + "load_dataset(args.data if args.data else 'imdb')",
        ("imdb",),
    ),
    "a parameter that is made something else of": (
        (
            "def get(n):\n    n = n.lower()\n    n = n.split(\n        '/'\n    )\n"
            "    load_dataset(n[-1])\ndef lower(n):\n    n = n.lower()\n    get(n)\nlower('a/B')"
        ),
        ("b",),
    ),
    "a text that holds it twice": (
        "def get(n):\n    assert n in ('a', 'b')\n    load_dataset(f'{n.lower()}/{n.lower()}')",
        ("a/a", "b/b"),
    ),
    "functions that call each other": (
        (
            "def a(n, k):\n    return b(n, k - 1) if k else load_dataset(n)\n"
            "def b(n, k):\n    return a(n, k)\na('x', 1)\nb('y', 1)"
        ),
        ("x", "y"),
    ),
}


@pytest.mark.parametrize(("program", "values"), LEFT.values(), ids=LEFT)
def test_a_name_has_the_values_that_tests_leave(
    tmp_path: Path, program: str, values: tuple[str, ...]
) -> None:
    (fact,) = facts(tmp_path, {"train.py": LOAD + program + "\n"}, "dataset-load")

    value = fact.get("id")
    found = (value.value,) if isinstance(value, Known) else ()
    if isinstance(value, Unknown) and value.complete:
        found = value.candidates
    assert sorted(found) == sorted(values)


#: Program → who decides the id, where the tests leave none of the values that are known.
OPEN: dict[str, tuple[str, str]] = {
    "a default that is ruled out": (
        "def get(n='a'):\n    if n == 'a':\n        return\n    load_dataset(n)",
        "caller",
    ),
    "an option whose default is ruled out": (
        OPTION.format(default="'none'") + "if args.data != 'none':\n    load_dataset(args.data)",
        "user",
    ),
    "a default that a class fills in and a branch rules out": (
        (
            "class Data:\n    def __init__(self, n=None):\n        self.n = n or 'default'\n"
            "    def get(self):\n        n = 'imdb' if self.n == 'default' else self.n\n"
            "        if self.n == 'default':\n            n = 'imdb'\n        else:\n"
            "            n = self.n\n        load_dataset(n)"
        ),
        "caller",
    ),
    "a collection that is not known": (
        (
            "from zoo import IDS\ndef get(n):\n    if n in IDS:\n        return\n"
            "    load_dataset(n)\n"
            "get('a')\nget('b')"
        ),
        "repository",
    ),
    "a template that is filled in later": (
        (
            "def get(n):\n    if n.startswith('org/'):\n        load_dataset(n)\n"
            "get('{{ cookiecutter.data }}')"
        ),
        "user",
    ),
    "a registry that is filled": (
        (
            "IDS = {'a': 1}\ndef add(n):\n    IDS[n] = 2\ndef get(n):\n    assert n in IDS\n"
            "    load_dataset(n)"
        ),
        "caller",
    ),
    "a branch of an expression": (
        "def get(n):\n    load_dataset('b' if n == 'a' else n)\nget('a')\nget('c')",
        "repository",
    ),
}


@pytest.mark.parametrize(("program", "by"), OPEN.values(), ids=OPEN)
def test_what_tests_may_rule_out_is_not_taken_for_the_id(
    tmp_path: Path, program: str, by: str
) -> None:
    (fact,) = facts(tmp_path, {"train.py": LOAD + program + "\n"}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert (value.by, value.complete) == (by, False)


def test_a_name_that_is_changed_after_its_test_is_not_held_to_it(tmp_path: Path) -> None:
    program = (
        "import sys\nn = sys.argv[1]\nif n == 'small':\n    n = 'org/small'\n    load_dataset(n)\n"
    )

    (fact,) = facts(tmp_path, {"train.py": LOAD + program}, "dataset-load")

    assert fact.known("id") == "org/small"


def test_tests_count_inside_their_cell(tmp_path: Path) -> None:
    cells = [LOAD, "n = input()\nif n == 'x':\n    pass", "print(1)\nprint(2)\nload_dataset(n)"]

    (fact,) = facts(tmp_path, {"a.ipynb": notebook(*cells)}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert value.by == "user"


def test_what_another_arm_gives_a_name_does_not_reach_it(tmp_path: Path) -> None:
    program = (
        "def get(n, x):\n    if x == 1:\n        n = 'a'\n    elif x == 2:\n"
        "        load_dataset(n)\nget('b', 2)\n"
    )

    (fact,) = facts(tmp_path, {"train.py": LOAD + program}, "dataset-load")

    assert fact.known("id") == "b"


def test_what_a_loop_gave_a_name_in_another_arm_reaches_it(tmp_path: Path) -> None:
    program = (
        "def get(n, xs):\n    for x in xs:\n        if x == 1:\n            n = 'a'\n"
        "        elif x == 2:\n            load_dataset(n)\nget('b', [1, 2])\n"
    )

    (fact,) = facts(tmp_path, {"train.py": LOAD + program}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert (value.complete, sorted(value.candidates)) == (True, ["a", "b"])


def test_options_that_a_function_filters_hide_nothing_else(tmp_path: Path) -> None:
    program = (
        "from huggingface_hub import InferenceClient\n"
        "def options(top):\n    found = {'top_k': top, 'seed': 1}\n"
        "    return {k: v for k, v in found.items() if v is not None}\n"
        "InferenceClient(model='x/m').text_generation('hi', **options(3))\n"
    )

    (fact,) = facts(tmp_path, {"ask.py": program}, "llm-call")

    assert not isinstance(fact.get("id"), Unknown)
