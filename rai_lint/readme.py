"""The README of a repository: its title, and what it tells people to install."""

from __future__ import annotations

import re
from pathlib import Path

from rai_lint.disk import is_file, is_link, read_regular
from rai_lint.model.readme import Readme
from rai_lint.model.regex import compiled

MAX_BYTES = 8_000
MAX_INSTALL_BYTES = 64_000
NAMES = ("README.md", "readme.md", "Readme.md", "README.markdown", "README.rst", "README")
_TITLE = re.compile(r"^#{1,2}[ \t]+(.+)$|^<h1[^>]{0,300}>([^<]+)|^(\S.*)\n=+[ \t]*$", re.MULTILINE)
_INSTALL = (
    r"""(?:pip3?|uv|poetry|pdm|pipx|conda|mamba) (?:install|add|pip install)"""
    r"""(?: +-[-\w]+| +conda-forge)* +["']?((?:git\+)?https?://\S+|[A-Za-z][\w.-]*)"""
)
_IMPORT = r"(?m)^[ \t>]*(?:from|import)[ \t]+([A-Za-z_]\w*)"
#: A program that is started: `python train.py`, `accelerate launch -m package.train`.
_RUN = (
    r"(?m)^[ \t$>]*(?:\w+=\S+ +)*(?:uv run +|poetry run +)?"
    r"(?:python3?|torchrun|deepspeed|accelerate launch|bash|sh)\b[^\n]*"
    r"(?:\.(?:py|sh)\b| -m +\w+\.\w+)"
)


def read_readme(root: Path) -> Readme:
    """Return what the README at the root says; nothing if there is none."""
    text = _text(root)
    match = _TITLE.search(text[:MAX_BYTES])
    title = next((part for part in match.groups() if part), "").strip() if match else ""
    names = (_package(found.group(1)) for found in compiled(_INSTALL, cased=True).finditer(text))
    imports = (name.group(1).lower() for name in compiled(_IMPORT, cased=True).finditer(text))
    runs = compiled(_RUN, cased=True).search(text) is not None
    return Readme(title, frozenset(names), frozenset(imports), runs)


def _text(root: Path) -> str:
    for name in NAMES:
        path = root / name
        if is_file(path) and not is_link(path):
            try:
                data = read_regular(path, MAX_INSTALL_BYTES, links=False)
            except OSError:
                return ""
            return data.decode("utf-8", errors="replace")
    return ""


def _package(written: str) -> str:
    """Return the name in `name`, or in `git+https://host/owner/name.git@tag`."""
    last = written.rstrip("/\"'`,.)").rpartition("/")[2].partition("@")[0].removesuffix(".git")
    return last.lower().replace("-", "_").replace(".", "_")
