"""Lines of keys in TOML text. No TOML reader in common use gives them, so they are searched for."""

from __future__ import annotations

from functools import lru_cache

from rai_lint.model.toml_keys import split_key

#: How far below its key an element of a list is looked for.
_MAX_LINES_AHEAD = 500


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


def place_of(text: str, path: tuple[str, ...], value: str) -> tuple[int, int]:
    """Return line and column (1-based) of a text that a path of keys holds, perhaps in a list.

    As near as a search can tell: the first place from the key on that shows the text in quotes.
    """
    start = line_of(text, path)
    lines = text.split("\n")[start - 1 : start - 1 + _MAX_LINES_AHEAD]
    for number, line in enumerate(lines, start):
        found = [at for quote in "\"'" if (at := line.find(f"{quote}{value}{quote}")) >= 0]
        if found:
            return number, min(found) + 1
    return start, 1


def _common(keys: tuple[str, ...], path: tuple[str, ...]) -> int:
    """Return how many leading steps are the same, or -1 if `keys` leads elsewhere."""
    for index, key in enumerate(keys):
        if index >= len(path) or key != path[index]:
            return -1
    return len(keys)


@lru_cache(maxsize=2)  # each mistake in a file asks for its line
def _keys(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the full path of every table header and key, with its line."""
    found: list[tuple[int, tuple[str, ...]]] = []
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if line.startswith("[["):
            name = split_key(line[2:].partition("]]")[0])
            table = (*name, str(counts.get(name, 0)))
            counts[name] = counts.get(name, 0) + 1
            found.append((number, table))
        elif line.startswith("[") and line.rstrip("]# ") != line:
            table = split_key(line[1:].rpartition("]")[0])
            found.append((number, table))
        elif "=" in line and not line.startswith("#"):
            found.append((number, (*table, *split_key(line.partition("=")[0]))))
    return found
