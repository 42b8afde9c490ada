"""The report for people: findings by file, then what to look at, then what was not looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import SEVERITIES
from rai_lint.report.finding_text import finding_lines, place_text
from rai_lint.report.neutral import neutral, printed
from rai_lint.report.options import Options
from rai_lint.report.rows import Row, rows
from rai_lint.report.shown import gravest_first, main_place, many, open_findings
from rai_lint.report.style import Style

#: At most this many entries of the lists after the findings are shown; the rest are counted.
MOST = 20
#: Whoever chose a profile for a guideline wants to see its items.
MOST_ITEMS = 60
_MOST_EVIDENCE = 3


def render_text(report: Report, options: Options) -> str:
    """Return the report as text, every line ended; "" where `quiet` has nothing to say."""
    style = Style(options.color, options.page)
    lines = [*_findings(report, options, style)]
    if not options.quiet:
        lines += _fixes(report, options, style)
        lines += _unknown(report, options, style)
        lines += _skipped(report, options, style)
        lines += _guidelines(report, style)
        lines += _roles(report, options, style) if options.roles else ()
        lines += _statistics(report, style) if options.statistics else ()
        lines += _summary(report, style)
        lines += _next(report, options)
    return printed(lines)


def _findings(report: Report, options: Options, style: Style) -> Iterator[str]:
    for path, group in groupby(sorted(open_findings(report), key=_order), key=_path):
        yield style.paint(neutral(path), "path")
        for finding in group:
            yield from finding_lines(finding, options, style)
            yield ""


def _path(finding: Finding) -> str:
    return main_place(finding).path


def _order(finding: Finding) -> tuple[str, tuple[str, int, int, int], str]:
    return (_path(finding), main_place(finding).order(), finding.rule.id)


def _unknown(report: Report, options: Options, style: Style) -> Iterator[str]:
    """Please look at these: what could not be settled, a row for each place and reason."""
    rules: dict[tuple[str, str], list[str]] = {}
    for outcome in report.unknown:
        where = place_text(outcome.places[0]) if outcome.places else ""
        more = f" (and {len(outcome.places) - 1} more)" if len(outcome.places) > 1 else ""
        why = neutral(outcome.because or outcome.message or outcome.rule.title)
        rules.setdefault((where, f"{why}{more}"), []).append(outcome.rule.id)
    title = "Please look at these: they could not be settled"
    found = [(where, " ".join(dict.fromkeys(ids)), why) for (where, why), ids in rules.items()]
    yield from _rows(title, found, options, style)


def _skipped(report: Report, options: Options, style: Style) -> Iterator[str]:
    found = [(neutral(each.path), neutral(each.because)) for each in report.skipped]
    yield from _rows("Not looked at", found, options, style)


def _fixes(report: Report, options: Options, style: Style) -> Iterator[str]:
    fixed = [(place_text(each.place), each.rule, neutral(each.what)) for each in report.fixed]
    yield from _rows("Fixed", fixed, options, style)
    closed = [
        (place_text(each.place), each.rule, neutral(each.because)) for each in report.not_fixed
    ]
    yield from _rows("Not fixed", closed, options, style)


def _roles(report: Report, options: Options, style: Style) -> Iterator[str]:
    found = []
    for role in report.roles:
        shown = ", ".join(place_text(place) for place in role.evidence[:_MOST_EVIDENCE])
        beyond = len(role.evidence) - _MOST_EVIDENCE
        more = f" and {beyond} more" if beyond > 0 else ""
        found.append((role.role, f"{shown}{more}{neutral(role.because)}"))
    title = "Roles of this repository"
    yield from _rows(title, found or [("none was recognised",)], options, style)


def _guidelines(report: Report, style: Style) -> Iterator[str]:
    if report.asked:
        from rai_lint.report.guideline_text import guideline_lines  # noqa: PLC0415 - few profiles

        title = "Guidelines of this profile"
        found = list(guideline_lines(report))
        yield from _listed(title, found[:MOST_ITEMS], style, more=len(found) - MOST_ITEMS)


def _statistics(report: Report, style: Style) -> Iterator[str]:
    counts = Counter((each.rule.id, each.rule.name) for each in report.findings)
    found = [f"  {count:>4}  {code}  {name}" for (code, name), count in counts.most_common()]
    yield from _listed("Findings by rule", found[:MOST], style, more=len(found) - MOST)


def _listed(title: str, entries: Iterable[str], style: Style, *, more: int = 0) -> Iterator[str]:
    entries = list(entries)
    if entries:
        yield style.paint(title, "bold")
        yield from entries
        if more > 0:
            yield f"  … and {more} more (all are in --format json)"
        yield ""


def _rows(title: str, found: Sequence[Row], options: Options, style: Style) -> Iterator[str]:
    shown = list(found[:MOST])
    yield from _listed(title, rows(shown, options.width), style, more=len(found) - len(shown))


def _summary(report: Report, style: Style) -> Iterator[str]:
    counts = Counter(each.severity for each in open_findings(report))
    parts = [style.paint(many(counts[name], name), name) for name in SEVERITIES if counts[name]]
    text = ", ".join(parts) if parts else style.paint("No findings", "good")
    hidden = len(report.findings) - counts.total()
    rest = [
        f"{len(report.fixed)} fixed" if report.fixed else "",
        f"{hidden} suppressed" if hidden else "",
        f"{len(report.unknown)} to look at" if report.unknown else "",
        f"{len(report.skipped)} not looked at" if report.skipped else "",
    ]
    tail = "".join(f", {part}" for part in rest if part)
    took = f"in {many(report.files, 'file')} ({report.seconds:.1f} s)"
    yield f"{text}{tail} {took}"


def _next(report: Report, options: Options) -> Iterator[str]:
    """Say what can be done about it, in a line or two."""
    found = gravest_first(open_findings(report))
    how = Counter(each.fixable for each in found)
    if how["safe"]:
        more = f", {how['unsafe']} more with --unsafe-fixes" if how["unsafe"] else ""
        yield f"{how['safe']} can be mended with --fix{more} (--diff shows the edits)"
    elif how["unsafe"]:
        yield f"{how['unsafe']} can be mended with --fix --unsafe-fixes (--diff shows the edits)"
    if found:
        accept = "--write-baseline FILE accepts what is found today"
        yield f"`rai-lint rule {found[0].rule.id}` explains a rule; {accept}"
    elif not options.configured and report.files and not report.fixed:
        yield "`rai-lint init` proposes a profile that fits this repository"
