"""Options about what was found before: the baseline, and what changed since a revision."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.commands.output import Destination, emit, writable
from rai_lint.disk import real
from rai_lint.errors import UserError
from rai_lint.model.baseline import Baseline
from rai_lint.model.report import Report
from rai_lint.model.request import Request


class History(Struct, frozen=True, kw_only=True):
    """The options as they were given."""

    baseline: str | None = None
    write_baseline: str | None = None
    since: str | None = None


def refuse(history: History, destinations: Sequence[Destination]) -> None:
    """Raise `UserError` where options contradict each other, or a file cannot be written."""
    written = history.write_baseline
    if written is not None:
        if history.baseline is not None:
            message = (
                "--baseline and --write-baseline do not go together: --write-baseline FILE reads "
                "FILE first and keeps its reasons; give it alone"
            )
            raise UserError(message)
        if history.since is not None:
            message = (
                "--since and --write-baseline do not go together: a baseline is of everything "
                "that is found, not of what changed"
            )
            raise UserError(message)
        if written == "-":
            message = "--write-baseline needs the name of a file"
            raise UserError(message)
        if any(_same(written, each.file) for each in destinations):
            message = f"--write-baseline and --output would both write {written}"
            raise UserError(message)
        writable(written)
    for each in destinations:
        writable(each.file)


def with_baseline(request: Request, history: History) -> Request:
    """Return the request with the baseline that is to be read, if one is."""
    file = history.baseline or history.write_baseline
    if file is None:
        return request
    shown = _relative(Path(file), request.root)
    if history.write_baseline is not None and not os.path.lexists(file):
        return replace(request, baseline=Baseline(path=shown), accept=True)
    from rai_lint.baseline_file import read_baseline  # noqa: PLC0415 - few runs have one

    read = replace(read_baseline(Path(file), file), path=shown)
    return replace(request, baseline=read, accept=history.write_baseline is not None)


def changes(request: Request, history: History) -> Callable[[str], bool] | None:
    """Return what says of a path whether it changed since the revision, if one was given."""
    if history.since is None:
        return None
    from rai_lint.since import changed_since  # noqa: PLC0415 - few runs ask for it

    return changed_since(request.root, history.since)


def save_baseline(report: Report, request: Request, history: History) -> None:
    """Write the new baseline, and say on standard error what became of the old one."""
    if history.write_baseline is None or report.baseline is None:
        return
    from rai_lint.baseline_file import baseline_text  # noqa: PLC0415 - see above

    emit(baseline_text(report.baseline), history.write_baseline)
    before = len(request.baseline.entries) if request.baseline else 0
    count = len(report.baseline.entries)
    told = f"{history.write_baseline}: {count} entries ({before} before)"
    sys.stderr.write(f"rai-lint: {told}\n")


def _relative(file: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(real(file), real(root))).as_posix()
    except OSError:  # there is no current folder any more
        return file.as_posix()


def _same(one: str, other: str) -> bool:
    return other != "-" and real(one) == real(other)
