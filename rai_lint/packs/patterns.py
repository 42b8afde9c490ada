"""Checks regular expressions when they are loaded: RE2 only, so none can run away."""

from __future__ import annotations

from rai_lint.packs.problems import Problems

#: RE2 refuses a pattern whose program is larger than its memory bound; this bounds the text.
MAX_PATTERN = 2_000


def check_pattern(pattern: str, problems: Problems) -> None:
    """Add a problem if RE2 does not accept the pattern."""
    import re2  # noqa: PLC0415 - only when compiling

    if len(pattern) > MAX_PATTERN:
        problems.add(f"a pattern longer than {MAX_PATTERN} characters")
        return
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        text = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        problems.add(f"not an RE2 pattern: {text}")
