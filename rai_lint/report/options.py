"""What a report may be asked for beside its format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from msgspec import Struct

from rai_lint.model.source import Place


def _no_lines(_path: str, _cell: int | None) -> Sequence[str]:
    return ()


def _as_it_is(place: Place) -> Place:
    return place


class Options(Struct, frozen=True, kw_only=True):
    """How a report is rendered.

    `lines` gives the lines of a file (or of a notebook's cell) for code frames, `in_file` the place
    in the file for one in a notebook's cell, which code hosts do not know. `name` is what to call
    the repository, and `today` the day of the report, for formats that say so. `statistics`,
    `roles` and `quiet` concern the text format: counts by rule, the roles with their evidence,
    findings only.
    """

    lines: Callable[[str, int | None], Sequence[str]] = _no_lines
    in_file: Callable[[Place], Place] = _as_it_is
    name: str = ""
    today: dt.date | None = None
    color: bool = False
    statistics: bool = False
    roles: bool = False
    quiet: bool = False
