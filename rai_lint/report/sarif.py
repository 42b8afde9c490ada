"""The report as SARIF 2.1.0 (OASIS), for code scanning and for viewers of many tools.

Every address is relative to the root of the repository, so that a report made on one machine fits
the checkout on another. What is suppressed is in it with its reason; what could not be settled
and what was not read are notifications of the run, not results: nobody has to close them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from rai_lint.model.fix import Edit
from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place, Skipped
from rai_lint.report.encode import json_text
from rai_lint.report.neutral import neutral
from rai_lint.report.options import Options
from rai_lint.report.shown import in_cell, main_place, message_of, one_line

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
#: What the format calls our severities.
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}
#: Code scanning takes at most 100 places with a result.
_MOST_RELATED = 99
_ADDRESS = re.compile(r"https?://[^\s;,()<>\"]+")

Json = dict[str, Any]


def render_sarif(report: Report, options: Options) -> str:
    """Return the report as one SARIF log, indented, with a newline at the end."""
    named = [each.rule for each in report.findings] + [each.rule for each in report.unknown]
    rules = {rule.id: rule for rule in named}
    numbers = {code: number for number, code in enumerate(rules)}
    sources = {each.id: each.source for each in report.guidelines}
    run = {
        "tool": {
            "driver": {
                "name": "rai-lint",
                "version": report.version,
                "semanticVersion": report.version,
                "rules": [_rule(rule, sources) for rule in rules.values()],
            }
        },
        "automationDetails": {"id": f"rai-lint/{report.profile or 'basic'}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": _text("The root of the repository.")}},
        "invocations": [_invocation(report, options)],
        "results": [_result(each, numbers[each.rule.id], options) for each in report.findings],
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, sources: Mapping[str, str]) -> Json:
    entry: Json = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": _text(rule.title + "."),
        "fullDescription": _text(one_line(rule.why) or rule.title),
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["responsible-ai", rule.family.lower()],
            "precision": rule.confidence,  # GitHub reads it; the format has our words
            "problem.severity": _PROBLEM[rule.severity],
            "references": list(rule.references),
        },
    }
    address = _address(rule, sources)
    return {**entry, "helpUri": address} if address else entry


def _address(rule: Rule, sources: Mapping[str, str]) -> str:
    """Return where the first guideline behind the rule is published, if it says so."""
    for reference in rule.references:
        found = _ADDRESS.search(sources.get(reference.partition("/")[0], ""))
        if found:
            return found.group().rstrip(".")
    return ""


def _help_text(rule: Rule) -> str:
    return f"{one_line(rule.why)}\n\nHow to fix: {one_line(rule.fix_text)}"


def _help_markdown(rule: Rule) -> str:
    asked = "".join(f"- `{reference}`\n" for reference in rule.references)
    return (
        f"{rule.why.strip()}\n\n**How to fix.** {rule.fix_text.strip()}\n\n"
        f"**Asked by**\n\n{asked}\n"
        f"**To accept one**, write `# rai-lint: ignore[{rule.id}] the reason` at the line."
    )


def _result(finding: Finding, number: int, options: Options) -> Json:
    entry: Json = {
        "ruleId": finding.rule.id,
        "ruleIndex": number,
        "level": finding.severity,
        "message": _message(message_of(finding) + in_cell(main_place(finding))),
        "locations": [_location(main_place(finding), options)],
        "partialFingerprints": {
            "raiLint/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:1",
        },
    }
    related = [*_related(finding, options)][:_MOST_RELATED]
    if related:
        entry["relatedLocations"] = related
    if finding.suppressed is not None:
        kind = "inSource" if finding.in_source else "external"
        justification = neutral(finding.suppressed)
        entry["suppressions"] = [{"kind": kind, "justification": justification}]
    elif finding.edits:
        entry["fixes"] = [_fix(finding.edits)]
    return entry


def _fix(edits: Sequence[Edit]) -> Json:
    """Return one fix: all of its edits mend the finding, and no others are needed."""
    files: dict[str, list[Edit]] = {}
    for edit in edits:
        files.setdefault(edit.path, []).append(edit)
    words = dict.fromkeys(edit.what for edit in edits)
    return {
        "description": _message("; ".join(words)),
        "artifactChanges": [
            {"artifactLocation": _artifact(path), "replacements": [_replacement(e) for e in pieces]}
            for path, pieces in files.items()
        ],
    }


def _replacement(edit: Edit) -> Json:
    """Return one piece of a file that is replaced; its text goes into the file, and stays as it is.

    The end is where the next character stands, so an insertion ends where it starts.
    """
    (line, column), (end_line, end_column) = edit.start, edit.end
    return {
        "deletedRegion": {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
        },
        "insertedContent": {"text": edit.text},
    }


def _related(finding: Finding, options: Options) -> Iterator[Json]:
    others = [(place, "also here") for place in finding.places[1:]]
    evidence = [(each.place, each.message or "evidence") for each in finding.related]
    for number, (place, word) in enumerate((*others, *evidence), start=1):
        yield {
            "id": number,
            **_location(place, options),
            "message": _message(word + in_cell(place)),
        }


def _location(place: Place, options: Options) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(place.path),
            "region": _region(place, options.in_file(place)),
        }
    }


def _artifact(path: str) -> Json:
    return {"uri": quote(os.fsencode(path or ".")), "uriBaseId": "SRCROOT"}


def _region(place: Place, in_file: Place) -> Json:
    region: Json = {"startLine": in_file.line, "startColumn": in_file.column}
    if in_file.last_line > in_file.line:
        region["endLine"] = in_file.last_line
    if place.cell is not None:
        region["properties"] = {"cell": place.cell, "line": place.line}
    return region


def _invocation(report: Report, options: Options) -> Json:
    notes = [
        *(_unsettled(each, options) for each in report.unknown),
        *(_not_read(each) for each in report.skipped),
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _unsettled(outcome: Outcome, options: Options) -> Json:
    because = outcome.because or outcome.message or outcome.rule.title
    return {
        "level": "note",
        "associatedRule": {"id": outcome.rule.id},
        "message": _message(f"Please look: {because}"),
        "locations": [_location(place, options) for place in outcome.places[:_MOST_RELATED]],
    }


def _not_read(skipped: Skipped) -> Json:
    return {
        "level": "warning",
        "message": _message(f"Not looked at: {skipped.because}"),
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(skipped.path)}}],
    }


def _text(text: str) -> Json:
    return {"text": neutral(text)}


def _message(text: str) -> Json:
    r"""Return a message that is text only: `[` would begin a link, which consumers follow."""
    return _text(re.sub(r"([\\\[\]])", r"\\\1", one_line(text)))
