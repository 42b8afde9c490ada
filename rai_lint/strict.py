"""Plain data into typed structures, with everything that is wrong named at once.

msgspec stops at the first mistake; this walks the same types and collects them all.
"""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TypeVar

import msgspec
from msgspec import Struct, field, inspect

KeyPath = tuple[str, ...]
T = TypeVar("T", bound=msgspec.Struct)

_SHOWN = 60
#: After so many mistakes the rest of a list or table is not looked at.
_MOST = 1000
_HUGE = 2**31


class Trouble(Struct, frozen=True):
    """Where mistakes are gathered: the path of keys, and what is wrong there."""

    found: list[tuple[KeyPath, str]] = field(default_factory=list)

    def add(self, path: KeyPath, message: str) -> None:
        """Note a mistake."""
        self.found.append((path, message))


def build(kind: type[T], data: object, trouble: Trouble) -> T | None:
    """Return `data` as a struct, or None after adding every mistake to `trouble`."""
    before = len(trouble.found)
    _check(inspect.type_info(kind), data, (), trouble)
    return msgspec.convert(data, kind) if len(trouble.found) == before else None


def nearest(word: str, known: list[str]) -> str:
    """Return " (did you mean `x`?)", or nothing if no known word is near."""
    close = get_close_matches(word, known, n=1)
    return f" (did you mean `{close[0]}`?)" if close else ""


def _check(kind: inspect.Type, data: object, path: KeyPath, trouble: Trouble) -> None:
    if isinstance(kind, inspect.UnionType):  # `X | None`: TOML has no null
        kind = next(each for each in kind.types if not isinstance(each, inspect.NoneType))
    if isinstance(kind, inspect.StructType) and isinstance(data, dict):
        _check_struct(kind, data, path, trouble)
    elif isinstance(kind, inspect.ListType) and isinstance(data, list):
        _check_items(kind.item_type, data, path, trouble)
    elif isinstance(kind, inspect.DictType) and isinstance(data, dict):
        for key, value in data.items():
            if len(trouble.found) > _MOST:
                return
            _check(kind.value_type, value, (*path, key), trouble)
    elif isinstance(kind, inspect.LiteralType):
        if data not in kind.values:
            hint = nearest(str(data), [str(value) for value in kind.values])
            allowed = ", ".join(str(value) for value in kind.values)
            trouble.add(path, f"{_name(path)} is {_shown(data)}{hint}; allowed: {allowed}")
    elif not _fits(kind, data):
        trouble.add(path, f"{_name(path)} must be {_expected(kind)}, found {_shown(data)}")


def _check_items(kind: inspect.Type, data: list[object], path: KeyPath, trouble: Trouble) -> None:
    for index, item in enumerate(data):
        if len(trouble.found) > _MOST:
            return
        _check(kind, item, (*path, str(index)), trouble)


def _check_struct(
    kind: inspect.StructType, data: dict[str, object], path: KeyPath, trouble: Trouble
) -> None:
    fields = {each.encode_name: each for each in kind.fields}
    for key in data:
        if len(trouble.found) > _MOST:
            return
        if key not in fields:
            hint = nearest(key[:_SHOWN], list(fields))
            allowed = ", ".join(sorted(fields))
            told = f"unknown key `{key[:_SHOWN]}`{hint}; allowed: {allowed}"
            trouble.add((*path, key), told)
    for key, each in fields.items():
        if key in data:
            _check(each.type, data[key], (*path, key), trouble)
        elif each.required:
            trouble.add(path, f"{_name(path)} has no `{key}`, which it must have")


def _fits(kind: inspect.Type, data: object) -> bool:
    """Say whether a value is of a simple type; lists and tables have been looked at before."""
    if isinstance(kind, inspect.StrType):
        return isinstance(data, str)
    if isinstance(kind, inspect.IntType):
        return isinstance(data, int) and not isinstance(data, bool) and abs(data) < _HUGE
    if isinstance(kind, inspect.DateType):
        return _is_date(data)
    return False


def _is_date(data: object) -> bool:
    if isinstance(data, str):
        try:
            dt.date.fromisoformat(data)
        except ValueError:
            return False
        return True
    return isinstance(data, dt.date) and not isinstance(data, dt.datetime)


def _expected(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.DateType):
        return "a date such as 2027-01-31"
    if isinstance(kind, inspect.ListType):
        is_tables = isinstance(kind.item_type, inspect.StructType)
        return "an array of tables" if is_tables else "a list of texts"
    if isinstance(kind, inspect.IntType):
        return "a whole number"
    return "a text" if isinstance(kind, inspect.StrType) else "a table"


def _name(path: KeyPath) -> str:
    """Return a path of keys as people write it: `waiver[1].expires` for the first waiver."""
    steps = [f"[{int(step) + 1}]" if step.isdecimal() else f".{step}" for step in path]
    text = "".join(steps).lstrip(".")
    return f"`{text}`" if text else "the configuration"


def _shown(data: object) -> str:
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, str):
        return f'"{data[:_SHOWN]}"'
    if isinstance(data, list):
        return "a list"
    return "a table" if isinstance(data, dict) else str(data)[:_SHOWN]
