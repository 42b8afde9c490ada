"""The baseline: findings that were there when it was written, each place an entry."""

from __future__ import annotations

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True, order=True):
    """One place of a finding, in the order entries are written.

    `content` is a digest of what stands there (see `rai_lint.content`); no text of the repository
    is kept beside the subject. `occurrence` tells places apart that are the same by all else.
    """

    path: str
    rule: str
    subject: str = ""
    unit: str = "."
    content: str = ""
    occurrence: int = 1
    reason: str = ""


class Baseline(Struct, frozen=True, kw_only=True):
    """The entries, the line of the file on which each stands, and the file relative to the root."""

    entries: tuple[Entry, ...] = ()
    lines: tuple[int, ...] = ()
    path: str = ""
