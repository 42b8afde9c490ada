"""Regular expressions: the one door to RE2, and patterns of our own that wait to be needed.

Patterns of rules and vocabularies run in linear time over strangers' text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, AnyStr, cast


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


class _Waiting:
    """A pattern that is compiled when it is first asked for something."""

    def __init__(self, pattern: Any, flags: int) -> None:  # text or bytes, as `re` takes both
        self._made_of = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        pattern = re.compile(*self._made_of)
        for method in ("search", "match", "fullmatch", "findall", "finditer", "split", "sub"):
            setattr(self, method, getattr(pattern, method))
        return getattr(pattern, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern of the program itself that is compiled when it is first used.

    Most runs need few of them. What is asked of it goes straight to the compiled pattern then.
    """
    return cast("re.Pattern[AnyStr]", _Waiting(pattern, flags))


def found_in(pattern: str, text: str) -> bool:
    """Say whether a pattern is found anywhere in a text, as it is written."""
    return compiled(pattern, cased=True).search(text) is not None
