"""How long a run took, by stage and by rule: a part of the text report, for `--timings`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rai_lint.clock import Clock
from rai_lint.model.report import Report
from rai_lint.report.style import Style

#: So many rules are shown; the others are added up.
MOST = 20

_STAGES: Mapping[str, str] = {
    "imports": "loading the program",
    "rules": "loading and choosing rules",
    "changes": "asking git what changed",
    "walk": "which files count",
    "read": "reading files, facts of each",
    "link": "values and facts across files",
    "evaluate": "rules over facts",
    "settle": "suppressions, fingerprints, baseline",
    "report": "making this report and others",
}


def render_timings(clock: Clock, report: Report, *, color: bool) -> str:
    """Return the times as text, every line ended.

    Times are those of the clock on the wall. What several rules need is worked out once, for the
    first of them, and counted there.
    """
    style = Style(color)
    return "".join(f"{line}\n" for line in (*_stages(clock, style), *_rules(clock, report, style)))


def _stages(clock: Clock, style: Style) -> Iterator[str]:
    total = clock.total
    yield ""
    yield style.paint("Time by stage, in seconds", "bold")
    for name, about in _STAGES.items():
        if name in clock.stages:
            yield f"  {clock.stages[name]:>9.4f}  {name:<9}  {about}"
    rest = max(total - sum(clock.stages.values()), 0.0)
    yield f"  {rest:>9.4f}  rest       arguments, configuration, output"
    yield f"  {total:>9.4f}  in all"


def _rules(clock: Clock, report: Report, style: Style) -> Iterator[str]:
    if not clock.rules:
        return
    known = [each.rule for each in report.findings]
    known += [each.rule for each in (*report.unknown, *report.passed, *report.not_applicable)]
    names = {rule.id: rule.name for rule in known}
    slowest = sorted(clock.rules.items(), key=lambda each: (-each[1], each[0]))
    yield ""
    yield style.paint("Time by rule, in seconds (of evaluate)", "bold")
    for code, seconds in slowest[:MOST]:
        yield f"  {seconds:>9.4f}  {code}  {names.get(code, '')}".rstrip()
    others = slowest[MOST:]
    if others:
        yield f"  {sum(seconds for _, seconds in others):>9.4f}  {len(others)} more rules"
