"""What earlier runs read, in one SQLite file for each tree: file by file, and as a whole.

A cache is hostile input, and nothing depends on it: what is not exactly as it was written counts as
not there, and where none can be kept there is none.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import IO

from rai_lint.model.source import Source

#: Changes with the layout of the table; files of another one are made anew.
LAYOUT = 1
#: A tree's file is begun anew above this, and files of other trees are kept so long.
MAX_BYTES = 1_000_000_000
MAX_DAYS = 45
#: What was not used for so long is dropped.
MAX_UNUSED_DAYS = 30
#: A use is noted once in so many days: most runs write nothing.
_NOTED_DAYS = 3
_CHECK = 16
#: What waits to be written is held in memory up to so many bytes.
_SPOOLED = 16_000_000
_WAIT = 2.0
_DAY = 86_400


class Cache:
    """The entries of one tree; use it as a context. What is put in is written at its end."""

    def __init__(self, folder: Path, root: Path, context: bytes) -> None:
        """Open the file of a tree. `context` stands for all that shapes what is read."""
        name = blake2b(os.fsencode(root), digest_size=8).hexdigest()
        self._file = folder / f"tree-{name}.sqlite"
        self._context = context
        self._today = int(time.time() // _DAY)
        self._new = _Spool()
        self._used: list[bytes] = []
        self._database = _opened(self._file)

    def __enter__(self) -> Cache:  # noqa: PYI034 - no Self before Python 3.11
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is new, also of a run that did not come to its end."""
        try:
            self._write()
        except (sqlite3.OperationalError, OSError):  # full, locked for long, read-only, gone
            pass
        except sqlite3.DatabaseError:
            self._give_up()
        self._close()

    def key(self, *parts: str | int | bytes) -> bytes:
        """Return what stands for an entry of these parts."""
        digest = blake2b(self._context, digest_size=20)
        for part in parts:
            data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
            digest.update(len(data).to_bytes(8, "big") + data)
        return digest.digest()

    def of_file(self, source: Source, digest: bytes, *, whole: bool) -> bytes:
        """Return what stands for what a file of these bytes says."""
        return self.key(
            "file", source.path, source.kind, source.scope, source.size, int(whole), digest
        )

    def get(self, key: bytes) -> bytes | None:
        """Return an entry; None where there is none, or it is not what was written."""
        if self._database is None:
            return None
        try:
            row = self._database.execute(
                "SELECT data, day FROM kept WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.OperationalError:  # others write, and for long
            self._close()
            return None
        except sqlite3.Error:
            self._give_up()
            return None
        if row is None or not isinstance(row[0], bytes) or not isinstance(row[1], int):
            return None
        data: bytes = row[0][_CHECK:]
        if row[0][:_CHECK] != _checksum(key, data):
            return None
        if row[1] < self._today - _NOTED_DAYS:
            self._used.append(key)
        return data

    def put(self, key: bytes, data: bytes) -> None:
        """Keep an entry."""
        if self._database is None:
            return
        try:
            self._new.add(key, data)
        except OSError:  # no room: this run keeps nothing
            self._new = _Spool()
            self._database.close()
            self._database = None

    def _write(self) -> None:
        if self._database is None or not (self._new or self._used):
            return
        rows = ((key, _checksum(key, data) + data, self._today) for key, data in self._new.all())
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)
            self._database.executemany(
                "UPDATE kept SET day = ? WHERE key = ?", [(self._today, key) for key in self._used]
            )
            self._database.execute(
                "DELETE FROM kept WHERE day < ?", (self._today - MAX_UNUSED_DAYS,)
            )
        if self._file.stat().st_size > MAX_BYTES:
            self._give_up()
        _sweep(self._file)

    def _give_up(self) -> None:
        """Take a file that is damaged, or has grown too large, out of the way."""
        if self._database is not None:
            self._close()
            _remove(self._file)

    def _close(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None


class _Spool:
    """Entries that wait to be written: small ones in memory, many in a file without a name."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._sizes: list[tuple[bytes, int]] = []

    def __bool__(self) -> bool:
        return bool(self._sizes)

    def add(self, key: bytes, data: bytes) -> None:
        """Take an entry; raises OSError where there is no room for it."""
        if self._file is None:
            from tempfile import SpooledTemporaryFile  # noqa: PLC0415 - most runs keep nothing new

            self._file = SpooledTemporaryFile(_SPOOLED)  # noqa: SIM115 - closed by `all`
        self._file.write(data)
        self._sizes.append((key, len(data)))

    def all(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the entries as they came in, once."""
        if self._file is None:
            return
        self._file.seek(0)
        with self._file:
            for key, size in self._sizes:
                yield key, self._file.read(size)


def _checksum(key: bytes, data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECK, key=key).digest()


def _opened(file: Path) -> sqlite3.Connection | None:
    """Return the database in a file, made anew if need be; None where none can be had."""
    try:
        _made_private(file)
        return _connected(file)
    except sqlite3.OperationalError:
        return None
    except sqlite3.DatabaseError:  # no database, or a damaged one
        _remove(file)
    except OSError:
        return None
    try:
        _made_private(file)
        return _connected(file)
    except (sqlite3.Error, OSError):
        return None


def _made_private(file: Path) -> None:
    """Make the file and its folder for this user alone; raises OSError for a file of another's."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ignore = file.parent / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(file, flags, 0o600)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or _is_foreign(status):
            message = "not a file of this user"
            raise OSError(message)
        if hasattr(os, "fchmod") and status.st_mode & 0o077:
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def _is_foreign(status: os.stat_result) -> bool:
    return hasattr(os, "geteuid") and status.st_uid != os.geteuid()


def _connected(file: Path) -> sqlite3.Connection:
    """Connect; raises DatabaseError for a file of another layout."""
    database = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    try:
        # A kill loses nothing that was written; the checksums tell what a lost disk page spoils.
        database.execute("PRAGMA synchronous = OFF")
        (layout,) = database.execute("PRAGMA user_version").fetchone()
        if layout == 0:
            database.execute("PRAGMA page_size = 8192")
            database.execute(
                "CREATE TABLE IF NOT EXISTS kept"
                " (key BLOB PRIMARY KEY, data BLOB NOT NULL, day INTEGER NOT NULL)"
            )
            database.execute(f"PRAGMA user_version = {LAYOUT}")
        elif layout != LAYOUT:
            message = "another layout"
            raise sqlite3.DatabaseError(message)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _sweep(kept: Path) -> None:
    """Remove the files of trees that nobody has checked for long."""
    oldest = time.time() - MAX_DAYS * _DAY
    for file in _files(kept.parent):
        with suppress(OSError):
            if file != kept and file.stat().st_mtime < oldest:
                _remove(file)


def _files(folder: Path) -> Iterable[Path]:
    with suppress(OSError):
        yield from folder.glob("tree-*.sqlite")


def _remove(file: Path) -> None:
    for name in (file.name, f"{file.name}-journal"):
        with suppress(OSError):
            (file.parent / name).unlink()
