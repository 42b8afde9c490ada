"""TOML and INI to trees. No TOML reader in common use gives lines: they are searched for."""

from __future__ import annotations

import sys

import re2

from rai_lint.extract.tree import MAX_DEPTH, Builder, Items, Keys, Node, Scalar, TreeError
from rai_lint.model.toml_keys import split_key
from rai_lint.model.value import Plain

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Longer ones are locked dependency sets; the parser is quadratic in dotted keys.
_MAX_CHARACTERS = 500_000
_MAX_DOTS = 20
_MAX_LINES_AHEAD = 50
#: What JSON and YAML are read with at most.
_TOO_LARGE = 10**40

_HEADER = re2.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]")
_PART = r"""(?:[A-Za-z0-9_\-]+|"[^"]*"|'[^']*')"""
_TOML_KEY = re2.compile(rf"^\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_INI_KEY = re2.compile(r"^([A-Za-z0-9_.\-\* ]+?)\s*[=:]\s*(.*)$")


def read_toml(text: str) -> tuple[Node, ...]:
    """Return the one table of a TOML file, with the lines of its keys; raises `TreeError`."""
    if len(text) > _MAX_CHARACTERS:
        message = f"TOML of more than {_MAX_CHARACTERS} characters"
        raise TreeError(message)
    lines = text.splitlines()
    if any(line.split("=", 1)[0].count(".") > _MAX_DOTS for line in lines if "." in line):
        message = "a dotted key of TOML is too long"
        raise TreeError(message)
    try:
        table = tomllib.loads(text)
        return (_Lines(lines).node(table, (), 1),)
    except (ValueError, RecursionError) as error:
        message = f"not TOML: {error}"[:200]
        raise TreeError(message) from error


def _plain(value: Plain) -> Plain:
    """Return a value as facts hold it: dates, and numbers beyond all use, are text."""
    if isinstance(value, int) and abs(value) >= _TOO_LARGE:
        return f"0x{value:x}"
    return value if isinstance(value, (str, int, float, bool)) else str(value)


class _Lines:
    """Where the keys of a TOML file stand."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.places: dict[tuple[str, ...], list[int]] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(lines, 1):
            header = _HEADER.match(line)
            if header:
                table = split_key(header.group(1))
                self.places.setdefault(table, []).append(number)
            elif key := _TOML_KEY.match(line):
                path = (*table, *split_key(key.group(1)))
                self.places.setdefault(path, []).append(number)

    def node(self, value: Plain, path: tuple[str, ...], line: int, nth: int = 0) -> Node:
        """Return a value as a tree; `path` are the keys above it, list positions left out."""
        if len(path) > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} at line {line}"
            raise TreeError(message)
        if isinstance(value, dict):
            pairs = [
                (key, self.node(item, (*path, key), self._line((*path, key), line, nth), nth))
                for key, item in value.items()
            ]
            return Keys(tuple(pairs), line)
        if isinstance(value, list):
            return Items(tuple(self._items(value, path, line)), line)
        return Scalar(_plain(value), line)

    def _items(self, values: list[Plain], path: tuple[str, ...], line: int) -> list[Node]:
        found: list[Node] = []
        for position, value in enumerate(values):
            if isinstance(value, dict):
                here = self._line(path, line, position)
                found.append(self.node(value, path, here, position))
            else:
                line = self._line_with(value, line)
                found.append(self.node(value, (*path, ""), line))
        return found

    def _line(self, path: tuple[str, ...], otherwise: int, nth: int) -> int:
        places = self.places.get(path)
        return places[min(nth, len(places) - 1)] if places else otherwise

    def _line_with(self, value: Plain, start: int) -> int:
        """Return the first line from `start` on that shows a list's element."""
        shown = value.split("\n", 1)[0] if isinstance(value, str) else str(value)
        for number in range(start, min(start + _MAX_LINES_AHEAD, len(self.lines)) + 1):
            if shown in self.lines[number - 1]:
                return number
        return start


def read_ini(text: str) -> tuple[Node, ...]:
    """Return the sections of an INI file; a value of several lines is a list of them."""
    builder = Builder()
    builder.start(1, mapping=True)
    rows: list[Scalar] = []
    name, name_line = "", 1

    def close_value() -> None:
        if name:
            builder.key(name, name_line)
            filled = [row for row in rows if row.value]
            builder.add(filled[0] if len(rows) == 1 and filled else Items(tuple(filled), name_line))

    for number, line in enumerate(text.splitlines(), 1):
        bare = line.split(" #", 1)[0].rstrip()
        if not bare.strip() or bare.lstrip()[0] in "#;":
            continue
        header = _HEADER.match(bare)
        key = None if bare[0].isspace() else _INI_KEY.match(bare)
        if header and not bare[0].isspace():
            close_value()
            if builder.depth > 1:
                builder.end()
            builder.key(header.group(1), number)
            builder.start(number, mapping=True)
            name, rows = "", []
        elif key:
            close_value()
            name, name_line = key.group(1), number
            rows = [Scalar(key.group(2), number)]
        elif name:
            rows.append(Scalar(bare.strip(), number))
    close_value()
    while builder.depth:
        builder.end()
    return tuple(builder.documents)
