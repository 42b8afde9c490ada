"""Why an edit is not made."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - no error: an edit that is better left alone
    """An edit that cannot be made soundly; the message says why, after "not fixed: "."""
