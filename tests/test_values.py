"""Values of arguments, in every way that code gives them; each says how it was found."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, notebook, shown, skipped

from rai_lint.model.source import Place
from rai_lint.model.value import Known, Unknown

LOAD = "from datasets import load_dataset\n"

#: Program → what the id of its only dataset is, with how it was found.
WAYS: dict[str, tuple[str, object]] = {
    "a literal": ('load_dataset("imdb")', "imdb"),
    "half of a character": ('load_dataset("im\\ud800db")', "im?db"),
    "a literal in pieces": ('load_dataset("stanfordnlp" "/imdb")', "stanfordnlp/imdb"),
    "a keyword": ('load_dataset(path="imdb")', "imdb"),
    "a text that grows once": (
        'name = "im"\nname += "db"\nload_dataset(name)',
        ("imdb", "joined"),
    ),
    "a module constant": ('NAME = "imdb"\nload_dataset(NAME)', ("imdb", "constant")),
    "a local variable": (
        'def main():\n    name = "imdb"\n    load_dataset(name)',
        ("imdb", "constant"),
    ),
    "the nearest of several assignments": (
        'name = "imdb"\nload_dataset(name)\nname = "squad"',
        ("imdb", "constant"),
    ),
    "the only call of a function": (
        'def get(name, n=1):\n    return load_dataset(name)\nget("imdb", n=2)',
        ("imdb", "call site"),
    ),
    "a call beats the default": (
        'def get(name="squad"):\n    return load_dataset(name)\nget("imdb")',
        ("imdb", "call site"),
    ),
    "a parameter's default": (
        'def get(name="imdb"):\n    return load_dataset(name)',
        ("imdb", "default"),
    ),
    "argparse": (
        (
            "import argparse\nparser = argparse.ArgumentParser()\n"
            'parser.add_argument("--dataset-name", default="imdb")\n'
            "args = parser.parse_args()\nload_dataset(args.dataset_name)"
        ),
        ("imdb", "default"),
    ),
    "argparse in a function": (
        (
            "import argparse\ndef parse():\n    p = argparse.ArgumentParser()\n"
            '    p.add_argument("-d", "--data", default="imdb")\n    return p.parse_args()\n'
            "def main():\n    args = parse()\n    load_dataset(args.data)"
        ),
        ("imdb", "default"),
    ),
    "a dataclass read by HfArgumentParser": (
        (
            "from dataclasses import dataclass, field\nfrom transformers import HfArgumentParser\n"
            '@dataclass\nclass Data:\n    name: str = field(default="imdb")\n'
            "@dataclass\nclass Model:\n    size: int = 1\n"
            "parser = HfArgumentParser((Model, Data))\n"
            "model, data = parser.parse_args_into_dataclasses()\nload_dataset(data.name)"
        ),
        ("imdb", "default"),
    ),
    "a class attribute": (
        'class Config:\n    NAME = "imdb"\nload_dataset(Config.NAME)',
        ("imdb", "constant"),
    ),
    "an attribute of self": (
        (
            'class Job:\n    def __init__(self):\n        self.name = "imdb"\n'
            "    def run(self):\n        load_dataset(self.name)"
        ),
        ("imdb", "constant"),
    ),
    "a constructor's argument": (
        (
            "class Job:\n    def __init__(self, name):\n        self.name = name\n"
            '    def run(self):\n        load_dataset(self.name)\nJob("imdb").run()'
        ),
        ("imdb", "call site"),
    ),
    "a namespace": (
        (
            "from types import SimpleNamespace\n"
            'args = SimpleNamespace(data="imdb")\nload_dataset(args.data)'
        ),
        ("imdb", "literal"),
    ),
    "an entry of a dict": (
        'CONFIG = {"data": "imdb", "n": 1}\nload_dataset(CONFIG["data"])',
        ("imdb", "constant"),
    ),
    "an entry that is set later": (
        'config = {"data": "squad"}\nconfig["data"] = "imdb"\nload_dataset(config["data"])',
        ("imdb", "constant"),
    ),
    "arguments of a known dict": (
        'options = {"path": "imdb"}\nload_dataset(**options)',
        ("imdb", "constant"),
    ),
    "the environment, with a default": (
        'import os\nload_dataset(os.environ.get("DATA", "imdb"))',
        ("imdb", "default"),
    ),
    "an f-string": (
        'OWNER = "stanfordnlp"\nload_dataset(f"{OWNER}/imdb")',
        ("stanfordnlp/imdb", "joined"),
    ),
    "a path put together": (
        'import os\nROOT = "data"\nload_dataset(os.path.join(ROOT, "imdb", "a"))',
        ("data/imdb/a", "joined"),
    ),
    "a fallback": ('load_dataset(None or "imdb")', "imdb"),
    "what a function returns": (
        'def name():\n    return "imdb"\nload_dataset(name())',
        ("imdb", "constant"),
    ),
}


def _unwrapped(expected: object) -> object:
    """A `literal` is shown without its how."""
    if isinstance(expected, tuple) and expected[1] == "literal":
        return expected[0]
    return expected


@pytest.mark.parametrize(("program", "expected"), WAYS.values(), ids=WAYS)
def test_a_dataset_id_is_found(tmp_path: Path, program: str, expected: object) -> None:
    found = facts(tmp_path, {"train.py": LOAD + program + "\n"}, "dataset-load")

    assert [shown(fact, "id") for fact in found] == [(_unwrapped(expected),)]


#: Program → why the id cannot be known.
UNKNOWN: dict[str, tuple[str, str]] = {
    "no default and no call": (
        "def get(name):\n    return load_dataset(name)",
        "? parameter `name` has no default and no call in the repository",
    ),
    "an option without default": (
        (
            "import argparse\np = argparse.ArgumentParser()\np.add_argument('--data')\n"
            "args = p.parse_args()\nload_dataset(args.data)"
        ),
        "? the option `data` has no default",
    ),
    "several values": (
        (
            "import sys\nif len(sys.argv) > 1:\n    name = 'imdb'\nelse:\n    name = 'squad'\n"
            "load_dataset(name)"
        ),
        "? it has several values",
    ),
    "several calls": (
        "def get(name):\n    return load_dataset(name)\nget('imdb')\nget('squad')",
        "? it has several values",
    ),
    "a loop": (
        "for name in ['imdb', 'squad']:\n    load_dataset(name)",
        "? it has several values",
    ),
    "the environment": ("import os\nload_dataset(os.environ['DATA'])", "? what `os.environ` holds"),
    "a changed text": (
        "name = 'im'\nfor i in input():\n    name += 'db'\nload_dataset(name)",
        "? `name` is changed at line 4",
    ),
    "hidden arguments": (
        "def get(**options):\n    return load_dataset(**options)",
        "? no call in the repository shows what is behind `**`",
    ),
    "an argument that the user may leave out, and a text beside it": (
        (
            "import argparse\np = argparse.ArgumentParser()\n"
            "p.add_argument('--data', default=None)\n"
            "args = p.parse_args()\nname = args.data if x else 'imdb'\nload_dataset(name)"
        ),
        "? it is not set by default; the user may give it",
    ),
    "a constant of a library": (
        "import names\nload_dataset(names.DATA)",
        "? it is a constant of a library",
    ),
    "more parts with several values than one": (
        "def get(a, b):\n    return load_dataset(f'{a}/{b}')\nget('x', 'y')\nget('u', 'v')",
        "? several of its parts have several values",
    ),
    "a folder that is listed at run time": (
        "from pathlib import Path\nfor f in Path('data').glob('*.csv'):\n    load_dataset(f)",
        "? it takes several values in turn: `Path(…).glob(…)` comes from what `glob` reads",
    ),
    "arithmetic": ("load_dataset(1 + 2)", "? it is worked out at run time"),
}


@pytest.mark.parametrize(("program", "because"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_known_says_why(tmp_path: Path, program: str, because: str) -> None:
    found = facts(tmp_path, {"train.py": LOAD + program + "\n"}, "dataset-load")

    (value,) = [shown(fact, "id")[0] for fact in found]
    assert str(value).startswith(because)


def test_several_values_are_kept_as_candidates(tmp_path: Path) -> None:
    program = LOAD + "for name in ['imdb', 'squad']:\n    load_dataset(name)\n"

    (fact,) = facts(tmp_path, {"train.py": program}, "dataset-load")

    value = fact.get("id")
    assert isinstance(value, Unknown)
    assert value.candidates == ("imdb", "squad")


def test_constants_come_from_other_modules(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "from .names import DATA\n",
        "pkg/names.py": 'DATA = "imdb"\n',
        "pkg/train.py": LOAD + "from pkg import DATA\nload_dataset(DATA)\n",
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    assert shown(fact, "id") == (("imdb", "constant"),)


def test_calls_through_a_re_export_are_calls_of_the_library(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/compat.py": f"try:\n    {LOAD}except ImportError:\n    pass\n",
        "pkg/train.py": 'from .compat import load_dataset as fetch\nfetch("imdb")\n',
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    assert (fact.place.path, shown(fact, "id")) == ("pkg/train.py", ("imdb",))


def test_a_function_of_the_repository_is_not_the_library(tmp_path: Path) -> None:
    files = {
        "task.py": "def load_dataset(name):\n    return open(name)\n",
        "train.py": 'from task import load_dataset\nload_dataset("imdb")\n',
    }

    assert facts(tmp_path, files, "dataset-load") == []


def test_aliases_and_imports_inside_functions(tmp_path: Path) -> None:
    program = """
        import torch as T
        from torch import load as L

        def main(path):
            import pickle as p
            T.load("a.pt", weights_only=False)
            L("b.pt")
            p.load(open("c.pkl", "rb"))
    """

    found = facts(tmp_path, {"a.py": program}, "unsafe-load")

    assert [shown(fact, "id", "function", "guard") for fact in found] == [
        ("a.pt", "torch.load", False),
        ("b.pt", "torch.load", None),
        ("c.pkl", "pickle.load", None),
    ]


def test_a_value_in_a_recipe_that_code_loads(tmp_path: Path) -> None:
    files = {
        "conf/run.yaml": "data:\n  name: imdb\n",
        "train.py": """
            import yaml
            from datasets import load_dataset

            with open("conf/run.yaml") as f:
                cfg = yaml.safe_load(f)
            load_dataset(cfg["data"]["name"])
        """,
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    assert shown(fact, "id") == (("imdb", "config"),)
    value = fact.get("id")
    assert isinstance(value, Known)
    assert value.at == Place("conf/run.yaml", 2)


def test_a_value_in_hydra_s_recipe(tmp_path: Path) -> None:
    files = {
        "configs/train.yaml": "seed: 12\ndata: imdb\n",
        "src/train.py": """
            import hydra
            from datasets import load_dataset

            @hydra.main(version_base=None, config_path="../configs", config_name="train.yaml")
            def main(cfg):
                load_dataset(cfg.data)
        """,
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    assert shown(fact, "id") == (("imdb", "config"),)


def test_the_model_and_data_that_reach_a_trainer(tmp_path: Path) -> None:
    program = """
        from datasets import load_dataset
        from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

        data = load_dataset("imdb", split="train").map(len)
        model = AutoModelForCausalLM.from_pretrained("gpt2")
        args = TrainingArguments("out", seed=7)
        trainer = Trainer(model=model, args=args, train_dataset=data)
        trainer.train()
    """

    (fact,) = facts(tmp_path, {"train.py": program}, "model-train")

    assert shown(fact, "model", "dataset", "seed") == ("gpt2", "imdb", 7)


def test_methods_of_a_subclass_of_a_library_class(tmp_path: Path) -> None:
    program = """
        from transformers import Trainer

        class Mine(Trainer):
            def compute_loss(self, *args):
                return 0

        Mine(model="gpt2").train()
    """

    (fact,) = facts(tmp_path, {"train.py": program}, "model-train")

    assert shown(fact, "model", "seed") == ("gpt2", (42, "implied"))


def test_the_nearest_earlier_cell_counts_in_a_notebook(tmp_path: Path) -> None:
    cells = notebook(
        'from datasets import load_dataset\nname = "imdb"',
        "load_dataset(name)",
        'name = "squad"',
        "#md `load_dataset` in text",
        "x = 1\nload_dataset(name)",
    )

    found = facts(tmp_path, {"a.ipynb": cells}, "dataset-load")

    assert [(f.place.cell, f.place.line, *shown(f, "id")) for f in found] == [
        (1, 1, ("imdb", "constant")),
        (4, 2, ("squad", "constant")),
    ]


def test_settings_that_are_made_again_from_themselves_come_to_an_end(tmp_path: Path) -> None:
    program = """
        from datasets import load_dataset

        class Settings:
            def __post_init__(self):
                self.mixture = Mixture(name=self.mixture.get("name", "imdb"))
                load_dataset(self.mixture.get("name"))
    """

    (fact,) = facts(tmp_path, {"train.py": program}, "dataset-load")

    assert shown(fact, "id") == (("imdb", "default"),)


def test_a_call_in_a_file_without_any_library_counts(tmp_path: Path) -> None:
    files = {
        "data.py": LOAD + "def get(name='squad'):\n    return load_dataset(name)\n",
        "main.py": "from data import get\nget('imdb')\n",
    }

    (fact,) = facts(tmp_path, files, "dataset-load")

    assert shown(fact, "id") == (("imdb", "call site"),)


def test_files_of_no_interest_that_do_not_parse_are_named(tmp_path: Path) -> None:
    assert [s.because for s in skipped(tmp_path, {"a.py": "def f(:\n"})] == ["syntax error at 1:7"]
