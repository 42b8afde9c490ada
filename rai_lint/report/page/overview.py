"""The start of the page: what was read, what was found, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from rai_lint.model.report import Report
from rai_lint.model.rule import SEVERITIES as ALL
from rai_lint.report.finding_text import first_sentence
from rai_lint.report.page.accepted import Accepted
from rai_lint.report.page.findings import Group
from rai_lint.report.page.spots import Some, clip, spots
from rai_lint.report.page.words import ROLES, SEVERITIES, family, many
from rai_lint.report.shown import open_findings

_MOST_STEPS = 5
_MOST_PLACES = 4


class Count(Struct, frozen=True):
    """A number with its noun, the part of the page about it, and its colour."""

    number: int
    noun: str
    anchor: str
    tone: str = ""


class Role(Struct, frozen=True):
    """What the repository does, in words, and where it shows."""

    word: str
    evidence: Some[str]
    because: str


class Step(Struct, frozen=True):
    """Something to do next: in a few words, how, and the part of the page about it."""

    what: str
    how: str
    anchor: str


class Topic(Struct, frozen=True):
    """A family of rules with its numbers of open findings by severity."""

    title: str
    counts: tuple[int, ...]


class Overview(Struct, frozen=True, kw_only=True):
    """What a reader sees first."""

    counts: tuple[Count, ...]
    roles: tuple[Role, ...]
    topics: tuple[Topic, ...]
    steps: tuple[Step, ...]


def overview(report: Report, found: Sequence[Group], accepted: Accepted) -> Overview:
    """Return the start of the page."""
    return Overview(
        counts=tuple(_counts(report)),
        roles=tuple(
            Role(
                ROLES.get(role.role, role.role),
                spots(role.evidence, _MOST_PLACES),
                clip(role.because, 200),
            )
            for role in report.roles
        ),
        topics=tuple(_topics(report)),
        steps=tuple(_steps(report, found, accepted)),
    )


def _counts(report: Report) -> Iterator[Count]:
    open_ones = Counter(each.severity for each in open_findings(report))
    for severity in ALL:
        number = open_ones[severity]
        yield Count(number, SEVERITIES[severity][number != 1], "findings", severity)
    yield Count(len(report.unknown), "to look at", "unknown")
    yield Count(len(report.findings) - open_ones.total(), "accepted", "accepted")
    yield Count(len(report.skipped), "not read", "unread")


def _topics(report: Report) -> Iterator[Topic]:
    counts = Counter((each.rule.family, each.severity) for each in open_findings(report))
    for code in sorted({code for code, _ in counts}, key=family):
        yield Topic(family(code), tuple(counts[code, severity] for severity in ALL))


def _steps(report: Report, found: Sequence[Group], accepted: Accepted) -> Iterator[Step]:
    """Yield what to do next: the gravest rules first, then what a person has to look at."""
    waiting = [group for group in found if group.open]
    for group in waiting[:_MOST_STEPS]:
        noun = SEVERITIES[group.severity]
        where = f" at {group.findings[0].where}" if group.open == 1 and group.findings else ""
        what = f"{group.rule.title} ({many(group.open, *noun)}{where})"
        yield Step(what, first_sentence(group.rule.fix_text), group.anchor)
    if len(waiting) > _MOST_STEPS:
        rest = many(len(waiting) - _MOST_STEPS, "further rule")
        yield Step(f"Go through the findings of {rest}", "", "findings")
    if accepted.expired:
        what = f"Renew or drop {many(accepted.expired, 'entry', 'entries')} past the agreed day"
        yield Step(what, "Waivers that are over suppress nothing.", "accepted")
    if report.unknown:
        what = f"Look at {many(len(report.unknown), 'place')} that could not be settled"
        yield Step(what, "Each says what stopped the check.", "unknown")
    if report.skipped:
        what = f"See whether {many(len(report.skipped), 'file')} that was not read matters"
        if len(report.skipped) != 1:
            what = f"See whether {len(report.skipped):,} files that were not read matter"
        yield Step(what, "A file that was not read may hold what is missing, or more.", "unread")
