"""Which files changed since a revision: committed, not committed, and not yet tracked.

Git is asked for the files of a revision and their hashes, and the files that matter are hashed
here. `git diff` would run the filters that a repository configures.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct

from rai_lint.disk import is_folder, read_regular, real
from rai_lint.errors import UserError
from rai_lint.git import ask

#: A larger file counts as changed; to read it would take longer than to look at its findings.
MAX_BYTES = 200_000_000
_SHA1_DIGITS = 40


class _Base(Struct, frozen=True):
    """The files of a revision below the root with their object ids, and the hash these are of."""

    files: Mapping[str, str]
    algorithm: str


def changed_since(root: Path, revision: str) -> Callable[[str], bool]:
    """Return a function that says of a path (root-relative) whether it changed.

    Compared is the work tree with the last commit that `revision` and HEAD have in common. A file
    that was renamed has changed; a folder has, if a file below it is gone. Raises `UserError` for
    what is no revision, and where there is no git.
    """
    base = _files_of(root, _merge_base(root, revision))
    root = real(root)
    known: dict[str, bool] = {}
    gone = {path for path in base.files if not os.path.lexists(root / path)}

    def changed(path: str) -> bool:
        if path not in known:
            known[path] = (
                _below(path, gone) if is_folder(root / path) else _differs(root, path, base)
            )
        return known[path]

    return changed


def _below(folder: str, gone: set[str]) -> bool:
    return bool(gone) if folder == "." else any(each.startswith(f"{folder}/") for each in gone)


def _merge_base(root: Path, revision: str) -> str:
    if revision.startswith("-") or not revision.strip():
        message = f"--since: `{revision}` is no revision; write a branch, a tag or a commit"
        raise UserError(message)
    if _line(root, "rev-parse", "--git-dir") is None:
        message = f"--since: {root} is in no git repository, or there is no git"
        raise UserError(message)
    head = _line(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    commit = _line(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if head is None or commit is None:
        name = revision if commit is None else "HEAD"
        message = (
            f"--since: this repository has no revision `{name}`; a clone of a CI job may hold the "
            "last commit only (`fetch-depth: 0` gets all)"
        )
        raise UserError(message)
    base = _line(root, "merge-base", commit, head)
    if base is None:
        message = (
            f"--since: `{revision}` and HEAD have no commit in common here; a clone of a CI job "
            "may lack it (`fetch-depth: 0` gets all)"
        )
        raise UserError(message)
    return base


def _line(root: Path, *arguments: str) -> str | None:
    """Return the first line git answers, None if it says no."""
    answer = ask(root, *arguments)
    if answer is None or answer.code != 0:
        return None
    lines = answer.output.decode("utf-8", "replace").splitlines()
    return lines[0] if lines else None


def _files_of(root: Path, commit: str) -> _Base:
    answer = ask(root, "ls-tree", "-r", "-z", commit)
    if answer is None or answer.code != 0:
        message = f"--since: git cannot list the files of {commit[:12]}"
        raise UserError(message)
    files: dict[str, str] = {}
    for record in answer.output.split(b"\0"):
        about, tab, name = record.partition(b"\t")
        if tab:
            files[os.fsdecode(name)] = about.split(b" ")[2].decode("ascii", "replace")
    digits = len(next(iter(files.values()), ""))
    return _Base(files, "sha1" if digits == _SHA1_DIGITS else "sha256")


def _differs(root: Path, path: str, base: _Base) -> bool:
    """Say whether a file is another one than in the base; one that cannot be read is."""
    before = base.files.get(path)
    if before is None:
        return True
    file = root / path
    try:
        if not file.resolve().is_relative_to(root) or file.stat().st_size > MAX_BYTES:
            return True
        return before not in _ids(file, base.algorithm)
    except (OSError, ValueError, RuntimeError):
        return True


def _ids(file: Path, algorithm: str) -> tuple[str, ...]:
    """Return the object ids that git may have for a file.

    Of its bytes, of its bytes with the line ends of Unix, and of the pointer that git-lfs keeps
    in the place of a large file.
    """
    data = read_regular(file, MAX_BYTES)
    told = f"oid sha256:{hashlib.sha256(data).hexdigest()}\nsize {len(data)}\n"
    pointer = f"version https://git-lfs.github.com/spec/v1\n{told}".encode()
    texts = (data, data.replace(b"\r\n", b"\n"), pointer)
    return tuple(_id(text, algorithm) for text in texts)


def _id(text: bytes, algorithm: str) -> str:
    return hashlib.new(
        algorithm, b"blob %d\0" % len(text) + text, usedforsecurity=False
    ).hexdigest()
