"""What a report may be asked for beside its format."""

from __future__ import annotations

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
    in the file for one in a notebook's cell, which code hosts do not know. `statistics`,
    `roles` and `quiet` concern the text format: counts by rule, the roles with their evidence,
    findings only.
    """

    lines: Callable[[str, int | None], Sequence[str]] = _no_lines
    in_file: Callable[[Place], Place] = _as_it_is
    color: bool = False
    statistics: bool = False
    roles: bool = False
    quiet: bool = False
