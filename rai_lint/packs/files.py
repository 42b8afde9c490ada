"""The files of a pack: which they are, and whether they changed."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rai_lint
from rai_lint.errors import UserError

MAX_FILES = 5_000
MAX_DEPTH = 6
#: Larger than any text that the reader of YAML takes.
MAX_BYTES = 16_000_000
SUFFIXES = (".yaml", ".yml")

#: What decides how a pack is compiled: a change here makes a stored pack stale.
_COMPILER = ("packs", "model")


@dataclass(frozen=True, slots=True)
class PackFile:
    """A YAML file of a pack: its path relative to the pack (with `/`), size and time stamp."""

    path: str
    size: int
    mtime_ns: int


def pack_files(folder: Path) -> tuple[PackFile, ...]:
    """Return the YAML files below a folder in name order; links to directories are not followed.

    Raises UserError where the folder cannot be read or holds too many files.
    """
    try:
        found = sorted(_walk(folder, "", SUFFIXES, 0), key=lambda file: file.path)
    except OSError as error:
        message = f"{folder}: the rule pack cannot be read: {error.strerror}"
        raise UserError(message) from None
    if len(found) > MAX_FILES:
        message = f"{folder}: more than {MAX_FILES} files; is this a rule pack?"
        raise UserError(message)
    return tuple(found)


def read_file(folder: Path, file: PackFile) -> str:
    """Return the text of a file of a pack.

    Raises OSError for what is no file, or a link out of the pack, and UnicodeDecodeError for what
    is no text. A pack may be a stranger's: a link to a device would never come to its end.
    """
    place = folder / file.path
    try:
        inside = place.resolve().is_relative_to(folder.resolve())
    except RuntimeError:  # links in a circle, before Python 3.13
        inside = False
    if not inside:
        raise OSError(errno.ELOOP, "it is a link out of the pack")
    if not place.is_file():
        raise OSError(errno.EINVAL, "it is no regular file")
    with place.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it is larger than {MAX_BYTES} bytes")
    return data.decode("utf-8-sig")


def _walk(folder: Path, prefix: str, suffixes: tuple[str, ...], depth: int) -> Iterator[PackFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    yield from _walk(folder / entry.name, f"{path}/", suffixes, depth + 1)
            elif entry.name.endswith(suffixes):
                status = entry.stat()
                yield PackFile(path, status.st_size, status.st_mtime_ns)


def fingerprint(folder: Path, files: tuple[PackFile, ...], beside: str = "") -> str:
    """Return a text that changes when the pack, the program, or what it is compiled beside does."""
    digest = hashlib.sha256(f"{rai_lint.__version__}\0{folder}\0{beside}".encode())
    for file in (*_compiler(), *files):
        digest.update(f"\0{file.path}\0{file.size}\0{file.mtime_ns}".encode("utf-8", "replace"))
    return digest.hexdigest()


def fingerprint_of_contents(folder: Path, files: tuple[PackFile, ...]) -> str:
    """Return a text that is the same wherever, and whenever, the same files were written.

    Slower than `fingerprint`, which goes by time stamps. Raises OSError.
    """
    digest = hashlib.sha256(rai_lint.__version__.encode())
    for top, names in ((_own(), _compiler()), (folder, files)):
        for file in names:
            data = (top / file.path).read_bytes()
            digest.update(f"\0{file.path}\0{len(data)}\0".encode("utf-8", "replace") + data)
    return digest.hexdigest()


def _own() -> Path:
    return Path(rai_lint.__file__).parent


def _compiler() -> tuple[PackFile, ...]:
    found = (file for name in _COMPILER for file in _walk(_own() / name, f"{name}/", (".py",), 0))
    return tuple(sorted(found, key=lambda each: each.path))
