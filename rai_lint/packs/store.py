"""Loads a pack, from the cache if nothing changed.

The built-in rules of a wheel come compiled, so that also a first run, as most in CI are, need not.

The compiled pack is one MessagePack file with a checksum; what does not read back exactly as
written is built anew. The warm path imports neither the YAML, template nor schema libraries.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from functools import cache as remember
from pathlib import Path

import msgspec
from msgspec.structs import replace

from rai_lint.model.pack import Pack
from rai_lint.model.vocabulary import Table
from rai_lint.packs.files import PackFile, fingerprint, fingerprint_of_contents, pack_files
from rai_lint.packs.find import builtin_packs, compiled_pack

_MAGIC = b"rai-lint pack 1\n"
_DIGEST = 32


class _Stored(msgspec.Struct, array_like=True, frozen=True):
    """What a cache file holds after its magic and checksum; `pack` is without its tables."""

    fingerprint: str
    pack: Pack
    tables: dict[str, msgspec.Raw]


class _Tables(Mapping[str, Table]):
    """The tables of a stored pack, each read when it is first asked for: most runs ask for few."""

    def __init__(self, stored: dict[str, msgspec.Raw]) -> None:
        self._stored = stored
        self._read: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._read:
            self._read[name] = msgspec.msgpack.decode(self._stored[name], type=Table)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)


def load_pack(folder: Path, cache: Path | None, base: Pack | None = None) -> Pack:
    """Return the pack in a folder; `cache` is the folder for compiled packs, or None for none.

    `base` is a pack whose vocabularies and rules this one may refer to. Raises PackError with
    every problem of every file, and UserError where the folder cannot be read.
    """
    files = pack_files(folder)
    if cache is None:
        return _shipped(folder, files) or _build(folder, base)
    key = fingerprint(folder.resolve(), files, _beside(base))
    place = (
        cache / f"pack-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.msgpack"
    )
    pack = _read(place, key)
    if pack is None:
        pack = _shipped(folder, files) or _build(folder, base)
        _write(place, _stored(key, pack))
    return pack


def load_packs(folders: tuple[Path, ...], cache: Path | None) -> Pack:
    """Return the packs of several folders as one; each may refer to those before it."""
    from rai_lint.packs.merge import merge_packs  # noqa: PLC0415 - one pack needs no merging

    pack = load_pack(folders[0], cache)
    for folder in folders[1:]:
        pack = merge_packs((pack, load_pack(folder, cache, pack)))
    return pack


def ship(folder: Path, place: Path) -> None:
    """Write the compiled pack of a folder to a file, for a wheel to hold.

    Raises PackError with every problem of every file, and OSError.
    """
    files = pack_files(folder)
    stored = _stored(fingerprint_of_contents(folder, files), _build(folder, None))
    place.write_bytes(_encoded(stored))


def _shipped(folder: Path, files: tuple[PackFile, ...]) -> Pack | None:
    """Return the built-in rules as the wheel holds them; None for others, or if they differ."""
    if folder != builtin_packs():
        return None
    try:
        data = compiled_pack().read_bytes()
        return _decoded(data, fingerprint_of_contents(folder, files))
    except OSError:
        return None


def _build(folder: Path, base: Pack | None) -> Pack:
    from rai_lint.packs.build import build_pack  # noqa: PLC0415 - the cold path only

    return build_pack(folder, pack_files(folder), base)


def _beside(base: Pack | None) -> str:
    """Return a text that changes with what a pack may refer to."""
    if base is None:
        return ""
    return hashlib.sha256(msgspec.msgpack.encode(_stored("", base))).hexdigest()


@remember
def _decoder() -> msgspec.msgpack.Decoder[_Stored]:
    return msgspec.msgpack.Decoder(_Stored)


def _read(place: Path, key: str) -> Pack | None:
    """Return the pack in a cache file, or None where it is not there, stale or damaged."""
    data = _bytes(place)
    return _decoded(data, key) if data is not None else None


def _decoded(data: bytes, key: str) -> Pack | None:
    head = len(_MAGIC) + _DIGEST
    if data[: len(_MAGIC)] != _MAGIC:
        return None
    payload = memoryview(data)[head:]
    if hashlib.sha256(payload).digest() != data[len(_MAGIC) : head]:
        return None
    try:
        stored = _decoder().decode(payload)
    except msgspec.DecodeError:
        return None
    if stored.fingerprint != key:
        return None
    knowledge = replace(stored.pack.knowledge, tables=_Tables(stored.tables))
    return replace(stored.pack, knowledge=knowledge)


def _bytes(place: Path) -> bytes | None:
    """Return what a file holds; None for what is none, such as a pipe, or is somebody else's."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(place, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            status = os.fstat(file.fileno())
            foreign = hasattr(os, "geteuid") and status.st_uid != os.geteuid()
            return None if foreign or not stat.S_ISREG(status.st_mode) else file.read()
    except OSError:
        return None


def _stored(key: str, pack: Pack) -> _Stored:
    tables = {
        name: msgspec.Raw(msgspec.msgpack.encode(table))
        for name, table in pack.knowledge.tables.items()
    }
    bare = replace(pack, knowledge=replace(pack.knowledge, tables={}))
    return _Stored(key, bare, tables)


def _write(place: Path, stored: _Stored) -> None:
    """Write a cache file in one step; a cache that cannot be written is no error."""
    import tempfile  # noqa: PLC0415 - the cold path only

    data = _encoded(stored)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=place.name)
    except OSError:
        return
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.replace(place)
    except OSError:
        temporary.unlink(missing_ok=True)


def _encoded(stored: _Stored) -> bytes:
    payload = msgspec.msgpack.encode(stored)
    return _MAGIC + hashlib.sha256(payload).digest() + payload
