"""Narrowing a report to some paths, or to what changed: what has one of them as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from rai_lint.model.builtin import STALE
from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding, Report

Touches = Callable[[str], bool]


def narrow(report: Report, paths: Sequence[str]) -> Report:
    """Return the report with only what concerns `paths` (files or directories, root-relative).

    A related place counts like a main one: `README.md` brings the finding in the code that it
    contradicts. Without paths the report is returned as it is.
    """
    if not paths:
        return report
    return _kept(report, lambda path: within(path, paths))


def only_changed(report: Report, changed: Touches) -> Report:
    """Return the report with only what has a changed file among its evidence.

    Stale entries of a baseline stay: a change of any file may have made them so.
    """
    return _kept(report, changed, always=(STALE.id,))


def _kept(report: Report, touches: Touches, always: Sequence[str] = ()) -> Report:
    def stays(item: Finding | Outcome) -> bool:
        return item.rule.id in always or any(touches(path) for path in _evidence(item))

    return replace(
        report,
        findings=tuple(each for each in report.findings if stays(each)),
        unknown=tuple(each for each in report.unknown if stays(each)),
        passed=tuple(each for each in report.passed if stays(each)),
        skipped=tuple(each for each in report.skipped if touches(each.path)),
        facts=tuple(each for each in report.facts if touches(each.place.path)),
    )


def within(path: str, paths: Iterable[str]) -> bool:
    """Say whether a path is one of `paths` or below one."""
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in paths)


def concerns(item: Finding | Outcome, paths: Sequence[str]) -> bool:
    """Say whether one of the places of evidence is one of `paths` or below one."""
    return any(within(path, paths) for path in _evidence(item))


def _evidence(item: Finding | Outcome) -> Iterator[str]:
    for place in (*item.places, *(related.place for related in item.related)):
        yield place.path
