"""All that shapes what is read of a file, and of a tree, as short texts: the keys of the cache."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import rai_lint
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Skipped, Source
from rai_lint.readme import NAMES

#: Libraries whose versions decide what is found, or how it is written down.
_LIBRARIES = (
    "libcst",
    "license_expression",
    "markdown_it",
    "msgspec",
    "packaging",
    "pathspec",
    "re2",
    "yaml",
)
#: A file changed within so many nanoseconds may change again without showing it.
_RACY = 2_000_000_000
_BESIDE = (*NAMES, ".gitignore")


def context(packs: Sequence[Path], knowledge: Knowledge) -> bytes:
    """Return what changes with the program, its libraries, the rule packs, and the kinds asked."""
    digest = blake2b(program_context(), digest_size=20)
    for kinds in (knowledge.asked, knowledge.asked_of_tests):
        digest.update(("*" if kinds is None else " ".join(sorted(kinds))).encode() + b"\0")
    for line in _of_packs(packs):
        digest.update(line.encode("utf-8", "surrogateescape") + b"\0")
    return digest.digest()


@cache
def program_context() -> bytes:
    """Return what changes with the program and its libraries."""
    digest = blake2b(f"{rai_lint.__version__} {sys.version}".encode(), digest_size=20)
    for line in (*_tree(Path(rai_lint.__file__).parent, (".py",)), *_libraries()):
        digest.update(line.encode("utf-8", "surrogateescape") + b"\0")
    return digest.digest()


def _of_packs(packs: Sequence[Path]) -> Iterator[str]:
    for pack in packs:
        yield str(pack)
        yield from _tree(pack, (".yaml", ".yml"))


def _libraries() -> Iterator[str]:
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            yield _state(Path(spec.origin))


def _tree(folder: Path, suffixes: tuple[str, ...]) -> Iterator[str]:
    for at, folders, files in os.walk(folder):
        folders.sort()
        yield from (_state(Path(at, file)) for file in sorted(files) if file.endswith(suffixes))


def _state(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return f"{file} -"
    return f"{file} {status.st_size} {status.st_mtime_ns}"


def now() -> int:
    """Return the time in nanoseconds, as file systems count it."""
    return time.time_ns()


def tree_state(
    root: Path,
    sources: Iterable[Source],
    skipped: Iterable[Skipped],
    listed: Iterable[str],
    begun: int,
) -> bytes | None:
    """Return what changes with any file of a tree, without reading one, as git's index tells it.

    None where that cannot be relied on: something has changed so shortly before the run began, at
    `begun`, that another change would not show.
    """
    digest = blake2b(digest_size=20)
    newest = 0
    for path in (*sorted(listed), *_BESIDE):
        state, changed = _status(os.path.join(root, path))  # noqa: PTH118 - of every file, each run
        digest.update(f"{path}\0{state}\n".encode("utf-8", "surrogateescape"))
        newest = max(newest, changed)
    for each in (*sources, *skipped):
        digest.update(repr(each).encode("utf-8", "surrogateescape"))
    return digest.digest() if newest < begun - _RACY else None


def _status(path: str) -> tuple[str, int]:
    """Return what a change of a file changes, and when that last was; of a link, both ends."""
    try:
        status = os.lstat(path)
        told = f"{_shown(status)}"
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        if stat.S_ISLNK(status.st_mode):
            end = os.stat(path)  # noqa: PTH116 - see above
            told += f" {_shown(end)}"
            changed = max(changed, end.st_mtime_ns, end.st_ctime_ns)
    except (OSError, ValueError):
        return "-", 0
    return told, changed


def _shown(status: os.stat_result) -> str:
    return (
        f"{status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"
        f" {status.st_ino} {status.st_dev}"
    )
