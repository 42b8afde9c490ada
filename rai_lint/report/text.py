"""The report for people: findings by file, then what to look at, then what was not looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import SEVERITIES
from rai_lint.report.finding_text import finding_lines, place_text
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.shown import main_place, many, open_findings
from rai_lint.report.style import Style

#: At most this many entries of the lists after the findings are shown; the rest are counted.
MOST = 20
#: Whoever chose a profile for a guideline wants to see its items.
MOST_ITEMS = 60


def render_text(report: Report, options: Options) -> str:
    """Return the report as text, every line ended; "" where `quiet` has nothing to say."""
    style = Style(options.color)
    lines = [*_findings(report, options, style)]
    if not options.quiet:
        lines += _fixes(report, style)
        lines += _unknown(report, style)
        lines += _skipped(report, style)
        lines += _guidelines(report, style)
        lines += _roles(report, style) if options.roles else ()
        lines += _statistics(report, style) if options.statistics else ()
        lines += _summary(report, style)
    return "".join(f"{line}\n" for line in lines)


def _findings(report: Report, options: Options, style: Style) -> Iterator[str]:
    for path, group in groupby(sorted(open_findings(report), key=_order), key=_path):
        yield style.paint(neutral(path), "path")
        for finding in group:
            yield from finding_lines(finding, options.lines, style)
            yield ""


def _path(finding: Finding) -> str:
    return main_place(finding).path


def _order(finding: Finding) -> tuple[str, tuple[str, int, int, int], str]:
    return (_path(finding), main_place(finding).order(), finding.rule.id)


def _unknown(report: Report, style: Style) -> Iterator[str]:
    """Please look at these: what could not be settled, a line for each place and reason."""
    rules: dict[tuple[str, str, str], list[str]] = {}
    for outcome in report.unknown:
        where = f"{place_text(outcome.places[0])}  " if outcome.places else ""
        more = f" (and {len(outcome.places) - 1} more)" if len(outcome.places) > 1 else ""
        why = neutral(outcome.because or outcome.message or outcome.rule.title)
        rules.setdefault((where, why, more), []).append(outcome.rule.id)
    entries = (
        f"  {where}{' '.join(dict.fromkeys(ids))}  {why}{more}"
        for (where, why, more), ids in rules.items()
    )
    yield from _listed("Please look at these: they could not be settled", entries, style)


def _skipped(report: Report, style: Style) -> Iterator[str]:
    entries = [f"  {neutral(each.path)}  {neutral(each.because)}" for each in report.skipped]
    yield from _listed("Not looked at", entries, style)


def _fixes(report: Report, style: Style) -> Iterator[str]:
    fixed = [
        f"  {place_text(each.place)}  {each.rule}  {neutral(each.what)}" for each in report.fixed
    ]
    yield from _listed("Fixed", fixed, style)
    closed = [
        f"  {place_text(each.place)}  {each.rule}  {neutral(each.because)}"
        for each in report.not_fixed
    ]
    yield from _listed("Not fixed", closed, style)


def _roles(report: Report, style: Style) -> Iterator[str]:
    entries = []
    for role in report.roles:
        shown = ", ".join(place_text(place) for place in role.evidence[:3])
        more = f" and {len(role.evidence) - 3} more" if len(role.evidence) > 3 else ""  # noqa: PLR2004
        entries.append(f"  {role.role}  {shown}{more}{neutral(role.because)}")
    yield from _listed("Roles of this repository", entries or ["  none was recognised"], style)


def _guidelines(report: Report, style: Style) -> Iterator[str]:
    if report.asked:
        from rai_lint.report.guideline_text import guideline_lines  # noqa: PLC0415 - few profiles

        title = "Guidelines of this profile"
        yield from _listed(title, guideline_lines(report), style, most=MOST_ITEMS)


def _statistics(report: Report, style: Style) -> Iterator[str]:
    counts = Counter((each.rule.id, each.rule.name) for each in report.findings)
    entries = [f"  {count:>4}  {code}  {name}" for (code, name), count in counts.most_common()]
    yield from _listed("Findings by rule", entries, style)


def _listed(title: str, entries: Iterable[str], style: Style, *, most: int = MOST) -> Iterator[str]:
    entries = list(entries)
    if entries:
        yield style.paint(title, "bold")
        yield from entries[:most]
        if len(entries) > most:
            yield f"  … and {len(entries) - most} more (all are in --format json)"
        yield ""


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
    yield from _fixable(report)


def _fixable(report: Report) -> Iterator[str]:
    how = Counter(each.fixable for each in open_findings(report))
    if how["safe"]:
        more = f", {how['unsafe']} more with --unsafe-fixes" if how["unsafe"] else ""
        yield f"{how['safe']} can be mended with --fix{more}"
    elif how["unsafe"]:
        yield f"{how['unsafe']} can be mended with --fix --unsafe-fixes"
