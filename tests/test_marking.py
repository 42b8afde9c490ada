"""What can be mended is worked out once for the same files, and never taken on trust by `--fix`."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from program import rai_lint

BARE = "import torch\n\nstate = torch.load('a.pt', weights_only=False)\n"
# An argument that may hold the very one: no edit is possible.
HIDDEN = "import torch\n\nstate = torch.load('a.pt', **{'weights_only': False})\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    write(root, BARE)
    return root


def write(root: Path, program: str) -> None:
    (root / "load.py").write_text(program, encoding="utf-8")
    settled = time.time() - 10
    os.utime(root / "load.py", (settled, settled))


def shown(project: Path, *arguments: str) -> str:
    cache = project.parent / "cache"
    ran = rai_lint(
        "check", ".", "--select", "SEC001", "--cache-dir", str(cache), *arguments, cwd=project
    )
    return ran.stdout.partition(" in 1 file")[0]


def test_what_can_be_mended_is_the_same_from_the_cache(project: Path) -> None:
    first = shown(project)

    assert "fixable" in first
    assert [shown(project), shown(project), shown(project, "--no-cache")] == [first] * 3

    def fixes(*arguments: str) -> list[object]:
        found = json.loads(shown(project, "--format", "json", *arguments))["findings"]
        return [(each["fixable"], each["fix"]) for each in found]

    assert fixes() == fixes("--no-cache") == [(True, "unsafe")]


def test_a_changed_file_is_tried_anew(project: Path) -> None:
    shown(project)
    write(project, HIDDEN)

    assert "fixable" not in shown(project)


def test_fix_tries_anew_and_then_nothing_is_left(project: Path) -> None:
    shown(project)
    shown(project, "--fix", "--unsafe-fixes")

    assert "weights_only=True" in (project / "load.py").read_text("utf-8")
    assert "SEC001" not in shown(project)
