"""Narrowing a report to some paths: findings that have one of them among their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding, Report
from rai_lint.model.source import Place


def narrow(report: Report, paths: Sequence[str]) -> Report:
    """Return the report with only what concerns `paths` (files or directories, root-relative).

    A related place counts like a main one: `README.md` brings the finding in the code that it
    contradicts. Without paths the report is returned as it is.
    """
    if not paths:
        return report
    return replace(
        report,
        findings=tuple(each for each in report.findings if _concerns(each, paths)),
        unknown=tuple(each for each in report.unknown if _concerns(each, paths)),
        passed=tuple(each for each in report.passed if _concerns(each, paths)),
        skipped=tuple(each for each in report.skipped if within(each.path, paths)),
        facts=tuple(each for each in report.facts if within(each.place.path, paths)),
    )


def within(path: str, paths: Iterable[str]) -> bool:
    """Say whether a path is one of `paths` or below one."""
    return any(path == each or path.startswith(each.rstrip("/") + "/") for each in paths)


def _concerns(item: Finding | Outcome, paths: Sequence[str]) -> bool:
    places: Iterable[Place] = (*item.places, *(related.place for related in item.related))
    return any(within(place.path, paths) for place in places)
