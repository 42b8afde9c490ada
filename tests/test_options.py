from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tree import facts

HEAD = "import argparse\nparser = argparse.ArgumentParser()\n"
TAIL = "args = parser.parse_args()\n"
EPOCHS = 'parser.add_argument("--epochs", type=int)\n'


def accepted(root: Path, program: str, command: str = "python train.py --epochs 3") -> list[Any]:
    files = {"README.md": f"# Router\n\n```\n{command}\n```\n", "train.py": program}
    found = facts(root, files, "command-option")
    return [(fact.known("name"), fact.known("accepted")) for fact in found]


def test_a_declared_option_is_taken_and_another_is_not(tmp_path: Path) -> None:
    command = "python train.py --epochs 3 --seed=7 -v --help > log"
    assert accepted(tmp_path, HEAD + EPOCHS + TAIL, command) == [
        ("--epochs", True),
        ("--seed", False),
        ("--help", True),
    ]


@pytest.mark.parametrize(
    ("declared", "taken"),
    [
        ('parser.add_argument("-e", "--epochs-in-all")\n', True),
        ('parser.add_argument("-e")\n', False),
        ('parser.add_argument("epochs")\n', False),
        ('group = parser.add_argument_group("x")\ngroup.add_argument("--epochs")\n', True),
        (
            'c = parser.add_subparsers()\nc.add_parser("a").add_argument("--epochs")\n',
            True,
        ),
    ],
)
def test_options_are_declared_in_many_ways(tmp_path: Path, declared: str, taken: bool) -> None:
    assert accepted(tmp_path, HEAD + declared + TAIL) == [("--epochs", taken)]


@pytest.mark.parametrize(
    "program",
    [
        HEAD + "args, rest = parser.parse_known_args()\n",
        HEAD.replace("()", "(parents=[common])") + TAIL,
        HEAD + 'for name in names:\n    parser.add_argument("--" + name)\n' + TAIL,
        HEAD + "parser.add_argument(*flags)\n" + TAIL,
        "from common import more\n" + HEAD + "more(parser)\n" + TAIL,
        HEAD + "Trainer.add_argparse_args(parser)\n" + TAIL,
        "from common import parser\n" + TAIL,
        "import fire\nfire.Fire(main)\n",
        "def broken(:\n",
    ],
)
def test_of_other_programs_nothing_is_known(tmp_path: Path, program: str) -> None:
    assert accepted(tmp_path, program) == [("--epochs", None)]


QUIET = "import torch\nfrom pathlib import Path\nprint(Path('.'), torch)\n"


def test_a_program_that_never_looks_at_its_command_line_takes_no_option(tmp_path: Path) -> None:
    assert accepted(tmp_path, QUIET) == [("--epochs", False)]


@pytest.mark.parametrize(
    "more",
    [
        "import sys\nprint(sys.argv)\n",
        "import harbour\n",
        "from .near import nothing\n",
        "import fire\n",
        "from tensorflow.compat.v1 import flags\n",
        "print(__import__('json'))\n",
    ],
)
def test_a_program_that_may_look_at_its_command_line_is_not_judged(
    tmp_path: Path, more: str
) -> None:
    assert accepted(tmp_path, QUIET + more) == [("--epochs", None)]


def test_what_a_program_imports_is_looked_at_too(tmp_path: Path) -> None:
    files = {
        "README.md": "# Router\n\n```\npython train.py --epochs 3\n```\n",
        "train.py": "from router import data\n",
        "router/__init__.py": "",
        "router/data.py": "from .deep import load\n",
        "router/deep.py": "import json\n",
    }
    (fact,) = facts(tmp_path, files, "command-option")
    assert fact.known("accepted") is False
    (fact,) = facts(tmp_path, {**files, "router/deep.py": "import click\n"}, "command-option")
    assert fact.known("accepted") is None


@pytest.mark.parametrize(
    "command",
    [
        "python train.py | tee --append log",
        "python train.py && echo --done",
        "python train.py [--epochs N]",
        "python train.py ...",
        "torchrun --nproc_per_node 2 train.py",
        "uv run streamlit run train.py --server.port 80",
        "python -m pytest train.py --epochs",
        "python convert.sh --epochs 3",
    ],
)
def test_options_of_other_commands_are_left_out(tmp_path: Path, command: str) -> None:
    assert accepted(tmp_path, HEAD + TAIL, command) == []


@pytest.mark.parametrize(
    ("document", "command", "run"),
    [
        ("README.md", "cd src\npython train.py --epochs 3", "src/train.py"),
        ("README.md", "cd src/a\npython ../train.py --epochs 3", "src/train.py"),
        ("README.md", "git clone x/router.git\ncd router\npython fit.py --epochs 3", "fit.py"),
        ("src/README.md", "python src/train.py --epochs 3", "src/train.py"),
        ("README.md", "python only.py --epochs 3", "old/only.py"),
        ("README.md", "cd $HOME\npython fit.py --epochs 3", None),
        ("README.md", "cd elsewhere\npython only.py --epochs 3", None),
        ("README.md", "python train.py --epochs 3", None),
        ("src/README.md", "python only.py --epochs 3", None),
        ("src/README.md", "python fit.py --epochs 3", "fit.py"),
        ("old/README.md", "cd src\n```\n\n```\npython train.py --epochs 3", None),
    ],
)
def test_which_program_is_run_is_told_by_where_readers_stand(
    tmp_path: Path, document: str, command: str, run: str | None
) -> None:
    programs = ("fit.py", "src/train.py", "old/train.py", "old/only.py")
    files = {document: f"# Router\n\n```\n{command}\n```\n", **dict.fromkeys(programs, HEAD + TAIL)}

    (found,) = facts(tmp_path, files, "command-option")

    assert found.known("accepted") is (None if run is None else False)
    assert run in (None, found.known("id"))
