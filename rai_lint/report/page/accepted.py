"""What people answer for: suppressed findings, waivers, and attestations, with their days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from rai_lint.model.pack import items_by_reference
from rai_lint.model.report import Report
from rai_lint.report.page.anchors import Anchors
from rai_lint.report.page.findings import Group
from rai_lint.report.page.spots import Some, clip, some

_MOST = 200
_LONGEST = 400


class Hidden(Struct, frozen=True):
    """A suppressed finding: what, where, why, and where it is shown in full."""

    rule: str
    where: str
    reason: str
    anchor: str


class Waived(Struct, frozen=True, kw_only=True):
    """A rule that somebody accepts for a unit. `until` is "" where no day was set."""

    rule: str
    unit: str
    reason: str
    owner: str
    until: str
    over: bool


class Attested(Struct, frozen=True, kw_only=True):
    """A guideline item that somebody vouches for. `text` is what it asks."""

    item: str
    text: str
    anchor: str
    owner: str
    date: str
    link: str
    until: str
    over: bool


class Accepted(Struct, frozen=True):
    """All of it, and how many waivers and attestations are over."""

    hidden: Some[Hidden]
    waivers: Some[Waived]
    attestations: Some[Attested]
    expired: int


def accepted(
    report: Report, found: Sequence[Group], anchors: Anchors, today: dt.date | None
) -> Accepted:
    """Return what people answer for; without a day, nothing is called over."""
    hidden = [
        Hidden(group.rule.id, each.where, each.accepted, each.anchor)
        for group in found
        for each in group.findings
        if each.status == "accepted"
    ]
    waivers = [
        Waived(
            rule=clip(each.rule, _LONGEST),
            unit="the whole repository" if each.unit == "." else clip(each.unit, _LONGEST),
            reason=clip(each.reason, _LONGEST),
            owner=clip(each.owner, _LONGEST),
            until=_day(each.expires),
            over=_over(each.expires, today),
        )
        for each in report.waivers
    ]
    attested = _attested(report, anchors, today)
    expired = sum(each.over for each in waivers) + sum(each.over for each in attested)
    return Accepted(some(hidden, _MOST), some(waivers, _MOST), some(attested, _MOST), expired)


def _attested(report: Report, anchors: Anchors, today: dt.date | None) -> Sequence[Attested]:
    items = items_by_reference(report.guidelines)
    return [
        Attested(
            item=clip(each.item, _LONGEST),
            text=clip(items[each.item].text if each.item in items else "", _LONGEST),
            anchor=anchors.item(each.item),
            owner=clip(each.owner, _LONGEST),
            date=each.date.isoformat(),
            link=clip(each.link, _LONGEST),
            until=_day(each.expires),
            over=_over(each.expires, today),
        )
        for each in report.attestations
    ]


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()


def _over(day: dt.date | None, today: dt.date | None) -> bool:
    return day is not None and today is not None and day < today
