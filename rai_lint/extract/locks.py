"""locked-package facts: the versions that a lock file of Python fixes.

poetry.lock, uv.lock and pdm.lock are TOML of one shape (`[[package]]`, `name`, `version`), written
by programs; they are read line by line, for a tree of them would cost more than all else of a run.
Pipfile.lock is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePosixPath

from rai_lint.extract.facts import Writer
from rai_lint.model.fact import Extraction
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source

KIND = "locked-package"
_PACKAGE = regex(
    r'(?m)^\[\[package\]\]\r?\nname = "([A-Za-z0-9._-]{1,100})"\r?\nversion = "([^"\s]{1,60})"'
)
_PINNED = regex(r"^==([^\s,;*]{1,60})$")
_MOST = 5_000


def extract_locks(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the packages of a lock file with their versions."""
    if not knowledge.asks(KIND):
        return Extraction()
    in_json = PurePosixPath(source.path).name.lower() == "pipfile.lock"
    found = _of_json(text) if in_json else _of_toml(text)
    writer = Writer(source)
    return Extraction(
        facts=tuple(
            writer.fact(
                KIND, line, name=package.lower().replace("_", "-"), specifier=f"=={version}"
            )
            for line, package, version in islice(found, _MOST)
        )
    )


def _of_toml(text: str) -> Iterator[tuple[int, str, str]]:
    line, at = 1, 0
    for match in _PACKAGE.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield line + 2, match[1], match[2]


def _of_json(text: str) -> Iterator[tuple[int, str, str]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return
    for group in ("default", "develop"):
        packages = document.get(group) if isinstance(document, dict) else None
        for name, given in packages.items() if isinstance(packages, dict) else ():
            version = given.get("version") if isinstance(given, dict) else None
            pinned = _PINNED.match(version) if isinstance(version, str) else None
            if pinned is not None:
                yield text.count("\n", 0, max(text.find(f'"{name}"'), 0)) + 1, name, pinned[1]
