"""A repository that is made, the ways to run rai-lint on it, and what its files hold."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2]
#: Two rules have safe fixes here: a card's metadata, and calls.
CARD = "---\nlicense: Apache 2.0\nlanguage: English\ndatasets: [imdb]\n---\n# Sorter\n\nIt sorts letters.\n"
_LINE = "It says this again and again, and means nothing by it.\n"
CODE = """import torch
from datasets import load_dataset


def read_{n}(path):
    rows = load_dataset("squad_{n}", trust_remote_code=True)
    state = torch.load(path, weights_only=False)
    return rows, state
"""


def make(root: Path, files: int = 12, lines: int = 0) -> None:
    """Write the repository: programs with findings, two cards; a text of `lines` makes them long."""
    root.mkdir(parents=True)
    (root / "requirements.txt").write_text("torch==2.4.0\ndatasets==3.0.0\n")
    (root / "README.md").write_text(CARD)
    (root / "model").mkdir()
    (root / "model" / "README.md").write_text(CARD.replace("Sorter", "Other"))
    for n in range(files):
        padding = f'\n\nTEXT = """\n{_LINE * lines}"""\n' if lines else ""
        (root / f"part_{n}.py").write_text(CODE.format(n=n) + padding)


def command(*arguments: str) -> list[str]:
    """Return the command line of a check."""
    return [sys.executable, "-m", "rai_lint", "check", "--profile", "strict", "--no-progress", *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a run."""
    return {**os.environ, "PYTHONPATH": str(SOURCE), **more}


def start(root: Path, cache: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a run in a group of its own."""
    return subprocess.Popen(
        command("--cache-dir", str(cache), *arguments),
        cwd=root,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def kill(run: subprocess.Popen[bytes]) -> None:
    """End a run and its workers at once."""
    try:
        os.killpg(run.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    run.communicate()


def found(root: Path, cache: Path, *arguments: str) -> tuple[int, object]:
    """Return the exit code of a run and what it found; raises `ValueError` for no report."""
    run = start(root, cache, "--format", "json", "--fail-on", "never", *arguments)
    out, err = run.communicate(timeout=300)
    if b"Traceback" in err:
        raise ValueError(err.decode()[-600:])
    report = json.loads(out)
    return run.returncode, {key: report[key] for key in ("findings", "unknown", "skipped")}


def content(root: Path) -> dict[str, bytes]:
    """Return the bytes of all files below a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
