"""Which files count, and how they are read: the one module that opens the repository's files."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from rai_lint.disk import is_folder, is_link, is_there, read_regular, real
from rai_lint.errors import UserError
from rai_lint.model.source import Skipped, Source, SourceKind
from rai_lint.sources import is_data_by_name, kind_of, scope_of
from rai_lint.worktree import list_paths, readable

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MAX_FILES = 200_000
_MB = 1_000_000

#: The most bytes a file of a kind may have and still be read whole.
WHOLE: Mapping[SourceKind, int] = MappingProxyType(
    {
        "python": 2 * _MB,
        "markdown": 2 * _MB,
        "config": 5 * _MB,
        "jsonld": 5 * _MB,
        "notebook": 50 * _MB,
        "shell": 1 * _MB,
        "latex": 1 * _MB,
        "lock": 5 * _MB,
        "text": 1 * _MB,
    }
)

#: Of these kinds only so many bytes at the start are ever read.
HEAD: Mapping[SourceKind, int] = MappingProxyType({"artifact": 4096, "data": 1 * _MB})

#: A JSON list longer than this holds data, not settings.
_MAX_JSON_LIST = 64_000

LFS_POINTER = b"version https://git-lfs.github.com/spec/"


class UnreadableError(Exception):
    """A source cannot be read; the message says why, for a `Skipped` entry."""


class Walked(NamedTuple):
    """The files that count, those that cannot be read, and every path there is, read or not.

    `listed` holds pictures and programs in other languages too: documents point at them.
    """

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    listed: frozenset[str]


class _Tree(Struct, frozen=True):
    """The folder that is read: its real path, and what git counts in it (None without git)."""

    root: str
    paths: frozenset[str]
    by_git: bool


def walk(root: Path, exclude: Sequence[str] = ()) -> Walked:
    """Return the files below `root` that count, those that would but cannot be read, and all paths.

    In a git work tree these are the tracked files and the untracked ones that are not ignored;
    elsewhere what `.gitignore` files leave. `exclude` holds further patterns in `.gitignore`
    syntax; what they match is the user's wish and left out without a word. Files of kinds that
    rai-lint does not read are left out as well. Raises `UserError` for a bad pattern.
    """
    listed = list_paths(root)
    tree = _Tree(str(real(root)), frozenset(listed.paths), by_git=listed.by_git)
    excluded = _patterns(exclude)
    sources: list[Source] = []
    closed = (Skipped(readable(path), why, None, "source") for path, why in listed.closed)
    skipped = list(closed)
    wanted = [
        path for path in listed.paths if not (excluded and excluded.match_file(readable(path)))
    ]
    for path in wanted[:MAX_FILES]:
        found = _look(tree, path)
        if isinstance(found, Source):
            sources.append(found)
        elif found is not None:
            skipped.append(found)
    if len(wanted) > MAX_FILES:
        because = f"{len(wanted) - MAX_FILES} files beyond the first {MAX_FILES} were not read"
        skipped.append(Skipped(".", because))
    return Walked(tuple(sources), tuple(skipped), tree.paths)


def _patterns(exclude: Sequence[str]) -> GitIgnoreSpec | None:
    if not exclude:
        return None
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - few runs exclude anything

    try:
        return GitIgnoreSpec.from_lines(exclude, backend="re2")
    except ValueError as error:
        message = f"exclude: not a pattern as in .gitignore: {error}"
        raise UserError(message) from error


def _look(tree: _Tree, path: str) -> Source | Skipped | None:
    """Say what a listed path is, without reading it; None where it does not concern rai-lint."""
    kind = kind_of(path)
    scope = scope_of(path, kind)
    if readable(path) != path:
        return Skipped(readable(path), "its name is not UTF-8", kind, scope)
    try:
        status = Path(tree.root, path).lstat()
    except (OSError, ValueError):
        because = "tracked but not in the work tree" if tree.by_git else "cannot be looked at"
        kind = "data" if is_data_by_name(path) else kind
        return Skipped(path, because, kind, scope) if kind else None
    if stat.S_ISLNK(status.st_mode):
        return _follow(tree, path, kind)
    if stat.S_ISDIR(status.st_mode):
        return Skipped(path, "a repository of its own (submodule), not entered", None, "vendored")
    return _measure(tree, path, kind, status) if kind else None


def _measure(tree: _Tree, path: str, kind: SourceKind, status: os.stat_result) -> Source | Skipped:
    scope = scope_of(path, kind)
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "not a regular file", kind, scope)
    kind = _data_instead(tree, path, kind, status.st_size)
    if status.st_size > WHOLE.get(kind, status.st_size):
        return Skipped(path, f"larger than {WHOLE[kind] // _MB} MB", kind, scope)
    return Source(path, kind, scope, status.st_size)


def _follow(tree: _Tree, path: str, kind: SourceKind | None) -> Skipped | None:
    """Judge a link, which is never read: its target counts by itself, or not at all."""
    target = str(real(Path(tree.root, path)))
    inside = os.path.relpath(target, tree.root).replace(os.sep, "/")
    scope = scope_of(path, kind)
    if not _within(tree.root, target):
        return Skipped(path, "a link that leads out of the repository", kind, scope)
    if kind is None:
        return None
    # The target of a link that leads in circles is a link itself.
    if is_link(target) or not is_there(target):
        return Skipped(path, "a link that leads nowhere", kind, scope)
    if inside in tree.paths:
        return None
    return Skipped(path, f"a link to {inside}, which does not count", kind, scope)


def _within(root: str, target: str) -> bool:
    return target == root or target.startswith(root.rstrip(os.sep) + os.sep)


def _data_instead(tree: _Tree, path: str, kind: SourceKind, size: int) -> SourceKind:
    """Take a long JSON list for data, and very long JSON whose name says that it holds data."""
    if kind != "config" or size <= _MAX_JSON_LIST or not path.lower().endswith(".json"):
        return kind
    if size > WHOLE["config"] and is_data_by_name(path):
        return "data"
    try:
        start = _open_and_read(tree.root, path, 256)
    except UnreadableError:
        return kind
    return "data" if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else kind


def read(root: Path, source: Source) -> bytes:
    """Return the bytes of a source: all of them, or of artifacts and data the start.

    Raises `UnreadableError` where the file is gone, is no regular file any more, has grown beyond
    the bound of its kind, or is a git-lfs pointer in place of text.
    """
    bound = HEAD.get(source.kind)
    if bound is not None:
        return _open_and_read(str(real(root)), source.path, bound)
    limit = WHOLE[source.kind]
    data = _open_and_read(str(real(root)), source.path, limit + 1)
    if len(data) > limit:
        message = f"larger than {limit // _MB} MB"
        raise UnreadableError(message)
    if data.startswith(LFS_POINTER):
        message = "a git-lfs pointer: the content is not here"
        raise UnreadableError(message)
    return data


def read_start(root: Path, source: Source, limit: int) -> bytes:
    """Return the first bytes of a source, whatever its kind; raises `UnreadableError`."""
    return _open_and_read(str(real(root)), source.path, limit)


def read_listed(root: Path, path: str, limit: int) -> bytes:
    """Return the first bytes of a listed path, whatever it is; nothing of a folder or a link.

    Raises `UnreadableError` where it cannot be read, or is longer than `limit`.
    """
    full = Path(root, path)
    if is_link(full) or is_folder(full):
        return b""
    data = _open_and_read(str(real(root)), path, limit + 1)
    if len(data) > limit:
        message = f"longer than {limit} bytes"
        raise UnreadableError(message)
    return data


def decode(data: bytes) -> str:
    """Return text from UTF-8 with or without a byte order mark.

    Raises `UnreadableError` for anything else, zero bytes included.
    """
    if b"\0" in data:
        message = "not text: it has zero bytes"
        raise UnreadableError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 at byte {error.start}"
        raise UnreadableError(message) from error


def _open_and_read(root: str, path: str, limit: int) -> bytes:
    full = Path(root, path)
    # The walk has looked, but the tree may have changed since: look again at what was opened.
    if not _within(root, str(real(full.parent))):
        message = "its folder is a link that leads out of the repository"
        raise UnreadableError(message)
    try:
        return read_regular(full, limit, links=False)
    except (OSError, ValueError) as error:
        message = f"cannot be opened: {getattr(error, 'strerror', None) or error}"
        raise UnreadableError(message) from error
