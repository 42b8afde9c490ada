"""Changes a repository at the n-th look that a run takes at it: between any two of its steps."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

#: Through these everything of the standard library looks at files; `Path` calls them too.
_LOOKS = ("open", "stat", "lstat", "scandir", "readlink", "access")

Change = Callable[[Path], None]


class Meddler:
    """Counts the looks at what is below a folder, and does something before one of them."""

    def __init__(self, root: Path, change: Change, at: int) -> None:
        """Change nothing if `at` is never reached."""
        self._root = os.fspath(root)
        self._change = change
        self._at = at
        self.looks = 0

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Stand between the run and the operating system."""
        for name in _LOOKS:
            patch.setattr(os, name, self._watched(getattr(os, name)))

    def _watched(self, look: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **options: Any) -> Any:
            path = arguments[0] if arguments else options.get("path", "")
            if isinstance(path, str | os.PathLike) and self._below(os.fspath(path)):
                self.looks += 1
                if self.looks == self._at:
                    self._change(Path(self._root))
            return look(*arguments, **options)

        return watched

    def _below(self, path: str | bytes) -> bool:
        return isinstance(path, str) and path.startswith(self._root + os.sep)


def nothing(_: Path) -> None:
    """Leave all as it is."""


def all_gone(root: Path) -> None:
    """Remove everything, and the folder too."""
    shutil.rmtree(root)


def all_folders(root: Path) -> None:
    """Put a folder in the place of every file."""
    for file in _files(root):
        file.unlink()
        file.mkdir()


def all_pipes(root: Path) -> None:
    """Put a pipe, which nobody writes into, in the place of every file."""
    for file in _files(root):
        file.unlink()
        os.mkfifo(file)


def all_links(root: Path) -> None:
    """Put a link to a file outside of the repository in the place of every file."""
    for file in _files(root):
        file.unlink()
        file.symlink_to("/etc/hostname")


def all_longer(root: Path) -> None:
    """Let every file grow by what no bound allows."""
    for file in _files(root):
        with file.open("ab") as stream:
            stream.truncate(60_000_000)


def all_shorter(root: Path) -> None:
    """Cut every file off after some bytes, in the middle of a line."""
    for file in _files(root):
        with file.open("r+b") as stream:
            stream.truncate(17)


def folders_are_files(root: Path) -> None:
    """Put a file in the place of every folder."""
    for folder in [each for each in root.iterdir() if each.is_dir() and each.name != ".git"]:
        shutil.rmtree(folder)
        folder.write_text("x = 1\n", "utf-8")


def _files(root: Path) -> list[Path]:
    found = (Path(at, name) for at, _, names in os.walk(root) for name in names)
    return [file for file in found if ".git" not in file.relative_to(root).parts[:1]]


CHANGES: tuple[Change, ...] = (
    all_gone,
    all_folders,
    all_pipes,
    all_links,
    all_longer,
    all_shorter,
    folders_are_files,
)
