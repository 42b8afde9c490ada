"""The one door to RE2: patterns of rules and vocabularies run in linear time over strangers' text.

Patterns that the program itself holds are compiled where they stand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=4096)
def compiled(pattern: str, *, cased: bool) -> Any:  # RE2 ships no types
    """Return a compiled pattern; raises `ValueError` with what is wrong if RE2 refuses it."""
    import re2  # noqa: PLC0415  # a run that matches nothing need not load it

    options = re2.Options()
    options.case_sensitive = cased
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(error)
        raise ValueError(text) from None


def found_in(pattern: str, text: str) -> bool:
    """Say whether a pattern is found anywhere in a text, as it is written."""
    return compiled(pattern, cased=True).search(text) is not None
