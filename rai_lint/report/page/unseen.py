"""What is not known: what could not be settled, what was not read, what did not apply."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Report
from rai_lint.report.page.spots import Some, clip, some, spots

_MOST = 300
_MOST_PLACES = 5
_LONGEST = 400


class Open(Struct, frozen=True, kw_only=True):
    """What a rule could not settle: at these places, because of this."""

    rule: str
    title: str
    subject: str
    because: str
    places: Some[str]


class Unread(Struct, frozen=True):
    """A file, or a part of one, that was not read."""

    path: str
    because: str


class Idle(Struct, frozen=True):
    """Why rules had nothing to say, and which."""

    because: str
    rules: tuple[str, ...]


class Unseen(Struct, frozen=True):
    """All that is not known."""

    unknown: Some[Open]
    unread: Some[Unread]
    idle: Some[Idle]
    passed: int


def unseen(report: Report) -> Unseen:
    """Return what the run does not know, with its reasons."""
    reasons: dict[str, dict[str, None]] = {}
    for outcome in report.not_applicable:
        reasons.setdefault(outcome.because, {})[outcome.rule.id] = None
    idle = (Idle(clip(because, _LONGEST), tuple(rules)) for because, rules in reasons.items())
    unread = (Unread(clip(each.path, 160), clip(each.because, _LONGEST)) for each in report.skipped)
    return Unseen(
        some((_open(each) for each in report.unknown), _MOST),
        some(unread, _MOST),
        some(idle, _MOST),
        len(report.passed),
    )


def _open(outcome: Outcome) -> Open:
    return Open(
        rule=outcome.rule.id,
        title=clip(outcome.message or outcome.rule.title, _LONGEST),
        subject=clip(outcome.subject, 160),
        because=clip(outcome.because, _LONGEST),
        places=spots(outcome.places, _MOST_PLACES),
    )
