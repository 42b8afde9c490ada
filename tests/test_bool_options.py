"""Options with `type=bool`, and the commands that mean to switch them off."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, notebook, shown

HEAD = "import argparse\n\nparser = argparse.ArgumentParser()\n"
PROGRAM = HEAD + 'parser.add_argument("--augment", type=bool, default=True)\n'


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ('"--augment", type=bool', ("--augment", None)),
        ('"-a", "--augment", default=False, type=bool', ("--augment", False)),
        ('"--augment", type=lambda x: bool(x), default=1', ("--augment", True)),
        ('"--augment", type=bool, default=DEFAULT', ("--augment", "? the default is worked")),
        ('"augment", type=bool', ("augment", None)),
    ],
)
def test_options_are_told_with_their_defaults(
    tmp_path: Path, option: str, told: tuple[object, ...]
) -> None:
    program = f"{HEAD}parser.add_argument({option})\n"
    found = facts(tmp_path, {"a.py": program}, "bool-option")
    name, default = shown(found[0], "id", "default")
    assert (name, str(default).startswith(str(told[1]))) == (told[0], True)


@pytest.mark.parametrize(
    "program",
    [
        HEAD + 'parser.add_argument("--augment", type=strtobool)\n',
        HEAD + 'parser.add_argument("--augment", type=lambda x: bool(int(x)))\n',
        HEAD + "def bool(x):\n    return x == 'yes'\n\n" + PROGRAM.replace(HEAD, ""),
        "import jsonargparse\n" + PROGRAM,
        PROGRAM.replace("argparse", "reqparse"),
    ],
)
def test_options_that_read_the_word_are_none(tmp_path: Path, program: str) -> None:
    assert not facts(tmp_path, {"a.py": program}, "bool-option")


def test_cells_of_a_notebook_are_a_program(tmp_path: Path) -> None:
    cells = notebook("import argparse\nparser = argparse.ArgumentParser()", PROGRAM.split("\n")[-2])
    found = facts(tmp_path, {"a.ipynb": cells}, "bool-option")
    assert [(f.place.cell, f.place.line) for f in found] == [(1, 1)]


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("README.md", "```bash\npython src/train.py --lr 1 --augment False\n```\n", "False"),
        ("README.md", "Run `python src/train.py --augment=0` for that.\n", "0"),
        (
            "run.sh",
            "GPU=0 python3 -u src/train.py \\\n  --augment false\n",
            "false",
        ),
        ("Makefile", "train:\n\tpython -m src.train --augment no && echo done\n", "no"),
        (".github/workflows/a.yml", "jobs:\n  a:\n    run: python src/train.py --augment 0\n", "0"),
        ("src/README.md", "    python train.py --augment False\n", "False"),
    ],
)
def test_a_command_that_means_to_switch_it_off_is_named(
    tmp_path: Path, path: str, text: str, value: str
) -> None:
    found = facts(tmp_path, {"src/train.py": PROGRAM, path: text}, "bool-option")
    assert shown(found[0], "given", "given_in") == (value, path)


@pytest.mark.parametrize(
    "text",
    [
        "python src/train.py --augment True\n",
        "python src/train.py --other False\n",
        "python other.py --augment False\n",
        "python src/train.py | tee --augment False\n",
        "# python src/train.py --augment False\n",
        "python src/train.py --augment None_of_these\n",
    ],
)
def test_other_commands_say_nothing_of_it(tmp_path: Path, text: str) -> None:
    files = {"src/train.py": PROGRAM, "other.py": HEAD, "run.sh": text}
    assert shown(facts(tmp_path, files, "bool-option")[0], "given") == (None,)


def test_a_program_has_the_options_of_what_it_imports(tmp_path: Path) -> None:
    files = {
        "train.py": "from setup.options import parser\n\nparser.parse_args()\n",
        "setup/options.py": PROGRAM,
        "other.py": "print()\n",
        "one.sh": "python train.py --augment False\n",
    }
    assert shown(facts(tmp_path, files, "bool-option")[0], "given_in") == ("one.sh",)
