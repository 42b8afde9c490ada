"""Checks regular expressions when they are loaded: RE2 only, so none can run away."""

from __future__ import annotations

from rai_lint.model.regex import compiled
from rai_lint.packs.problems import Problems

#: RE2 refuses a pattern whose program is larger than its memory bound; this bounds the text.
MAX_PATTERN = 2_000


def check_pattern(pattern: str, problems: Problems) -> None:
    """Add a problem if RE2 does not accept the pattern."""
    if len(pattern) > MAX_PATTERN:
        problems.add(f"a pattern longer than {MAX_PATTERN} characters")
        return
    try:
        compiled(pattern, cased=True)
    except ValueError as error:
        problems.add(f"not an RE2 pattern: {error}")
