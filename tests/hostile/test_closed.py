"""What this user may not read is named, and what may not be written to is the user's to know."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from program import Done, git
from started import started
from tree import write

pytestmark = [
    pytest.mark.usefixtures("home"),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or (os.geteuid() == 0 and sys.platform != "linux"),
        reason="root reads everything",
    ),
]

WITNESS = "import torch\n\nstate = torch.load('model.pt', weights_only=False)\n"
CHECK = ("check", "--format", "json", "--fail-on", "note")


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Path]:
    """A repository whose folders are opened again at the end."""
    root = tmp_path / "repository"
    root.mkdir()
    write(root, {"witness.py": WITNESS, "requirements.txt": "torch==2.4.0\n"})
    yield root
    root.chmod(0o755)
    for at in root.iterdir():
        if at.is_dir():
            at.chmod(0o755)


def checked(root: Path, *arguments: str) -> Done:
    """Check as somebody for whom modes count."""
    return started(*CHECK, *arguments, cwd=root, by_modes=True)


@pytest.mark.parametrize("with_git", [True, False])
def test_what_is_closed_is_named_and_the_rest_is_checked(
    repository: Path, *, with_git: bool
) -> None:
    write(
        repository,
        {
            "README.md": "# A card\n\nSet `HF_TOKEN`.\n",
            "closed.py": WITNESS,
            "folder/inner.py": WITNESS,
            "listed/inner.py": WITNESS,
            ".gitignore": "out/\n",
        },
    )
    (repository / "in.py").symlink_to("folder/inner.py")
    if with_git:
        git(repository, "init", "-q")
        git(repository, "add", "-A")
    for name, mode in {"closed.py": 0, "README.md": 0, "folder": 0, "listed": 0o444}.items():
        (repository / name).chmod(mode)
    done = checked(repository, ".")
    assert (done.returncode, done.stderr) == (1, "")
    assert ("SEC001", "witness.py", 3) in done.said()
    skipped = {each["path"] for each in json.loads(done.stdout)["skipped"]}
    inside = "folder/inner.py" if with_git else "folder"
    assert {"closed.py", "README.md", "in.py", "listed/inner.py", inside} <= skipped


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_closed_root_is_named(repository: Path, mode: int) -> None:
    repository.chmod(mode)
    done = checked(repository.parent, str(repository))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["skipped"]


def test_a_configuration_that_is_closed_is_the_users_to_know(repository: Path) -> None:
    (repository / "rai-lint.toml").write_text("profile = 'strict'\n", "utf-8")
    (repository / "rai-lint.toml").chmod(0)
    done = checked(repository, ".")
    assert done.returncode == 2
    assert "cannot be read" in done.stderr


@pytest.mark.parametrize("option", ["--output", "--write-baseline", "--fix"])
def test_a_folder_that_may_not_be_written_to_stays_as_it_is(repository: Path, option: str) -> None:
    write(repository, {"README.md": "---\nlicense: MIT\nlanguage: English\n---\n# A card\n"})
    before = {path: path.read_bytes() for path in repository.iterdir()}
    repository.chmod(0o555)
    arguments = {"--fix": ("--fix", "--unsafe-fixes")}.get(option, (option, "new.json"))
    done = checked(repository, *arguments, ".")
    assert "Traceback" not in done.stderr
    if option == "--fix":
        assert done.returncode == 1
        assert json.loads(done.stdout)["fixed"] == []
    else:
        assert done.returncode == 2
        assert "cannot be written" in done.stderr
    repository.chmod(0o755)
    assert {path: path.read_bytes() for path in repository.iterdir()} == before
