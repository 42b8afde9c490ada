"""The paths that the `.gitignore` at the root names in full: what a program makes or fetches."""

from __future__ import annotations

from pathlib import Path

from rai_lint.disk import read_regular

MAX_BYTES = 64_000
_MAX_NAMES = 500
_WILD = frozenset("*?[\\")


def read_ignored(root: Path) -> frozenset[str]:
    """Return these paths, `/` at neither end; patterns and exceptions are passed over."""
    try:
        data = read_regular(root / ".gitignore", MAX_BYTES, links=False)
    except OSError:
        return frozenset()
    text = data.decode("utf-8", errors="replace")
    found = (line.strip() for line in text.splitlines())
    plain = (line for line in found if line[:1] not in ("", "#", "!") and not _WILD & set(line))
    return frozenset([line.strip("/") for line in plain][:_MAX_NAMES]) - {""}
