"""What a report may be asked for beside its format."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct


def _no_lines(_path: str, _cell: int | None) -> Sequence[str]:
    return ()


class Options(Struct, frozen=True, kw_only=True):
    """How a report is rendered.

    `lines` gives the lines of a file (or of a notebook's cell) for code frames. `statistics`,
    `roles` and `quiet` concern the text format: counts by rule, the roles with their evidence,
    findings only.
    """

    lines: Callable[[str, int | None], Sequence[str]] = _no_lines
    color: bool = False
    statistics: bool = False
    roles: bool = False
    quiet: bool = False
