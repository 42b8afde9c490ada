"""Programs that are parsed only when something depends on them: what is found stays the same."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace
from tree import knowledge, write

from rai_lint.asked import asked_kinds, asked_kinds_of_tests
from rai_lint.clock import Clock
from rai_lint.extract.files import Files
from rai_lint.extract.python.top_names import top_names
from rai_lint.extract.stage import Reading, read_more
from rai_lint.model.fact import Fact
from rai_lint.model.pack import Pack
from rai_lint.model.reading import FileReading
from rai_lint.model.request import Request
from rai_lint.model.rule import Rule
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack
from rai_lint.run import gather, outcomes
from rai_lint.selection import select_rules

USES = "from datasets import load_dataset\nfrom names import *\n\nload_dataset(NAME)\n"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(builtin_packs(), None)


def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that fills with the paths of what is parsed after all."""
    found: list[str] = []

    def told(reading: Reading, wanted: Iterable[str], files: Files) -> list[FileReading]:
        found.extend(sorted(wanted))
        return read_more(reading, wanted, files)

    monkeypatch.setattr("rai_lint.gather.read_more", told)
    return found


def ids(root: Path) -> set[object]:
    facts = gather(Request(root=root), knowledge()).facts
    return {fact.known("id") for fact in facts if fact.kind == "dataset-load"}


def test_a_star_import_reads_only_the_module_that_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = {f"models/m{n}.py": f"SIZE_{n} = {n}\n" for n in range(5)}
    stars = "".join(f"from .m{n} import *\n" for n in range(5))
    files = {
        **package,
        "models/__init__.py": stars + "from .ids import *\n",
        "models/ids.py": "NAME = 'imdb'\n",
        "train.py": USES.replace("names", "models"),
    }
    write(tmp_path, files)
    read = fetched(monkeypatch)

    assert ids(tmp_path) == {"imdb"}
    assert set(read) == {"models/__init__.py", "models/ids.py"}


def test_what_is_asked_for_while_rows_and_flows_are_followed_is_part_of_the_program(
    tmp_path: Path,
) -> None:
    write(
        tmp_path,
        {
            "train.py": USES,
            "names.py": "from more import first\n\nNAME = first()\n",
            "more.py": "from deep import SECOND\n\n\ndef first():\n    return SECOND\n",
            "deep.py": "SECOND = 'squad'\n",
        },
    )

    assert ids(tmp_path) == {"squad"}


def test_a_notebook_that_was_passed_over_but_for_its_commands_is_read_as_a_caller(
    tmp_path: Path,
) -> None:
    notebook = (
        '{"cells": [{"cell_type": "code", "source": ["!ls\\n", "from lib import read\\n",'
        ' "read(\'imdb\')"], "metadata": {}, "outputs": [], "execution_count": null}],'
        ' "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    lib = "from datasets import load_dataset\n\n\ndef read(name):\n    return load_dataset(name)\n"
    write(tmp_path, {"lib.py": lib, "use.ipynb": notebook})

    assert ids(tmp_path) == {"imdb"}


@pytest.mark.parametrize(
    ("program", "names"),
    [
        ("def a(): pass\nclass B: c = 1\nasync def d(): e = 2\n", {"a", "B", "d"}),
        ("import a.b, c as d\nfrom e import f, g as h\n", {"a", "d", "f", "h"}),
        ("from a import *\n", {"*"}),
        ("if x:\n    a = 1\nelse:\n    def b(): pass\n", {"a", "b"}),
        ("for a, b in c: pass\nwith d as e: pass\n", {"a", "b", "e"}),
        ("a, (b, *c) = d = e\nf: int = 1\ng += 1\n(h := 2)\n", set("abcdfgh")),
        ("def a():\n    global b\n    b = 1\n", {"a", "b"}),
        ("try:\n    pass\nexcept E as a:\n    b = 1\n", {"a", "b"}),
        ("match a:\n    case {'k': b, **c}: pass\n    case [d, *e] as f: pass\n", set("bcdef")),
        ("a.b = 1\na['c'] = 2\n", set()),
    ],
)
def test_what_others_can_import_is_named(program: str, names: set[str]) -> None:
    assert top_names(ast.parse(program)) >= names
    assert "x" not in top_names(ast.parse(program))


def wanted(pack: Pack, rules: tuple[Rule, ...], files: dict[str, str], root: Path) -> list[Fact]:
    write(root, files)
    asked = replace(
        pack.knowledge,
        asked=asked_kinds(rules),
        asked_of_tests=asked_kinds_of_tests(rules),
    )
    return [fact for fact in gather(Request(root=root), asked).facts if fact.scope == "test"]


def test_tests_are_not_searched_for_what_counts_nowhere_in_them(pack: Pack, tmp_path: Path) -> None:
    rules = select_rules(pack.rules, pack.profiles, "basic", select=("SEC002", "DAT001"))
    program = "from transformers import AutoModel\n\nAutoModel.from_pretrained('a/b')\n"

    assert wanted(pack, rules, {"tests/test_model.py": program}, tmp_path) == []
    assert asked_kinds_of_tests(rules).isdisjoint({"model-load", "model-train", "dataset-load"})


def test_what_tests_show_as_well_as_other_code_is_looked_for_in_them(pack: Pack) -> None:
    rules = select_rules(pack.rules, pack.profiles, "strict", select=("EVL011",))

    assert "eval-run" in asked_kinds_of_tests(rules)


@pytest.mark.parametrize(
    ("place", "first", "state"),
    [("tests/test_seed.py", "", "fail"), ("seeds.py", "import seeds\n", "pass")],
)
def test_a_seed_in_a_test_seeds_no_training(
    pack: Pack, tmp_path: Path, place: str, first: str, state: str
) -> None:
    write(
        tmp_path,
        {
            "README.md": "# A study\n",
            "train.py": first
            + (
                "import torch\n\nmodel = torch.nn.Linear(2, 2)\nbest = torch.optim.SGD"
                "(model.parameters(), lr=0.1)\n\n\ndef train(batches):\n    for batch in batches:\n"
                "        loss = model(batch).sum()\n        loss.backward()\n        best.step()\n"
            ),
            place: "import torch\n\ntorch.manual_seed(1)\n",
        },
    )
    rules = select_rules(pack.rules, pack.profiles, "strict", select=("REP001",))

    found = outcomes(tmp_path, rules, pack.knowledge)

    assert [outcome.state for outcome in found] == [state]


def test_a_stage_inside_another_is_not_counted_twice() -> None:
    clock = Clock()
    with clock.stage("outer"):
        with clock.stage("inner"):
            time.sleep(0.05)
        with clock.stage("inner"):
            time.sleep(0.05)

    assert clock.stages["inner"] >= 0.1
    assert clock.stages["outer"] < 0.05
