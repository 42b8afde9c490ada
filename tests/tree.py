"""Small repositories for tests: files in, facts out, as `rai-lint inventory` would show them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.request import Request
from rai_lint.model.source import Skipped
from rai_lint.model.value import Absent, Known
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack
from rai_lint.run import gather


@cache
def knowledge() -> Knowledge:
    """Return the vocabularies and the API catalogue that rai-lint ships."""
    return load_pack(builtin_packs(), None).knowledge


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder; texts are dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(textwrap.dedent(content).lstrip("\n"), "utf-8")


def facts(root: Path, files: Mapping[str, str | bytes], kind: str = "") -> list[Fact]:
    """Return the facts of a repository of these files, of one kind if given."""
    write(root, files)
    found = gather(Request(root=root), knowledge())
    return [fact for fact in found.facts if kind in ("", fact.kind)]


def roles(root: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """Return the roles of a repository of these files."""
    write(root, files)
    found = gather(Request(root=root), knowledge())
    return [role.role for role in found.roles]


def skipped(root: Path, files: Mapping[str, str | bytes]) -> list[Skipped]:
    """Return what was not read of a repository of these files."""
    write(root, files)
    return list(gather(Request(root=root), knowledge()).skipped)


def shown(fact: Fact, *names: str) -> tuple[Any, ...]:
    """Return fields as `(value, how)` without the how where it is a literal; unknown as `? why`."""
    return tuple(_shown(fact.get(name)) for name in names)


def _shown(value: Any) -> Any:
    if isinstance(value, Known):
        return value.value if value.how == "literal" else (value.value, value.how)
    return None if isinstance(value, Absent) else f"? {value.because}"


def notebook(*cells: str, language: str = "python") -> str:
    """Return a notebook of code cells; a cell that begins with `#md` is Markdown."""
    return json.dumps(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {"kernelspec": {"language": language, "name": "k"}},
            "cells": [_cell(textwrap.dedent(text).strip("\n")) for text in cells],
        }
    )


def _cell(text: str) -> dict[str, Any]:
    kind = "markdown" if text.startswith("#md") else "code"
    lines: Sequence[str] = text.splitlines(keepends=True)
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": list(lines)}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
