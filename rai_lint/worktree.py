"""The paths of a repository: those git counts, or, without git, those `.gitignore` leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from rai_lint.disk import read_regular
from rai_lint.git import ask
from rai_lint.sources import UNREAD_FOLDERS

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_IGNORE_BYTES = 256_000
_MAX_DEPTH = 60


class Listing(Struct, frozen=True):
    """The paths below a root, in order, relative to it and with `/`.

    A folder among them is a repository of its own (a submodule, say), which is not entered.
    `by_git` says whether git counted them; `closed` are folders and paths that are not looked at,
    and why.
    """

    paths: tuple[str, ...]
    by_git: bool
    closed: tuple[tuple[str, str], ...] = ()


def list_paths(root: Path) -> Listing:
    """Return what git tracks or would track, or, without git, what `.gitignore` files leave.

    Where git refuses, or counts nothing (the whole of `root` is ignored by the repository around
    it), the folders are walked.
    """
    counted = _ask_git(root)
    if counted:
        found = sorted(set(counted))
        inside = tuple(path for path in found if not _leads_out(path))
        why = "git's index names a path that leads out of it"
        return Listing(inside, True, tuple((path, why) for path in found if _leads_out(path)))
    closed: list[tuple[str, str]] = []
    paths = tuple(sorted(_walk(root, "", (), closed)))
    return Listing(paths, by_git=False, closed=tuple(closed))


def _leads_out(path: str) -> bool:
    """Say whether a path is none that git itself would write: an index may be forged."""
    return path.startswith("/") or not {"..", ".git", ""}.isdisjoint(path.split("/"))


def _ask_git(root: Path) -> list[str]:
    answer = ask(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if answer is None or answer.code != 0:
        return []
    return [os.fsdecode(name).rstrip("/") for name in answer.output.split(b"\0") if name]


def _walk(
    root: Path,
    folder: str,
    ignores: tuple[tuple[str, GitIgnoreSpec], ...],
    closed: list[tuple[str, str]],
) -> Iterator[str]:
    """Yield the files and links below a folder; links to folders are yielded, not followed."""
    here = root / folder
    ignores = _with_own_rules(here, folder, ignores)
    try:
        entries = sorted(os.scandir(here), key=lambda entry: entry.name)
    except OSError as error:
        closed.append((folder or ".", f"a folder that cannot be listed: {error.strerror}"))
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        is_folder = _is_folder(entry)
        if _ignored(path + "/" if is_folder else path, ignores):
            continue
        if not is_folder:
            yield path
        elif path.count("/") >= _MAX_DEPTH:
            closed.append((path, f"a folder more than {_MAX_DEPTH} deep, not entered"))
        elif entry.name not in UNREAD_FOLDERS:
            yield from _walk(root, path, ignores, closed)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # gone since it was listed: whoever reads it will say so
        return False


def _with_own_rules(
    here: Path, folder: str, ignores: tuple[tuple[str, GitIgnoreSpec], ...]
) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    file = here / ".gitignore"
    try:
        data = read_regular(file, _MAX_IGNORE_BYTES + 1, links=False)
        if len(data) > _MAX_IGNORE_BYTES:
            return ignores
        from pathspec import GitIgnoreSpec  # noqa: PLC0415 - git has its own

        lines = data.decode("utf-8", errors="replace").splitlines()
        # RE2: a pattern is untrusted, and must not be able to take exponential time.
        spec = GitIgnoreSpec.from_lines(lines, backend="re2")
    except (OSError, ValueError):
        return ignores
    return ((f"{folder}/" if folder else "", spec), *ignores)


def _ignored(path: str, ignores: tuple[tuple[str, GitIgnoreSpec], ...]) -> bool:
    """Ask the deepest `.gitignore` that speaks of a path."""
    for prefix, spec in ignores:
        verdict = spec.check_file(readable(path[len(prefix) :])).include
        if verdict is not None:
            return verdict
    return False


def readable(path: str) -> str:
    """Return a path for patterns and people: bytes that are not UTF-8 are written in digits."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
