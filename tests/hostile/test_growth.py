"""No regular expression of the program takes the square of a text that strangers wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hostile.growth import Pattern, growth, patterns, texts

_SOURCE = Path(__file__).parents[2]
_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
_ALL = tuple(patterns())

#: Patterns that see short texts only, and what says so.
_SHORT = {
    ("rai_lint.extract.manifest", "_CONDA"): "the name of a file: at most 255 bytes",
    ("rai_lint.extract.machine_paths", "_WRITTEN"): "a path: parts of at most 255 bytes",
    ("rai_lint.extract.tool_traces", "_LISTS"): "a path: parts of at most 255 bytes",
    ("rai_lint.extract.told_metrics", "_BOUND"): "the 120 signs between a name and a number",
    ("rai_lint.extract.version_words", "_LEAST"): "the 20 signs before a version",
    ("rai_lint.fix.suppressions", "_HASH"): "matched at one place, never searched for",
    ("rai_lint.fix.suppressions", "_HTML"): "matched at one place, never searched for",
    ("rai_lint.packs.needles", "_TOKEN"): "a pattern of a pack: at most 2000 signs, read once",
}


def _used(pattern: Pattern) -> set[str]:
    """Return how a module uses its pattern; all ways where that cannot be told."""
    name = pattern.name.split("[")[0]
    file = _SOURCE / f"{pattern.module.replace('.', '/')}.py"
    text = file.read_text("utf-8") if file.exists() else ""
    found = re.findall(rf"\b{re.escape(name)}\.({'|'.join(_METHODS)})\b", text)
    return set(found) or {"search", "match"}


def _asked(pattern: Pattern, method: str, *, binary: bool) -> Callable[[Any], Any]:
    if method == "sub":
        return lambda text: pattern.made.sub(b"" if binary else "", text)
    return getattr(pattern.made, method)  # type: ignore[no-any-return]  # a method of a pattern


def test_all_patterns_are_looked_at() -> None:
    assert len(_ALL) > 250
    assert {(each.module, each.name) for each in _ALL} >= set(_SHORT)


@pytest.mark.parametrize(
    "pattern",
    [each for each in _ALL if (each.module, each.name) not in _SHORT],
    ids=lambda each: f"{each.module}:{each.name}",
)
def test_time_grows_with_the_text_and_no_faster(pattern: Pattern) -> None:
    binary = isinstance(pattern.made.pattern, bytes)
    written = pattern.made.pattern.decode() if binary else pattern.made.pattern
    flags = pattern.made.flags & ~re.UNICODE if binary else pattern.made.flags
    for method in sorted(_used(pattern)):
        ask = _asked(pattern, method, binary=binary)
        for part in texts(written, flags):
            found = growth(ask, part, binary=binary)
            assert found < 9 or growth(ask, part, binary=binary) < 9, (method, part)


@pytest.mark.parametrize(
    ("pattern", "text"), [(r"(a+)+$", "a"), (r"\s*x", " "), (r"<!--.*?-->", "<!--")]
)
def test_a_pattern_that_grows_faster_is_found(pattern: str, text: str) -> None:
    method = re.compile(pattern, re.DOTALL).search

    assert any(
        growth(method, part, binary=False) > 9
        for part in texts(pattern, 0)
        if part[1].startswith(text)
    )
