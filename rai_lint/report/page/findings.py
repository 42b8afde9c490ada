"""Findings by rule, the gravest first: each rule explained once, its findings below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from msgspec import Struct

from rai_lint.model.pack import items_by_reference
from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import SEVERITIES, Rule, Severity
from rai_lint.report.options import Options
from rai_lint.report.page.anchors import Anchors
from rai_lint.report.page.frames import Line, Lines, frame
from rai_lint.report.page.spots import Some, clip, some, spot, spots
from rai_lint.report.page.words import family
from rai_lint.report.shown import main_place, message_of

#: More findings than this are counted, not shown: a page must open in a moment.
MOST = 1_500
_MOST_PLACES = 6
_MOST_RELATED = 6
_LONGEST = 600


class Reference(Struct, frozen=True):
    """A guideline item that asks for what a rule checks, in our own words."""

    name: str
    text: str
    anchor: str


class Beside(Struct, frozen=True):
    """A place that belongs to the evidence, with a word on why."""

    spot: str
    word: str


class Shown(Struct, frozen=True, kw_only=True):
    """One finding. `accepted` is the reason why it is suppressed, "" if it is open."""

    anchor: str
    severity: Severity
    message: str
    where: str
    unit: str
    frame: tuple[Line, ...]
    others: Some[str]
    related: Some[Beside]
    accepted: str
    status: str


class Group(Struct, frozen=True, kw_only=True):
    """A rule with its findings: those that are open first."""

    anchor: str
    rule: Rule
    family: str
    severity: Severity
    open: int
    accepted: int
    references: tuple[Reference, ...]
    findings: tuple[Shown, ...]
    more: int


class Choice(Struct, frozen=True):
    """What a filter offers: a value, what it is called, and how many findings have it."""

    value: str
    label: str
    count: int


def groups(report: Report, options: Options, anchors: Anchors) -> tuple[Group, ...]:
    """Return the rules with findings: by their gravest open finding, then by their number."""
    texts = {
        reference: item.text for reference, item in items_by_reference(report.guidelines).items()
    }
    by_rule: dict[str, list[Finding]] = {}
    for finding in sorted(report.findings, key=_order):
        by_rule.setdefault(finding.rule.id, []).append(finding)
    ranked = sorted(by_rule.values(), key=_rank)
    rooms = [MOST, *(max(0, MOST - each) for each in accumulate(map(len, ranked)))]
    return tuple(
        _group(found, found[:room], options.lines, anchors, texts)
        for found, room in zip(ranked, rooms, strict=False)
    )


def choices(found: Sequence[Group]) -> Mapping[str, tuple[Choice, ...]]:
    """Return what the filters offer, by their names."""
    shown = [(group, finding) for group in found for finding in group.findings]
    return {
        "severity": _choices((each.severity, each.severity) for _, each in shown),
        "family": _choices((group.rule.family, group.family) for group, _ in shown),
        "rule": _choices((g.rule.id, f"{g.rule.id} {g.rule.name}") for g, _ in shown),
        "status": _choices((each.status, each.status) for _, each in shown),
    }


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    counts: dict[tuple[str, str], int] = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    return tuple(Choice(value, label, count) for (value, label), count in counts.items())


def _order(finding: Finding) -> tuple[bool, int, tuple[str, int, int, int]]:
    return (
        finding.suppressed is not None,
        SEVERITIES.index(finding.severity),
        main_place(finding).order(),
    )


def _rank(found: Sequence[Finding]) -> tuple[bool, int, int, str]:
    first = found[0]
    return (
        first.suppressed is not None,
        SEVERITIES.index(first.severity),
        -sum(each.suppressed is None for each in found),
        first.rule.id,
    )


def _group(
    found: Sequence[Finding],
    shown: Sequence[Finding],
    lines: Lines,
    anchors: Anchors,
    texts: Mapping[str, str],
) -> Group:
    """Return a rule with those of its findings that are shown; the others are counted."""
    rule = found[0].rule
    anchor = anchors.rule(rule.id)
    accepted = sum(each.suppressed is not None for each in found)
    return Group(
        anchor=anchor,
        rule=rule,
        family=family(rule.family),
        severity=found[0].severity,
        open=len(found) - accepted,
        accepted=accepted,
        references=tuple(
            Reference(name, clip(texts.get(name, ""), _LONGEST), anchors.item(name))
            for name in rule.references
        ),
        findings=tuple(
            _finding(each, f"{anchor}-{number}", lines)
            for number, each in enumerate(shown, start=1)
        ),
        more=len(found) - len(shown),
    )


def _finding(finding: Finding, anchor: str, lines: Lines) -> Shown:
    place = main_place(finding)
    related = (Beside(spot(each.place), clip(each.message, _LONGEST)) for each in finding.related)
    accepted = finding.suppressed is not None
    return Shown(
        anchor=anchor,
        severity=finding.severity,
        message=clip(message_of(finding), _LONGEST),
        where=spot(place),
        unit="" if finding.unit == "." else clip(finding.unit, _LONGEST),
        frame=frame(place, lines),
        others=spots(finding.places[1:], _MOST_PLACES),
        related=some(related, _MOST_RELATED),
        accepted=clip(finding.suppressed or "no reason", _LONGEST) if accepted else "",
        status="accepted" if accepted else "open",
    )
