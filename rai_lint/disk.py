"""Looks at what may be anything, gone in the next moment, or closed to this user.

`pathlib` raises for a name that is too long or a folder that may not be entered, and opening a pipe
waits for somebody to write into it. Nothing here raises but `read_regular`, and nothing waits.
"""

from __future__ import annotations

import errno
import os
import stat
from os import PathLike
from pathlib import Path

AnyPath = str | PathLike[str]


def is_file(path: AnyPath) -> bool:
    """Say whether there is a regular file, at the end of links too."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: AnyPath) -> bool:
    """Say whether there is a folder, at the end of links too."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def is_link(path: AnyPath) -> bool:
    """Say whether there is a link, wherever it leads."""
    return os.path.islink(path)  # noqa: PTH114 - see above


def is_there(path: AnyPath) -> bool:
    """Say whether there is anything, at the end of links too."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def read_regular(path: AnyPath, limit: int, *, links: bool = True) -> bytes:
    """Return the first bytes of a regular file; without `links`, not by a link.

    Raises `OSError` for anything else and whatever goes wrong, `ValueError` for a null byte.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(limit)
    finally:
        os.close(handle)


def real(path: AnyPath) -> Path:
    """Return a path without links; as it is where that cannot be told.

    A link may be gone between two looks at it, and so may the current folder.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return Path(path)
