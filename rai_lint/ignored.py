"""The paths that the `.gitignore` at the root names in full: what a program makes or fetches."""

from __future__ import annotations

from pathlib import Path

MAX_BYTES = 64_000
_MAX_NAMES = 500
_WILD = frozenset("*?[\\")


def read_ignored(root: Path) -> frozenset[str]:
    """Return these paths, `/` at neither end; patterns and exceptions are passed over."""
    path = root / ".gitignore"
    if not path.is_file() or path.is_symlink():
        return frozenset()
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return frozenset()
    found = (line.strip() for line in text.splitlines())
    plain = (line for line in found if line[:1] not in ("", "#", "!") and not _WILD & set(line))
    return frozenset([line.strip("/") for line in plain][:_MAX_NAMES]) - {""}
