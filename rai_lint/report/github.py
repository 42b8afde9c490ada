"""The report as workflow commands of GitHub Actions: annotations in the changes of a commit.

A workflow command is a line of a log that begins with `::`. What a repository puts into messages
and names must neither end that line nor add properties, so it is escaped as the runner undoes it
(`toCommandValue`, `toCommandProperty` of actions/toolkit).
"""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model.report import Finding, Report
from rai_lint.report.finding_text import first_sentence
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.shown import gravest_first, in_cell, main_place, message_of, open_findings

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(report: Report, options: Options) -> str:
    """Return one line for each finding; the gravest first, since few of a step are shown."""
    found = gravest_first(open_findings(report))
    return "".join(f"{line}\n" for line in _lines(found, options))


def _lines(findings: list[Finding], options: Options) -> Iterator[str]:
    for finding in findings:
        place = options.in_file(main_place(finding))
        properties = {
            "file": place.path,
            "line": str(place.line),
            "endLine": str(place.last_line),
            "title": f"{finding.rule.id} {finding.rule.name}",
        }
        shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
        fix = first_sentence(finding.rule.fix_text)
        message = message_of(finding) + in_cell(main_place(finding))
        text = f"{message}\nHow to fix: {fix}" if fix else message
        yield f"::{_COMMANDS[finding.severity]} {shown}::{_data(text)}"


def _data(text: str) -> str:
    lines = [neutral(line).replace("%", "%25") for line in text.split("\n")]
    return "%0A".join(lines)


def _property(text: str) -> str:
    return neutral(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
