"""What fixes a run: versions in cards, lock files, switches, and commands of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from documents import read, rows
from tree import facts, shown

from rai_lint.evaluate.numbers import same_release

CARD = """
    ---
    license: mit
    pipeline_tag: text-classification
    ---
    # Router

"""


def versions(text: str) -> list[tuple[Any, ...]]:
    return rows(read(CARD + text, "README.md"), "card-dependency", "name", "value", "line")


def commands(text: str) -> list[tuple[Any, ...]]:
    found = rows(read(text, "README.md"), "local-reference", "id", "what", "line")
    return [row for row in found if row[1].startswith("command")]


def test_versions_stand_in_lists_and_tables_under_their_heading() -> None:
    text = """
    ### Framework versions

    - Transformers 4.38.0.dev0
    - Pytorch 2.1.0+cu121
    - PEFT: 0.10.0

    | Package | Version |
    | --- | --- |
    | scikit-learn | 1.7.2 |
    """
    assert versions(text) == [
        ("transformers", "4.38.0.dev0", 10),
        ("torch", "2.1.0", 11),
        ("peft", "0.10.0", 12),
        ("scikit-learn", "1.7.2", 16),
    ]


def test_versions_elsewhere_and_of_other_things_do_not_count() -> None:
    text = """
    Version 1.4 runs with Transformers 4.38.0.

    ### Framework versions

    - Python 3.11.2
    - The router 1.4
    """
    assert versions(text) == []


def test_commands_of_code_blocks_and_sentences_name_programs() -> None:
    text = """
        # Router

        Start with `python train.py`, or read `train.py`.

        ```sh
        $ CUDA_VISIBLE_DEVICES=0 torchrun --nproc 2 \\
            scripts/tune.py --lr 1
        python -m router.measure
        python -m pip install router
        accelerate launch --config_file configs/two.yaml run.py
        make results
        cd elsewhere
        bash run.sh
        ```
    """
    assert commands(text) == [
        ("train.py", "command-elsewhere", 3),
        ("scripts/tune.py", "command", 6),
        ("router/measure.py", "command", 8),
        ("configs/two.yaml", "command", 10),
        ("Makefile", "command", 11),
        ("run.sh", "command-elsewhere", 13),
    ]


def test_places_to_be_filled_in_are_no_programs() -> None:
    assert commands("# R\n\n```\npython your_script.py\npython <name>.py\n```\n") == []


def test_a_command_finds_its_program_wherever_it_is(tmp_path: Path) -> None:
    readme = "# R\n\n```\npython tune.py\npython -m pack.tool\npython gone.py\n```\n"
    files = {"README.md": readme, "src/tune.py": "x = 1\n", "pack/tool/__main__.py": "x = 1\n"}
    found = facts(tmp_path, files, "local-reference")
    assert [shown(fact, "id", "exists") for fact in found] == [
        ("tune.py", True),
        ("pack/tool.py", True),
        ("gone.py", False),
    ]


def test_lock_files_are_records_and_are_not_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a/uv.lock": b"\xff\xff", "Pipfile.lock": "{", "a.txt": "x"}
    found = facts(tmp_path, files, "environment-record")
    assert [shown(fact, "id", "tool") for fact in found] == [
        ("Pipfile.lock", "pipenv"),
        ("a/uv.lock", "uv"),
    ]


def test_switches_are_set_under_any_name_but_not_below_a_condition(tmp_path: Path) -> None:
    code = """
        import sys
        import torch
        import torch.backends.cudnn as cudnn

        torch.manual_seed(1)
        cudnn.deterministic = True
        torch.backends.cudnn.benchmark = "fast" in sys.argv
        torch.use_deterministic_algorithms(True)
        if sys.argv:
            cudnn.benchmark = True
    """
    found = facts(tmp_path, {"train.py": code}, "determinism")
    assert [shown(fact, "id", "value") for fact in found] == [
        ("cudnn-deterministic", True),
        ("cudnn-benchmark", "? it is decided at run time"),
        (("deterministic-algorithms"), True),
    ]


def test_a_harness_of_a_shell_line_has_tasks_and_a_limit(tmp_path: Path) -> None:
    cell = (
        '{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, '
        '"source": ["import torch\\n", "!lm_eval --model hf --tasks gsm8k,mmlu --limit 100"]}], '
        '"metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    found = facts(tmp_path, {"run.ipynb": cell}, "eval-run")
    assert [shown(fact, "harness", "tasks", "limit") for fact in found] == [
        ("lm_eval", ("gsm8k", "mmlu"), "100")
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("4.38.0", "==4.38.2", True),
        ("2.1.0", "==2.1.0+cu121", True),
        ("4.38.0", "==4.57.1", False),
        ("1.7", "==1.7.*", True),
        ("4.38.0", ">=4", None),
        ("4.38.0", "", None),
    ],
)
def test_releases_agree_in_their_first_two_numbers(one: str, other: str, same: bool | None) -> None:
    assert same_release(one, other) is same
