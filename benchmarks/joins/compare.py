"""What rai-lint said of a repository, against what was expected of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from benchmarks.joins.table import ANYWHERE, Expectation
from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding, Report
from rai_lint.model.source import Place

#: A finding, or an outcome that is unknown: both have a rule, places and what is related.
Said: TypeAlias = Finding | Outcome

Verdict = Literal["reported", "unknown", "missed", "quiet", "reported wrongly"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One expectation with its verdict; `by` is what decided, in words."""

    expectation: Expectation
    verdict: Verdict
    by: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """The answers for one repository, and the findings that no expectation speaks of."""

    repository: str
    answers: tuple[Answer, ...]
    others: tuple[Finding, ...]


def compare(repository: str, expected: Sequence[Expectation], report: Report) -> Compared:
    """Return what became of each expectation."""
    failed = [finding for finding in report.findings if finding.suppressed is None]
    answers = tuple(_answer(one, failed, report.unknown) for one in expected)
    gaps = [one for one in expected if one.kind == "gap"]
    spoken = [finding for finding in failed if any(fits(one, finding) for one in gaps)]
    others = tuple(finding for finding in failed if finding not in spoken)
    return Compared(repository, answers, others)


def _answer(one: Expectation, failed: Iterable[Finding], open_ones: Iterable[Outcome]) -> Answer:
    found = next((finding for finding in failed if fits(one, finding)), None)
    if one.kind != "gap":
        return Answer(one, "reported wrongly", said(found)) if found else Answer(one, "quiet")
    if found:
        return Answer(one, "reported", said(found))
    maybe = next((outcome for outcome in open_ones if fits(one, outcome)), None)
    if maybe:
        return Answer(one, "unknown", f"{said(maybe)} because {maybe.because}")
    return Answer(one, "missed")


def fits(one: Expectation, outcome: Said) -> bool:
    """Say whether an outcome is of one of the rules, at one of the places.

    A gap is found where any evidence of the finding stands; agreement is broken only by a finding
    that stands there itself.
    """
    if not any(_is_of(rule, outcome) for rule in one.rules):
        return False
    places = [*outcome.places]
    if one.kind == "gap":
        places += [related.place for related in outcome.related]
    return any(_at(wanted, place) for wanted in one.places for place in places)


def _is_of(rule: str, outcome: Said) -> bool:
    """Say whether an outcome is of a rule: `DAT014`, or `DAT014 license` with a subject's word."""
    code, _, word = rule.partition(" ")
    return outcome.rule.id == code and (not word or word in outcome.subject.split())


def _at(wanted: str, place: Place) -> bool:
    path, colon, line = wanted.rpartition(":")
    if wanted == ANYWHERE:
        return True
    if colon and line.isdigit():
        return (place.path, place.line) == (path, int(line))
    return place.path == wanted or place.path.startswith(f"{wanted}/")


def said(outcome: Said) -> str:
    """Return the rule and the place of an outcome: `DAT001 train.py:3`."""
    place = outcome.places[0]
    return f"{outcome.rule.id} {place.path}:{place.line}"
