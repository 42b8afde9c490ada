"""The title of a repository's README: what it says it is."""

from __future__ import annotations

import re
from pathlib import Path

MAX_BYTES = 8_000
_NAMES = ("README.md", "readme.md", "Readme.md", "README.markdown", "README.rst", "README")
_TITLE = re.compile(r"^#{1,2}[ \t]+(.+)$|^<h1[^>]*>([^<]+)|^(\S.*)\n=+[ \t]*$", re.MULTILINE)


def readme_title(root: Path) -> str:
    """Return the first heading of the README at the root, or ""."""
    for name in _NAMES:
        path = root / name
        if path.is_file() and not path.is_symlink():
            try:
                with path.open("rb") as file:
                    text = file.read(MAX_BYTES).decode("utf-8", errors="replace")
            except OSError:
                return ""
            match = _TITLE.search(text)
            return next((part for part in match.groups() if part), "").strip() if match else ""
    return ""
