"""Git, asked safely: nothing that the repository configures is run, and nothing is fetched.

Only commands that read objects, names and the index are asked. Those that compare the work tree
with them (`git diff`, `git status`) run the filters that a repository configures, whatever options
they are given, so they are never called: `since` compares files itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from msgspec import Struct

from rai_lint.disk import real

#: A pipe in the place of a `.gitignore` keeps git waiting; then the folders are walked.
_SECONDS = 30

#: What keeps a repository's own configuration from running a program, and output to plain names.
_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.untrackedCache=false",
    "submodule.recurse=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
    "safe.directory=*",
)


class Answer(Struct, frozen=True):
    """What git said, and its exit code."""

    code: int
    output: bytes


def ask(root: Path, *arguments: str) -> Answer | None:
    """Return what git answers in a folder; None where there is no git, or it takes too long."""
    git = _find(root)
    if git is None:
        return None
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    try:
        done = subprocess.run(  # noqa: S603 (a program found on PATH, outside of what is read)
            [git, "--no-pager", *settings, *arguments],
            cwd=root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):  # ValueError: a null byte
        return None
    return Answer(done.returncode, done.stdout)


def _find(root: Path) -> str | None:
    """Return git's path, but never a program that lies in the repository that is read."""
    found = shutil.which("git")
    if found is None:
        return None
    program = real(found)
    return None if program.is_relative_to(real(root)) else str(program)


def _environment() -> dict[str, str]:
    """Git's own variables could point it at another repository, or trace into a file.

    `protocol.ext.allow` of a repository is stronger than our `protocol.allow`, and an object that
    is missing is fetched from where a repository says; `GIT_ALLOW_PROTOCOL` is stronger than both.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    ours = {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    return kept | ours | {"LC_ALL": "C"}
