"""The one door to RE2: regular expressions over text of strangers run in linear time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:  # RE2 ships no types
    import re2  # noqa: PLC0415  # a run that matches nothing need not load it

    return re2.compile(pattern)


def found_in(pattern: str, text: str) -> bool:
    """Say whether an RE2 pattern is found anywhere in a text."""
    return _compiled(pattern).search(text) is not None
