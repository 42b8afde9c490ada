"""What every format shows alike: open findings, their place and message, and counts in words."""

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
    return one_line(finding.message or finding.rule.title)


def in_cell(place: Place) -> str:
    """Return ` (cell 3, line 2)` for a place in a notebook, whose file has other lines; else ""."""
    return "" if place.cell is None else f" (cell {place.cell + 1}, line {place.line})"


def one_line(text: str) -> str:
    """Return a text with each run of blanks and line ends as one space."""
    return " ".join(text.split())


def many(count: int, noun: str) -> str:
    """Return a count and its noun: `1 file`, `2 files`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
