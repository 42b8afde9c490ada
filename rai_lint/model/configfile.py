"""A configuration file as the link stage asks it: flat keys and their values."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.model.source import Scope
from rai_lint.model.value import Plain


class ConfigEntry(Struct, frozen=True, array_like=True):
    """One leaf of a file: its dotted key (`datasets[0].id`), its value and its 1-based line.

    The value is text, a number, a truth value or None; an empty list or mapping is `()` or `{}`.
    """

    key: str
    value: Plain
    line: int


class ConfigFile(Struct, frozen=True, array_like=True):
    """The leaves of a YAML, JSON, TOML or INI file in the order they stand.

    Documents of a YAML stream after the first follow with the same keys. `complete` is False
    where entries were left out because there are too many.
    """

    path: str
    scope: Scope
    entries: tuple[ConfigEntry, ...]
    complete: bool = True
