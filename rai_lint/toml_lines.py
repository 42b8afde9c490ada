"""Lines of keys in TOML text. No TOML reader in common use gives them, so they are searched for."""

from __future__ import annotations


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the 1-based line where a path of keys stands, as near as a search can tell.

    Steps that are numbers count the tables of an array (`[[waiver]]`) from 0. If the last key is
    not found, the line of what holds it is returned, in the end 1.
    """
    best, length = 1, 0
    for line, keys in _keys(text):
        common = _common(keys, path)
        if common == len(path) == len(keys):
            return line
        if common == len(keys) and common > length:
            best, length = line, common
    return best


def _common(keys: tuple[str, ...], path: tuple[str, ...]) -> int:
    """Return how many leading steps are the same, or -1 if `keys` leads elsewhere."""
    for index, key in enumerate(keys):
        if index >= len(path) or key != path[index]:
            return -1
    return len(keys)


def _keys(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the full path of every table header and key, with its line."""
    found: list[tuple[int, tuple[str, ...]]] = []
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if line.startswith("[["):
            name = _split(line[2:].partition("]]")[0])
            table = (*name, str(counts.get(name, 0)))
            counts[name] = counts.get(name, 0) + 1
            found.append((number, table))
        elif line.startswith("[") and line.rstrip("]# ") != line:
            table = _split(line[1:].rpartition("]")[0])
            found.append((number, table))
        elif "=" in line and not line.startswith("#"):
            found.append((number, (*table, *_split(line.partition("=")[0]))))
    return found


def _split(dotted: str) -> tuple[str, ...]:
    """Split a dotted key; quotes keep dots together."""
    parts, current, quote = [], "", ""
    for character in dotted.strip():
        if quote:
            quote = "" if character == quote else quote
            current += "" if not quote else character
        elif character in "\"'":
            quote = character
        elif character == ".":
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return (*parts, current.strip())
