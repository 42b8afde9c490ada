"""What `check` does about findings that can be mended: mark them, show the edits, or make them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from rai_lint.commands.marking import Mark, kept_marks, marked
from rai_lint.errors import UserError
from rai_lint.fix.refusal import Refusal
from rai_lint.model.fix import Fixed, NotFixed
from rai_lint.model.report import Report
from rai_lint.model.request import Request
from rai_lint.narrow import within

if TYPE_CHECKING:
    from rai_lint.fix.plan import Plan

#: Edits that stand in each other's way take more than one round; more than these show a circle.
MAX_ROUNDS = 8


def check_options(*, fix: bool, diff: bool, unsafe: bool, formats: Sequence[str]) -> None:
    """Raise `UserError` for options that do not go together."""
    if fix and diff:
        message = "--fix writes and --diff does not: give one of them"
        raise UserError(message)
    if unsafe and not (fix or diff):
        message = "--unsafe-fixes says which edits: give it with --fix or --diff"
        raise UserError(message)
    if diff and formats:
        message = "--diff prints a diff in place of a report: leave out --format and --output"
        raise UserError(message)


def mended(request: Request, run: Callable[[], Report], *, unsafe: bool) -> Report:
    """Edit files until nothing changes, and return what the last look at them says.

    `run` checks the repository as it is at that moment.
    """
    fixed: list[Fixed] = []
    failed: dict[str, NotFixed] = {}
    for _ in range(MAX_ROUNDS):
        report = run()
        edits = planned(request, report, unsafe=unsafe, closed=failed)
        done = [each for edit in edits.files for each in _write(request, edits, edit.path, failed)]
        fixed += done
        if not done:
            return replace(
                marked(report, marks_of(report, edits)),
                fixed=tuple(fixed),
                not_fixed=(*failed.values(), *edits.not_fixed),
            )
    report = run()
    return replace(report, fixed=tuple(fixed), not_fixed=tuple(failed.values()))


def planned(
    request: Request, report: Report, *, unsafe: bool, closed: Collection[str] = ()
) -> Plan:
    """Return the edits of a report's findings; with paths given, of these files only."""
    from rai_lint.extract.python.program import deep_recursion, parse  # noqa: PLC0415 - as in run
    from rai_lint.fix.plan import Scope, plan  # noqa: PLC0415 - most runs mend nothing
    from rai_lint.fix.writing import read_file  # noqa: PLC0415

    def allowed(path: str) -> bool:
        return path not in closed and (not request.paths or within(path, request.paths))

    scope = Scope(
        read=partial(read_file, request.root), parse=parse, allowed=allowed, unsafe=unsafe
    )
    with deep_recursion():
        return plan(report.findings, scope)


def marks_of(report: Report, edits: Plan) -> list[Mark]:
    """Return what can be mended of a report."""
    proposed = dict(edits.proposals())
    found: list[Mark] = []
    for number, safely, unsafely in edits.possible_places():
        finding = replace(report.findings[number], safely=safely, unsafely=unsafely)
        pieces = proposed.get(number, ()) if finding.fixable == "safe" else ()
        found.append(Mark(number, safely, unsafely, pieces))
    return found


def with_marks(request: Request, report: Report) -> Report:
    """Return the report with what can be mended marked, by unsafe edits too."""

    def tried() -> list[Mark]:
        return marks_of(report, planned(request, report, unsafe=True))

    return marked(report, kept_marks(request, report, tried))


def diff_of(edits: Plan) -> str:
    """Return the edits as a unified diff."""
    from rai_lint.fix.diff import unified  # noqa: PLC0415 - most runs print none

    return unified(edits.files)


def notes(edits: Plan) -> list[str]:
    """Return in lines what the edits come to, and which could not be made."""
    from rai_lint.report.finding_text import place_text  # noqa: PLC0415 - only a diff asks
    from rai_lint.report.shown import many  # noqa: PLC0415

    return [
        f"{many(len(edits.fixed), 'edit')} in {many(len(edits.files), 'file')}",
        *(
            f"not fixed: {place_text(each.place)}  {each.rule}  {each.because}"
            for each in edits.not_fixed
        ),
    ]


def _write(
    request: Request, edits: Plan, path: str, failed: dict[str, NotFixed]
) -> tuple[Fixed, ...]:
    from rai_lint.fix.writing import write_file  # noqa: PLC0415 - most runs mend nothing

    edit = next(each for each in edits.files if each.path == path)
    try:
        write_file(request.root, path, edit.before, edit.after)
    except Refusal as refusal:
        wish = edit.made[0].wish
        failed[path] = NotFixed(wish.rule, wish.fix.at, str(refusal))
        return ()
    return tuple(each for each in edits.fixed if each.place.path == path)
