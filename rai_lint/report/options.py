"""What a report may be asked for beside its format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from msgspec import Struct

from rai_lint.model.source import Place


def _no_lines(_path: str, _cell: int | None) -> Sequence[str]:
    return ()


def no_page(_code: str) -> str:
    """Return the address of no rule's page."""
    return ""


def _as_it_is(place: Place) -> Place:
    return place


class Options(Struct, frozen=True, kw_only=True):
    """How a report is rendered.

    `lines` gives the lines of a file (or of a notebook's cell) for code frames, `in_file` the place
    in the file for one in a notebook's cell, which code hosts do not know. `name` is what to call
    the repository, and `today` the day of the report, for formats that say so. The others concern
    the text format: `page` gives the address of a rule's page for links ("" for none), `width` the
    columns that there are; `statistics` counts by rule, `roles` shows the roles with their
    evidence, `quiet` findings only; `configured` says that somebody has chosen a profile.
    """

    lines: Callable[[str, int | None], Sequence[str]] = _no_lines
    in_file: Callable[[Place], Place] = _as_it_is
    name: str = ""
    today: dt.date | None = None
    color: bool = False
    page: Callable[[str], str] = no_page
    width: int = 100
    configured: bool = True
    statistics: bool = False
    roles: bool = False
    quiet: bool = False
