"""The report as GitLab reads code quality: a JSON list of issues, shown in merge requests."""

from __future__ import annotations

from typing import Any

from rai_lint.model.report import Finding, Report
from rai_lint.report.encode import json_text
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.shown import in_cell, main_place, message_of, open_findings

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def render_gitlab(report: Report, options: Options) -> str:
    """Return the issues, with a newline at the end.

    GitLab drops all but one issue of a fingerprint; ours are different for each finding.
    """
    return json_text([_issue(finding, options) for finding in open_findings(report)])


def _issue(finding: Finding, options: Options) -> dict[str, Any]:
    main = main_place(finding)
    place = options.in_file(main)
    message = neutral(message_of(finding)) + in_cell(main)
    return {
        "description": f"{finding.rule.id} {finding.rule.name}: {message}",
        "check_name": finding.rule.id,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": neutral(place.path),
            "lines": {"begin": place.line, "end": place.last_line},
        },
    }
