"""The report as JSON, `rai-lint/report/1`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding, Report
from rai_lint.model.request import Attestation
from rai_lint.model.rule import SEVERITIES
from rai_lint.model.source import Place
from rai_lint.report.encode import json_text
from rai_lint.report.evidence import Reached, items, levels
from rai_lint.report.json_v1_types import (
    AttestedEntry,
    Counts,
    FindingEntry,
    FixEntry,
    GuidelineEntry,
    ItemEntry,
    LevelEntry,
    NotApplicableEntry,
    PassedEntry,
    RelatedWhere,
    ReportV1,
    RoleEntry,
    SkippedEntry,
    Summary,
    UnknownEntry,
    Where,
)
from rai_lint.report.shown import main_place, open_findings


def render_json(report: Report) -> str:
    """Return the report as one JSON document, indented, with a newline at the end."""
    return json_text(report_v1(report))


def report_schema() -> dict[str, object]:
    """Return the JSON Schema of this format."""
    schema = msgspec.json.schema(ReportV1)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def report_v1(report: Report) -> ReportV1:
    """Return the report in the types of this format."""
    return ReportV1(
        version=report.version,
        root=report.root,
        roles=[RoleEntry(role=each.role, evidence=_wheres(each.evidence)) for each in report.roles],
        findings=[_finding(each) for each in report.findings],
        unknown=[_unknown(each) for each in report.unknown],
        passed=[
            PassedEntry(rule=each.rule.id, subject=each.subject, evidence=_evidence(each))
            for each in report.passed
        ],
        not_applicable=_not_applicable(report.not_applicable),
        skipped=[SkippedEntry(path=each.path, because=each.because) for each in report.skipped],
        guidelines=_guidelines(report),
        fixed=[_edit(each.rule, each.place, each.what) for each in report.fixed],
        not_fixed=[_edit(each.rule, each.place, each.because) for each in report.not_fixed],
        summary=_summary(report),
    )


def _wheres(places: Iterable[Place]) -> list[Where]:
    return [Where(path=place.path, line=place.line, cell=place.cell) for place in places]


def _evidence(outcome: Outcome) -> list[Where]:
    related = tuple(each.place for each in outcome.related)
    return _wheres(dict.fromkeys((*related, *outcome.places)))


def _finding(finding: Finding) -> FindingEntry:
    place = main_place(finding)
    return FindingEntry(
        rule=finding.rule.id,
        name=finding.rule.name,
        severity=finding.severity,
        confidence=finding.rule.confidence,
        message=finding.message,
        subject=finding.subject,
        unit=finding.unit,
        path=place.path,
        line=place.line,
        column=place.column,
        end_line=place.last_line,
        cell=place.cell,
        fingerprint=finding.fingerprint,
        locations=_wheres(finding.places),
        related=[
            RelatedWhere(
                path=each.place.path,
                line=each.place.line,
                cell=each.place.cell,
                message=each.message,
            )
            for each in finding.related
        ],
        references=list(finding.rule.references),
        fixable=finding.fixable is not None,
        fix=finding.fixable,
        suppressed=finding.suppressed,
    )


def _edit(rule: str, place: Place, message: str) -> FixEntry:
    return FixEntry(rule=rule, path=place.path, line=place.line, cell=place.cell, message=message)


def _unknown(outcome: Outcome) -> UnknownEntry:
    places = outcome.places or (Place(outcome.unit),)
    return UnknownEntry(
        rule=outcome.rule.id,
        message=outcome.message or outcome.rule.title,
        subject=outcome.subject,
        unit=outcome.unit,
        path=places[0].path,
        line=places[0].line,
        cell=places[0].cell,
        because=outcome.because,
        locations=_wheres(places),
    )


def _not_applicable(outcomes: Iterable[Outcome]) -> list[NotApplicableEntry]:
    """Return each rule and reason once: a reason does not depend on the subject."""
    pairs = dict.fromkeys((each.rule.id, each.because) for each in outcomes)
    return [NotApplicableEntry(rule=rule, because=because) for rule, because in pairs]


def _guidelines(report: Report) -> list[GuidelineEntry]:
    entries: dict[str, list[ItemEntry]] = {}
    found = items(report)
    for item in found:
        entry = ItemEntry(
            id=item.item,
            state=item.state,
            rules=list(item.rules),
            evidence=_wheres(item.places),
            because=item.because,
            attested=[_attested(each) for each in item.attested],
        )
        entries.setdefault(item.guideline, []).append(entry)
    reached = levels(report, found)
    return [
        GuidelineEntry(
            id=name,
            items=entries[name],
            asked=name in report.asked,
            level=_level(reached[name]) if name in reached else None,
        )
        for name in entries
    ]


def _attested(attestation: Attestation) -> AttestedEntry:
    return AttestedEntry(
        owner=attestation.owner,
        date=attestation.date.isoformat(),
        link=attestation.link,
        expires=attestation.expires.isoformat() if attestation.expires else "",
    )


def _level(reached: Reached) -> LevelEntry:
    return LevelEntry(reached=reached.level, next=reached.next, missing=list(reached.missing))


def _summary(report: Report) -> Summary:
    shown = [each.severity for each in open_findings(report)]
    return Summary(
        files=report.files,
        findings=Counts(**{severity: shown.count(severity) for severity in SEVERITIES}),
        suppressed=len(report.findings) - len(shown),
        unknown=len(report.unknown),
        seconds=round(report.seconds, 3),
    )
