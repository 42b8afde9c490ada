"""The runner notices what it is there to notice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hostile.inputs import Hostile, file
from hostile.run import check, ended_badly, repository, run, told_badly

BROKEN = Hostile("broken", "python", file("a.py", "x = (\n"), {"a.py": "syntax error"})


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_skipped_is_named_and_the_witness_is_checked(tmp_path: Path, jobs: int) -> None:
    repository(tmp_path, [BROKEN], padded=jobs > 1)

    ran = check(tmp_path, jobs=jobs)

    assert ended_badly(ran, BROKEN.exit_code) == []
    assert told_badly(ran, BROKEN) == []


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    repository(tmp_path, [BROKEN])
    ran = check(tmp_path)

    assert told_badly(ran, Hostile("broken", "python", BROKEN.files)) != []
    assert told_badly(ran, Hostile("broken", "python", BROKEN.files, {"a.py": "NUL"})) != []
    assert told_badly(ran, Hostile("other", "python", BROKEN.files)) != []
    assert ended_badly(ran, 0) != []


@pytest.mark.parametrize(
    ("program", "wrong"),
    [
        ("while True: pass", "hang"),
        ("import os; os.kill(os.getpid(), 11)", "signal 11"),
        ("x = bytearray(2_500_000_000)", "MB in memory"),
        ("raise ValueError", "a trace"),
    ],
)
def test_a_bad_end_is_told(program: str, wrong: str) -> None:
    ran = run([sys.executable, "-c", program], seconds=3)

    assert any(wrong in each for each in ended_badly(ran, 1))
