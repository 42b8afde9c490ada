from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fixing import CARD

from rai_lint.cli import cli

CODES = "SEC001,REP002,DAT009,DAT001,MDC008,MDC002,DAT004,RAI"

TRAIN = """\
import requests
import torch
from datasets import load_dataset
from sklearn.model_selection import train_test_split
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

rows = load_dataset("harbour/letters", split="train")
parts = rows.train_test_split(test_size=0.1)
model = AutoModelForSequenceClassification.from_pretrained("distilbert/distilbert-base-uncased")
model.load_state_dict(torch.load("start.pt", map_location="cpu"))
Trainer(model=model, args=TrainingArguments("out"), train_dataset=parts["train"]).train()
left, right = train_test_split(parts["test"], random_state=None)
"""
MENDED_CARD = """\
---
license: mit
tags: [text-classification]
datasets:
- harbour/letters
base_model: distilbert/distilbert-base-uncased
---
# Harbour mail

Sorts what comes in.
"""


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One compiled pack for all tests of this file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def run(folder: Path, *options: str) -> Result:
    """Return what `check` says of a folder under the rules that know fixes."""
    options = ("check", str(folder), "--select", CODES, "--no-progress", *options)
    return CliRunner().invoke(cli, options, standalone_mode=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository that can be mended as a whole."""
    return write(tmp_path / "project", {"train.py": TRAIN, "README.md": CARD})


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files and return their folder, a repository."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    (folder / ".git").mkdir()
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_fix_mends_all_that_is_safe_and_a_second_run_changes_nothing(project: Path) -> None:
    done = run(project, "--fix")
    assert done.return_value == 0
    assert "No findings, 7 fixed in 2 files" in done.output
    assert "train.py:8   REP002  seed=42" in done.output
    assert (project / "README.md").read_text() == MENDED_CARD
    expected = TRAIN.replace("test_size=0.1)", "test_size=0.1, seed=42)")
    expected = expected.replace("random_state=None", "random_state=42")
    expected = expected.replace('map_location="cpu")', 'map_location="cpu", weights_only=True)')
    assert (project / "train.py").read_text() == expected
    before = contents(project)
    again = run(project, "--fix")
    assert "fixed" not in again.output
    assert contents(project) == before


def test_diff_prints_what_fix_would_do_and_writes_nothing(project: Path) -> None:
    before = contents(project)
    done = run(project, "--diff")
    assert done.return_value == 1
    assert contents(project) == before
    assert "+parts = rows.train_test_split(test_size=0.1, seed=42)\n" in done.stdout
    assert "rai-lint: 7 edits in 2 files" in done.stderr
    subprocess.run(["patch", "-p1", "-s"], input=done.stdout.encode(), cwd=project, check=True)
    patched = contents(project)
    assert patched["README.md"].decode() == MENDED_CARD
    clean = run(project, "--diff")
    assert (clean.return_value, clean.stdout) == (0, "")


def test_what_can_be_mended_is_marked(project: Path) -> None:
    text = run(project).output
    assert "REP002 split-not-reproducible [fixable]" in text
    assert "6 can be mended with --fix (--diff shows the edits)\n" in text
    found = json.loads(run(project, "--format", "json").output)
    assert {each["fix"] for each in found["findings"]} == {"safe"}
    assert all(each["fixable"] for each in found["findings"])
    assert found["fixed"] == found["not_fixed"] == []


def test_json_says_what_was_fixed(project: Path) -> None:
    found = json.loads(run(project, "--fix", "--format", "json").output)
    assert found["findings"] == []
    assert {"rule": "SEC001", "path": "train.py", "line": 10, "cell": None,
            "message": "weights_only=True"} in found["fixed"]  # fmt: skip


UNSAFE = """\
import requests
import torch
from sklearn.model_selection import train_test_split

state = torch.load("start.pt", weights_only=False)
model.load_state_dict(state["model"])
for fold in range(5):
    left, right = train_test_split(rows)
reply = requests.get(
    "https://data.example.org/trips.csv",
    verify=False,
)
"""


def test_unsafe_fixes_are_made_only_when_asked_for(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"train.py": UNSAFE})
    marked = run(project)
    assert "SEC001 torch-load-unsafe [fixable with --unsafe-fixes]" in marked.output
    assert "3 can be mended with --fix --unsafe-fixes (--diff shows the edits)\n" in marked.output
    run(project, "--fix")
    assert (project / "train.py").read_text() == UNSAFE
    assert run(project, "--diff").return_value == 0
    done = run(project, "--fix", "--unsafe-fixes")
    assert "No findings, 3 fixed" in done.output
    expected = UNSAFE.replace("weights_only=False", "weights_only=True")
    expected = expected.replace("(rows)", "(rows, random_state=42)")
    assert (project / "train.py").read_text() == expected.replace("    verify=False,\n", "")


def test_an_old_torch_does_not_know_the_argument(tmp_path: Path) -> None:
    text = 'import torch\nmodel.load_state_dict(torch.load("a.pt"))\n'
    project = write(tmp_path / "p", {"train.py": text, "requirements.txt": "torch==1.7.1\n"})
    assert "[fixable with --unsafe-fixes]" in run(project).output


def test_a_finding_that_can_be_mended_in_part_says_so(tmp_path: Path) -> None:
    text = 'import torch\nm.load_state_dict(torch.load("a.pt"))\nx = torch.load("b.pt", **given)\n'
    project = write(tmp_path / "p", {"train.py": text})
    done = run(project, "--fix")
    assert "m.load_state_dict" not in done.output
    assert "Fixed\n  train.py:2  SEC001  weights_only=True\n" in done.output
    assert (project / "train.py").read_text().count("weights_only=True") == 1


def test_suppressed_findings_are_not_mended_and_idle_suppressions_go(tmp_path: Path) -> None:
    text = """\
import torch
m.load_state_dict(torch.load("a.pt"))  # rai-lint: ignore[SEC001] ours
x = 1  # rai-lint: ignore[SEC001] nothing here
# rai-lint: ignore[REP002] nor here
y = "# rai-lint: ignore[REP002] a text"
z = 2  # noqa  rai-lint: ignore[REP002] and more
m.load_state_dict(torch.load("a.pt"))  # rai-lint: ignore[SEC001, REP002] one of two
"""
    readme = "# T\n\n<!-- rai-lint: ignore[DAT001] nothing -->\n\nText.\n"
    project = write(tmp_path / "p", {"a.py": text, "README.md": readme})
    run(project, "--fix")
    after = (project / "a.py").read_text()
    assert (
        after
        == """\
import torch
m.load_state_dict(torch.load("a.pt"))  # rai-lint: ignore[SEC001] ours
x = 1
y = "# rai-lint: ignore[REP002] a text"
z = 2  # noqa  rai-lint: ignore[REP002] and more
m.load_state_dict(torch.load("a.pt"))  # rai-lint: ignore[SEC001] one of two
"""
    )
    assert (project / "README.md").read_text() == "# T\n\n\nText.\n"


def test_only_the_files_that_were_asked_for_change(project: Path) -> None:
    options = ["check", str(project / "train.py"), "--select", CODES, "--fix"]
    CliRunner().invoke(cli, options, standalone_mode=False)
    assert (project / "README.md").read_text() == CARD
    assert "seed=42" in (project / "train.py").read_text()


def test_mode_line_ends_and_mark_are_kept(tmp_path: Path) -> None:
    project = write(tmp_path / "p", {"train.py": ""})
    file = project / "train.py"
    data = b"\xef\xbb\xbf" + TRAIN.replace("\n", "\r\n").encode()
    file.write_bytes(data)
    file.chmod(0o750)
    run(project, "--fix")
    after = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert after.startswith(b"\xef\xbb\xbfimport requests\r\n")
    assert after.count(b"\n") == after.count(b"\r\n") == data.count(b"\r\n")
    assert {path.name for path in project.iterdir()} == {".git", "train.py"}


def test_links_and_what_they_point_at_are_never_written(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "load.py").write_text(TRAIN)
    project = write(tmp_path / "p", {"keep.py": "x = 1\n"})
    (project / "load.py").symlink_to(outside / "load.py")
    (project / "folder").symlink_to(outside)
    run(project, "--fix", "--unsafe-fixes")
    assert (outside / "load.py").read_text() == TRAIN
    assert (project / "load.py").is_symlink()


def test_a_read_only_file_is_left_and_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    done = run(project, "--fix")
    assert (project / "train.py").read_text() == TRAIN
    assert "the file is read-only" in done.output


def test_notebooks_are_left_and_said(tmp_path: Path) -> None:
    cell: dict[str, Any] = {"cell_type": "code", "source": 'import torch\nx = torch.load("a.pt")',
            "metadata": {}, "outputs": [], "execution_count": None}  # fmt: skip
    book = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    project = write(tmp_path / "p", {"run.ipynb": book})
    done = run(project, "--fix", "--unsafe-fixes")
    assert "run.ipynb, cell 1:2  SEC001  notebooks are not edited" in done.output
    assert (project / "run.ipynb").read_text() == book


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fix", "--diff"], "--fix writes and --diff does not: give one of them"),
        (["--unsafe-fixes"], "--unsafe-fixes says which edits: give it with --fix or --diff"),
        (["--diff", "--format", "json"], "--diff prints a diff in place of a report"),
    ],
)
def test_options_that_do_not_go_together(project: Path, options: Sequence[str], said: str) -> None:
    done = run(project, *options)
    assert done.exit_code != 0
    assert said in str(done.exception)
    assert (project / "train.py").read_text() == TRAIN
