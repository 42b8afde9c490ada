"""Ids that are one of several values, ids that somebody else decides, ids that are put together."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, notebook, shown

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
    "an element of what a table has for several keys": (
        (
            "IDS = {'s': ('124M', 'a/s'), 'l': ('1B', 'a/l')}\n"
            "def get(size):\n    assert size in IDS.keys()\n"
            "    params, name = IDS[size]\n    load_dataset(name)"
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
    "a key that is empty by default": (
        (
            "from absl import flags\nflags.DEFINE_string('preset', None, '')\n"
            "IDS = {'a': 'x/a'}\nload_dataset(IDS[flags.FLAGS.preset])"
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
    "an element of what a parameter holds": (
        "def get(names):\n    for k in range(3):\n        load_dataset(names[k + len(names)])",
        "caller",
    ),
    "a library": ("import tempfile\nload_dataset(tempfile.mkdtemp())", "outside"),
    "the names in a folder": (
        (
            "import os\nfor n in sorted([f.split('.')[0] for f in os.listdir('d')]):\n"
            "    load_dataset(n)"
        ),
        "outside",
    ),
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
        ("f = 'hf:/org/imdb'[len('hf:/'):]", "org/imdb"),
        ("f = 'org/imdb.csv'[:-4]", "org/imdb"),
    ],
)
def test_paths_and_texts_are_worked_out(tmp_path: Path, program: str, expected: str) -> None:
    source = f"import os\nfrom pathlib import Path\n{LOAD}{program}\nload_dataset(f)\n"

    (fact,) = facts(tmp_path, {"pkg/data/load.py": source}, "dataset-load")

    assert fact.known("id") == expected


def test_a_list_that_grows_is_not_taken_for_the_id(tmp_path: Path) -> None:
    program = "names = []\nfor n in input():\n    names.append(n)\nload_dataset(names)\n"

    (fact,) = facts(tmp_path, {"train.py": LOAD + program}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert not value.complete


def test_a_key_that_is_tested_for_being_there_is_looked_up(tmp_path: Path) -> None:
    program = (
        "IDS = {'a': 'x/a', 'b': 'x/b'}\ndef get(n):\n    if n in IDS:\n"
        "        return load_dataset(IDS[n])\nget('a')\n"
    )

    (fact,) = facts(tmp_path, {"train.py": LOAD + program}, "dataset-load")

    assert fact.known("id") == "x/a"


def test_calls_under_another_name_count(tmp_path: Path) -> None:
    files = {
        "zoo.py": LOAD + "def fetch(name):\n    return load_dataset(name)\n",
        "a.py": "from zoo import fetch as _fetch\n_fetch('imdb')\n",
        "b.py": "from zoo import fetch\nfetch('squad')\n",
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert (value.complete, value.candidates) == (True, ("imdb", "squad"))


def test_a_field_without_default_is_what_the_constructions_give(tmp_path: Path) -> None:
    files = {
        "task.py": "from dataclasses import dataclass\n@dataclass\nclass Task:\n    repo: str\n"
        "class Runner:\n    def __init__(self, task: Task):\n        self.task = task\n",
        "run.py": LOAD
        + "from task import Task\ndef run(task: Task):\n    load_dataset(task.repo)\n",
        "tasks.py": "from task import Task\nONE = Task(repo='imdb')\nTWO = Task('squad')\n",
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert (value.complete, value.candidates) == (True, ("imdb", "squad"))


def test_a_model_handed_on_is_the_one_that_was_loaded(tmp_path: Path) -> None:
    program = """
        from transformers import AutoModel, pipeline
        model = AutoModel.from_pretrained("org/m")
        pipe = pipeline("text-classification", model=model)
    """

    found = facts(tmp_path, {"a.py": program}, "model-load")

    assert [fact.known("id") for fact in found] == ["org/m", "org/m"]


def test_flags_have_defaults(tmp_path: Path) -> None:
    program = """
        from absl import flags
        from datasets import load_dataset
        flags.DEFINE_string("data", "imdb", "which")
        flags.DEFINE_string("other", None, "which")
        FLAGS = flags.FLAGS
        load_dataset(FLAGS.data)
        load_dataset(FLAGS.other)
    """

    one, two = facts(tmp_path, {"a.py": program}, "dataset-load")

    assert one.known("id") == "imdb"
    value = two.get("id")
    assert isinstance(value, Unknown)
    assert value.by == "user"


def test_a_template_is_no_id(tmp_path: Path) -> None:
    (fact,) = facts(
        tmp_path, {"a.py": LOAD + "load_dataset('{{ project.data }}')\n"}, "dataset-load"
    )

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert value.by == "user"


def test_an_entry_is_no_surer_than_its_key(tmp_path: Path) -> None:
    program = "IDS = {'a': 'x/a'}\ndef get(n='a'):\n    return load_dataset(IDS[n])\n"

    (fact,) = facts(tmp_path, {"train.py": LOAD + program}, "dataset-load")

    assert shown(fact, "id") == (("x/a", "default"),)


def test_a_shell_line_that_is_filled_in_shows_no_url(tmp_path: Path) -> None:
    files = {"a.ipynb": notebook("!wget https://example.org/{name}.zip")}

    (fact,) = facts(tmp_path, files, "download")

    assert isinstance(fact.get("id"), Unknown)


def test_what_a_call_makes_of_the_users_value_is_the_users(tmp_path: Path) -> None:
    program = """
        import sys
        from datasets import load_dataset

        class Paths:
            def __init__(self, start):
                self.start = start

        def clean(text):
            for mark in text:
                yield mark

        load_dataset(clean(sys.argv[1]))
        load_dataset(Paths(sys.argv[1]).end)
    """

    found = facts(tmp_path, {"a.py": program}, "dataset-load")

    values = [fact.get("id") for fact in found]
    assert [value.by for value in values if isinstance(value, Unknown)] == ["user", "user"]


def test_code_that_calls_itself_in_many_ways_is_followed_in_time(tmp_path: Path) -> None:
    names = [f"f{number}" for number in range(12)]
    calls = ", ".join(f"{name}(a, b)" for name in names)
    body = "".join(f"def {name}(a, b):\n    return join({calls})\n" for name in names)
    program = LOAD + "from lib import join\n" + body + "load_dataset(f0(x.a, x.b))\n"

    (fact,) = facts(tmp_path, {"a.py": program}, "dataset-load")

    assert isinstance(fact.get("id"), Unknown)


def test_what_a_method_is_called_on_decides_the_model(tmp_path: Path) -> None:
    program = (
        "from huggingface_hub import InferenceClient, create_inference_endpoint\n"
        "def make(name, local):\n    if local:\n        return None, InferenceClient()\n"
        "    endpoint = create_inference_endpoint(name)\n    return endpoint, endpoint.client\n"
        "endpoint, client = make('a', 0)\nclient.text_generation('hi')\n"
    )

    (fact,) = facts(tmp_path, {"ask.py": program}, "llm-call")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert value.by == "outside"


def test_what_is_counted_from_what_the_user_gives_is_theirs(tmp_path: Path) -> None:
    program = (
        "import re, sys\ndef rank(text):\n    return int(re.match(r'(.*)', text).groups()[0])\n"
        "names = [f'org/{n}' for n in range(0, rank(sys.argv[1]) + 1)]\n"
        "for name in names:\n    load_dataset(name)\n"
    )

    (fact,) = facts(tmp_path, {"load.py": LOAD + program}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert value.by == "user"


@pytest.mark.parametrize(
    ("program", "values"),
    [
        ("name = ['a', 'b'][0]\n!wget https://x.org/{name}.csv", ("https://x.org/a.csv",)),
        ("name = 'a'\n!wget https://x.org/$name/d.csv", ("https://x.org/a/d.csv",)),
        (
            "for k in ['a', 'b']:\n  !wget https://x.org/{k}.csv",
            ("https://x.org/a.csv", "https://x.org/b.csv"),
        ),
        ("name = input()\n!wget https://x.org/{name}.csv", ()),
        ("!wget https://x.org/{other}.csv", ()),
        ("!wget https://x.org/{names[0]}.csv", ()),
    ],
)
def test_shell_lines_of_notebooks_are_filled_in(
    tmp_path: Path, program: str, values: tuple[str, ...]
) -> None:
    (fact,) = facts(tmp_path, {"a.ipynb": notebook("import os", program)}, "download")

    value = fact.get("id")
    if isinstance(value, Unknown):
        assert (value.complete, value.candidates) == (bool(values), values)
    else:
        assert (fact.known("id"),) == values


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        ("path: json\n    data_files: data/train.jsonl", ("data/train.jsonl",)),
        ("path: json\n    data_files: [a.jsonl, b.jsonl]", ("a.jsonl", "b.jsonl")),
        ("path: csv\n    data_files: {train: a.csv, test: b.csv}", ("a.csv", "b.csv")),
        ("path: imagefolder\n    data_dir: pictures", ("pictures",)),
        ("path: org/rows\n    data_files: data/train.jsonl", ("org/rows",)),
        ("path: json", ()),
    ],
)
def test_a_recipe_that_names_a_format_reads_its_files(
    tmp_path: Path, lines: str, values: tuple[str, ...]
) -> None:
    recipe = f"base_model: org/m\ndatasets:\n  - {lines}\n    type: alpaca\n"

    (fact,) = facts(tmp_path, {"train.py": LOAD, "sft.yaml": recipe}, "dataset-load")

    value = fact.get("id")
    found = value.candidates if isinstance(value, Unknown) else (fact.known("id"),)
    assert found == values


def test_loops_of_shell_scripts_are_filled_in(tmp_path: Path) -> None:
    script = (
        "#!/bin/bash\nfor name in train test; do\n"
        "  wget https://example.org/${name}.csv -O $name.csv\ndone\n"
    )

    (fact,) = facts(tmp_path, {"get.sh": script}, "download")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    urls = ("https://example.org/train.csv", "https://example.org/test.csv")
    assert (value.complete, value.candidates) == (True, urls)
