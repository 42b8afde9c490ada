"""What changes while it is read is said or left out: never a bug, never a wait, never outside."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from meddling import CHANGES, Change, Meddler, nothing
from program import Done, git, rai_lint
from started import SOURCE
from tree import notebook, write

import rai_lint.git as git_module
from rai_lint.walk import walk

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes"),
]

FILES: dict[str, str | bytes] = {
    ".gitignore": "out/\n",
    "LICENSE": "MIT License\n",
    "README.md": "---\nlicense: mit\ndatasets: [imdb]\n---\n# Sorter\n\nSet `HF_TOKEN` first.\n",
    "config.yaml": "lr: 0.1\n",
    "data/test.csv": "a,b\n1,2\n5,6\n",
    "data/train.csv": "a,b\n1,2\n3,4\n",
    "model.pt": b"PK\x03\x04",
    "n.ipynb": notebook("import torch", "torch.load('b.pt')"),
    "rai-lint.toml": 'profile = "strict"\n',
    "requirements.txt": "torch==2.4.0\n",
    "sub/load.py": "import pickle\n\n\ndef load(path):\n    return pickle.load(open(path, 'rb'))\n",
    "train.py": """
        import os

        import torch
        from datasets import load_dataset
        from sub.load import load

        load_dataset('squad', trust_remote_code=True)
        state = torch.load('a.pt', weights_only=False)
        token = os.environ['HF_TOKEN']
    """,
}
#: Of all the looks that a run takes, every so many-th is tried.
STEP = 17


def repository(folder: Path, *, with_git: bool) -> Path:
    root = folder / "repository"
    root.mkdir()
    write(root, FILES)
    (root / "link.py").symlink_to("train.py")
    if with_git:
        git(root, "init", "-q")
        git(root, "add", "-A")
    return root


def meddled(folder: Path, change: Change, at: int, *, with_git: bool) -> tuple[Done, int]:
    """Check a repository that changes at a look; return what was said and the looks taken."""
    root = repository(folder, with_git=with_git)
    with pytest.MonkeyPatch.context() as patch:
        meddler = Meddler(root, change, at)
        meddler.install(patch)
        done = rai_lint(str(root), "--format", "json", "--jobs", "1", cwd=folder)
    shutil.rmtree(root, ignore_errors=True)
    return done, meddler.looks


@pytest.mark.parametrize("with_git", [True, False])
@pytest.mark.parametrize("change", CHANGES)
def test_a_repository_may_change_at_any_moment(
    change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_git: bool
) -> None:
    monkeypatch.setattr(git_module, "_SECONDS", 1)  # git itself waits for a pipe
    whole, looks = meddled(tmp_path, nothing, 0, with_git=with_git)
    assert whole.returncode == 0
    assert {rule for rule, _, _ in whole.said()} >= {"SEC001", "SEC004"}
    first = 1 + CHANGES.index(change) % STEP
    for at in range(first, looks + 1, STEP):
        done, _ = meddled(tmp_path, change, at, with_git=with_git)
        assert done.returncode in (0, 2), (at, done.stderr)  # 2: a configuration that is none
        assert "Traceback" not in done.stderr, (at, done.stderr)
        assert done.returncode == 2 or json.loads(done.stdout)["findings"] is not None


def test_a_link_that_goes_between_two_looks_leads_nowhere(tmp_path: Path) -> None:
    root = repository(tmp_path, with_git=False)

    def gone(root: Path) -> None:
        (root / "link.py").unlink()

    with pytest.MonkeyPatch.context() as patch:
        counted = Meddler(root, nothing, 0)
        counted.install(patch)
        walk(root)
    for at in range(1, counted.looks + 1):
        (root / "link.py").unlink(missing_ok=True)
        (root / "link.py").symlink_to("train.py")
        with pytest.MonkeyPatch.context() as patch:
            Meddler(root, gone, at).install(patch)
            walked = walk(root)
        assert {each.because for each in walked.skipped} <= {
            "a link that leads nowhere",
            "cannot be looked at",
        }


def test_the_current_folder_may_be_gone(tmp_path: Path) -> None:
    root = repository(tmp_path, with_git=False)
    files = "--output report.json --write-baseline base.json"
    for arguments, told in (
        (".", "there is no such file or directory"),
        (f"{root} --format json {files}", "cannot be written"),
    ):
        here = tmp_path / "here"
        here.mkdir()
        shell = f"rmdir {here} && {sys.executable} -m rai_lint check {arguments}"
        done = subprocess.run(  # noqa: S602 - the folder goes where the shell stands
            shell,
            shell=True,
            cwd=here,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
        assert told in done.stderr
