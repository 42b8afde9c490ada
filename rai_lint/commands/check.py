"""`rai-lint check`: the default command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from rai_lint.clock import Clock
from rai_lint.commands.history import History, changes, refuse, save_baseline, with_baseline
from rai_lint.commands.mending import (
    check_options,
    diff_of,
    mended,
    notes,
    planned,
    with_marks,
)
from rai_lint.commands.output import PairedCommand, emit, paired
from rai_lint.commands.progress import Progress
from rai_lint.commands.request import Arguments, codes, make_request
from rai_lint.commands.terminal import page_of, text_width, wants_color, wants_links
from rai_lint.errors import UserError
from rai_lint.lines import Lines
from rai_lint.model.report import Report
from rai_lint.model.rule import SEVERITIES
from rai_lint.narrow import narrow, only_changed
from rai_lint.report.formats import FORMATS, WITH_INVENTORY
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.timings import render_timings

FAIL_ON = (*SEVERITIES, "never")
MAX_JOBS = 256
if TYPE_CHECKING:
    from rai_lint.fix.plan import Plan

#: Formats that say what can be mended.
_MARKED = ("text", "json", "sarif")
_F = TypeVar("_F", bound=Callable[..., Any])


def selection_options(function: _F) -> _F:
    """Add the options that choose rules."""
    for option in (
        click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out."),
        click.option(
            "--select",
            multiple=True,
            metavar="CODES",
            help="Check these rules instead of the profile's: ids, names, prefixes, ALL.",
        ),
        click.option("--profile", metavar="NAME", help="The selection of rules [default: basic]."),
    ):
        function = option(function)
    return function


def cache_options(function: _F) -> _F:
    """Add the options about the cache."""
    for option in (
        click.option("--cache-dir", metavar="DIR", help="Keep the cache there."),
        click.option("--no-cache", is_flag=True, help="Read every file anew."),
    ):
        function = option(function)
    return function


def jobs_option(function: _F) -> _F:
    """Add the option that says how many processes read files."""
    return click.option(
        "--jobs",
        type=click.IntRange(0, MAX_JOBS),
        default=0,
        metavar="N",
        help="Read files in so many processes where that pays [default: 0, one for each core].",
    )(function)


def history_options(function: _F) -> _F:
    """Add the options about what was found before."""
    for option in (
        click.option("--since", metavar="REV", help="Only what concerns files changed since then."),
        click.option(
            "--write-baseline",
            metavar="FILE",
            help="Accept what is found now: write it to this file.",
        ),
        click.option(
            "--baseline", metavar="FILE", help="Report what is not in this file, or no more."
        ),
    ):
        function = option(function)
    return function


@click.command(cls=PairedCommand, name="check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@selection_options
@click.option(
    "--fail-on", type=click.Choice(FAIL_ON), help="Exit with 1 from here on [default: error]."
)
@click.option(
    "--format", "formats", type=click.Choice([*FORMATS]), multiple=True, help="May be repeated."
)
@click.option(
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    help="Write the --format before it to this file.",
)
@history_options
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, then report the rest.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and change nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what needs a look.")
@click.option("--statistics", is_flag=True, help="Count findings by rule.")
@click.option("--timings", is_flag=True, help="Say how long each stage and rule took.")
@click.option("--explain-roles", is_flag=True, help="Say what the repository does, and why.")
@click.option("--quiet", "-q", is_flag=True, help="Print findings only.")
@click.option("--no-progress", is_flag=True, help="Draw no progress bar.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
@jobs_option
@cache_options
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    fail_on: str | None,
    baseline: str | None,
    write_baseline: str | None,
    since: str | None,
    *,
    profile: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
    statistics: bool,
    timings: bool,
    explain_roles: bool,
    quiet: bool,
    no_progress: bool,
    color: str,
    jobs: int,
    no_cache: bool,
    cache_dir: str | None,
) -> int:
    """Check a repository: what its code does against what its documents say.

    A PATH that is a file or a plain folder narrows the findings; the whole repository around it
    is read all the same.
    """
    clock = Clock(by_rule=timings)
    given = (*formats, *outputs)
    check_options(fix=fix, diff=diff, unsafe=unsafe_fixes, formats=given)
    destinations = paired(context.meta["order"], formats, outputs)
    history = History(baseline=baseline, write_baseline=write_baseline, since=since)
    refuse(history, destinations)
    if timings and all(each.format != "text" for each in destinations):
        message = "--timings is a part of the text format, which is not asked for"
        raise UserError(message)
    request, config = make_request(
        Arguments(
            paths=paths,
            profile=profile,
            select=codes(select),
            ignore=codes(ignore),
            cache=not no_cache,
            cache_dir=cache_dir,
            jobs=jobs,
        )
    )
    request = with_baseline(request, history)
    if any(each.format in WITH_INVENTORY for each in destinations):
        request = replace(request, all_facts=True)
    with clock.stage("changes"):
        changed = changes(request, history)
    with clock.stage("imports"):
        from rai_lint.run import check  # noqa: PLC0415 - wrong arguments need no engine

    def run() -> Report:
        with Progress(wanted=not no_progress) as progress:
            report = narrow(check(request, progress, clock), request.paths)
        return report if changed is None else only_changed(report, changed)

    if diff:
        return _show_diff(planned(request, run(), unsafe=unsafe_fixes))
    report = mended(request, run, unsafe=unsafe_fixes) if fix else run()
    can = any(each.fixes for each in report.findings)
    if can and not fix and any(each.format in _MARKED for each in destinations):
        report = with_marks(request, report)
    lines = Lines(request.root)
    options = Options(
        lines=lines.of,
        in_file=lines.in_file,
        name=request.root.name,
        today=datetime.now(tz=timezone.utc).date(),
        statistics=statistics,
        roles=explain_roles,
        quiet=quiet,
        configured=config.path is not None,
    )
    # The text last: it tells how long the others took.
    for each in sorted(destinations, key=lambda each: each.format == "text"):
        colored = _for_terminal(options, color) if each.file == "-" else options
        with clock.stage("report"):
            text = FORMATS[each.format](report, colored)
        if timings and each.format == "text":
            text += render_timings(clock, report, color=colored.color)
        emit(text, each.file)
    save_baseline(report, request, history)
    return exit_code(report, fail_on or config.settings.fail_on)


def _for_terminal(options: Options, color: str) -> Options:
    """Return the options for what goes to standard output, which may be a terminal."""
    colored = wants_color(color)
    linked = colored and wants_links(os.environ, terminal=sys.stdout.isatty())
    shown = replace(options, color=colored, width=text_width())
    return replace(shown, page=page_of) if linked else shown


def _show_diff(edits: Plan) -> int:
    """Print the edits as a diff, on stderr what they come to; return 1 if there are any."""
    text = diff_of(edits)
    if sys.stdout.isatty():  # a terminal would obey what a stranger's file holds; a pipe does not
        text = "".join(f"{neutral(line.expandtabs())}\n" for line in text.splitlines())
    emit(text)
    for line in notes(edits):
        click.echo(f"rai-lint: {neutral(line)}", err=True)
    return int(bool(edits.files))


def exit_code(report: Report, fail_on: str) -> int:
    """Return 1 if a finding that is not suppressed is as severe as `fail_on`, else 0."""
    if fail_on == "never":
        return 0
    failing = SEVERITIES[: FAIL_ON.index(fail_on) + 1]
    return int(any(each.severity in failing for each in report.findings if each.suppressed is None))
