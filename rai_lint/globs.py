"""Patterns for paths in the configuration: small, anchored like gitignore's, and linear in time."""

from __future__ import annotations

from fnmatch import fnmatchcase


def matches(pattern: str, path: str) -> bool:
    """Say whether a path (relative to the root, with `/`) matches a pattern.

    `*` and `?` stay within one part of the path, `**` spans any number. A pattern without `/`
    matches a file or directory of that name anywhere; one that names a directory takes all below.
    """
    parts = [part for part in pattern.split("/") if part not in {"", "."}]
    if "/" not in pattern.rstrip("/"):
        parts.insert(0, "**")
    names = [part for part in path.split("/") if part]
    return bool(parts) and _reaches(parts, names)


def _reaches(parts: list[str], names: list[str]) -> bool:
    """Match part by part, keeping the set of positions that are reached: no backtracking."""
    reached = {0}
    for part in parts:
        if part == "**":
            reached = set(range(min(reached), len(names) + 1))
        else:
            reached = {at + 1 for at in reached if at < len(names) and fnmatchcase(names[at], part)}
        if not reached:
            return False
    return True
