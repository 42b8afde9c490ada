"""Reads and writes the files that are edited: inside the root, never by a link, whole or not."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from rai_lint.disk import real
from rai_lint.fix.refusal import Refusal

MAX_BYTES = 2_000_000


def read_file(root: Path, path: str) -> bytes:
    """Return the bytes of a file below the root; raises `Refusal` where it may not be edited."""
    full = _regular(root, path)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(full, flags), "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        message = f"it cannot be read ({getattr(error, 'strerror', error)})"
        raise Refusal(message) from error
    if len(data) > MAX_BYTES:
        message = "the file is too large"
        raise Refusal(message)
    return data


def write_file(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Replace a file that still holds `before`, in one step and with its mode.

    Raises `Refusal` where it may not be edited, has changed or cannot be written.
    """
    import tempfile  # noqa: PLC0415 - few runs write a file

    full = _regular(root, path)
    if read_file(root, path) != before:
        message = "the file has changed in the meantime"
        raise Refusal(message)
    if not os.access(full, os.W_OK):
        message = "the file is read-only"
        raise Refusal(message)
    name = ""
    try:
        handle, name = tempfile.mkstemp(dir=full.parent, prefix=".rai-lint-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
        _as_before(Path(name), full.lstat())
        Path(name).replace(full)
    except OSError as error:
        message = f"it cannot be written ({error.strerror})"
        raise Refusal(message) from error
    finally:
        if name:
            with suppress(OSError):
                Path(name).unlink()


def _as_before(file: Path, status: os.stat_result) -> None:
    """Give a new file the owner, as far as this user may, and the mode of the one before."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(file, status.st_uid, status.st_gid)
    file.chmod(stat.S_IMODE(status.st_mode))


def _regular(root: Path, path: str) -> Path:
    """Return the path of a regular file below the root, none of whose folders is a link."""
    top = real(root)
    full = top / path
    try:
        inside = full.is_relative_to(top) and Path(os.path.realpath(full)) == full
        regular = inside and stat.S_ISREG(full.lstat().st_mode)
    except (OSError, ValueError) as error:
        message = "the file is not there"
        raise Refusal(message) from error
    if not regular:
        message = "it is a link, outside of the repository, or no regular file"
        raise Refusal(message)
    return full
