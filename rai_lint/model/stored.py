"""Value types to bytes and back, for the cache and for what processes hand each other.

MessagePack, read back into the very types: what does not fit them is an error, and nothing in the
bytes can name a type or make code run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

import msgspec

from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.gathered import Gathered
from rai_lint.model.reading import FileReading
from rai_lint.model.value import Known, Plain, Unknown

T = TypeVar("T")

#: What damaged, foreign or hostile bytes raise.
Unreadable = (msgspec.DecodeError, RecursionError, ValueError)


def stored(value: object) -> bytes | None:
    """Return a value as bytes, or None where it holds what MessagePack cannot (a huge number)."""
    try:
        return msgspec.msgpack.encode(value)
    except (TypeError, ValueError, OverflowError, RecursionError):
        return None


def restored(data: bytes, kind: Callable[..., T]) -> T:
    """Return a value of bytes; raises one of `Unreadable` for bytes that hold no such value."""
    found: T = _decoder(kind).decode(data)
    return found


def restored_reading(data: bytes) -> FileReading:
    """Return what a file says; raises one of `Unreadable`."""
    reading = restored(data, FileReading)
    _freeze_facts(reading.facts)
    if reading.config is not None:
        _freeze_entries(reading.config)
    return reading


def restored_tree(data: bytes) -> Gathered:
    """Return what a repository says; raises one of `Unreadable`."""
    found = restored(data, Gathered)
    _freeze_facts(found.facts)
    return found


def _freeze_facts(facts: Iterable[Fact]) -> None:
    """Make the lists in facts that were read back tuples again: MessagePack does not tell them."""
    for fact in facts:
        for value in fact.fields.values():
            if isinstance(value, Known):
                _set(value, "value", value.value)
            elif isinstance(value, Unknown):
                _set(value, "candidates", value.candidates)


def _freeze_entries(config: ConfigFile) -> None:
    for entry in config.entries:
        _set(entry, "value", entry.value)


def _set(holder: msgspec.Struct, name: str, value: Plain) -> None:
    if isinstance(value, (list, tuple, dict)):
        msgspec.structs.force_setattr(holder, name, _frozen(value))


def _frozen(value: Plain) -> Plain:
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value


@cache
def _decoder(kind: Any) -> Any:
    return msgspec.msgpack.Decoder(kind)
