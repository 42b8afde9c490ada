"""Settings that are wrong end the run with 2 and a message, never with a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from hostile.inputs import Hostile
from hostile.mistakes import MISTAKES, Mistake
from hostile.run import check, ended_badly, repository


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.name)
def test_it_is_said_what_is_wrong(tmp_path: Path, mistake: Mistake) -> None:
    (tmp_path / "outside").mkdir()
    root = tmp_path / "repository"
    repository(root, [Hostile("plain", "settings", lambda _: None)])
    mistake.files(root)
    given = [each.replace("{root}", str(root)) for each in mistake.arguments]

    ran = check(root, *given)

    wrong = [each for each in ended_badly(ran, mistake.exit_code) if "no report" not in each]
    assert wrong == []
    assert mistake.says in ran.stderr
    assert "\x1b" not in ran.stderr
    assert bool(ran.report) is (mistake.exit_code == 1)
    assert not list(tmp_path.rglob("canary"))
