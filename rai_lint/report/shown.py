"""What every format for other programs shows: the findings that are not suppressed, in order."""

from __future__ import annotations

from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import SEVERITIES
from rai_lint.model.source import Place


def open_findings(report: Report) -> list[Finding]:
    """Return the findings that nobody has suppressed, in reading order."""
    return [finding for finding in report.findings if finding.suppressed is None]


def gravest_first(findings: list[Finding]) -> list[Finding]:
    """Return findings by severity, errors first, each severity in the order it had."""
    return sorted(findings, key=lambda each: SEVERITIES.index(each.severity))


def main_place(finding: Finding) -> Place:
    """Return the place a finding is shown at; without any, the folder of its unit."""
    return finding.places[0] if finding.places else Place(finding.unit)


def message_of(finding: Finding) -> str:
    """Return the message on one line, not yet made harmless for any output."""
    return " ".join((finding.message or finding.rule.title).split())
