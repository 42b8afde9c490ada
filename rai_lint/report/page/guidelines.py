"""What the run says about guidelines, item by item: those of the profile first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from rai_lint.model.pack import Guideline
from rai_lint.model.report import Report
from rai_lint.report.evidence import Item, Reached, State, levels
from rai_lint.report.page.anchors import Anchors
from rai_lint.report.page.spots import Some, clip, some, spots
from rai_lint.report.page.words import STATES, many

_MOST_PLACES = 4
_MOST_RULES = 8
_LONGEST = 300
_DATED = {"applies": "applies from", "published": "published", "read": "read"}


class Behind(Struct, frozen=True):
    """A rule behind an item, and its anchor if it has findings."""

    code: str
    anchor: str


class Entry(Struct, frozen=True, kw_only=True):
    """An item: what it asks, its state, and what shows it. `vouched` names who attests it."""

    anchor: str
    id: str
    text: str
    state: State
    word: str
    places: Some[str]
    because: str
    rules: Some[Behind]
    vouched: str


class Shown(Struct, frozen=True, kw_only=True):
    """A guideline: `looked` are the items with an answer, `others` those without.

    `counts` are the numbers of items by their states, with words.
    """

    anchor: str
    id: str
    title: str
    source: str
    dated: str
    asked: bool
    counts: tuple[tuple[State, str], ...]
    level: str
    looked: tuple[Entry, ...]
    others: tuple[Entry, ...]


def guidelines(report: Report, found: Sequence[Item], anchors: Anchors) -> tuple[Shown, ...]:
    """Return the guidelines of items: the profile's, then those of which something is known."""
    reached = levels(report, found)
    vouched = {each.item: each.owner for each in report.attestations}
    known = {guideline.id: guideline for guideline in report.guidelines}
    own: dict[str, list[Item]] = {}
    for item in found:
        own.setdefault(item.guideline, []).append(item)
    shown = []
    for name, its in own.items():
        # A rule of somebody's pack may refer to a guideline that is in none.
        guideline = known.get(name) or Guideline(id=name, title=name, source="")
        texts = {item.id: item.text for item in guideline.items}
        entries = [_entry(item, texts.get(item.item, ""), anchors, vouched) for item in its]
        level = _level(reached[name]) if name in reached else ""
        asked = name in report.asked
        shown.append(_guideline(guideline, entries, anchors.guideline(name), level, asked=asked))
    return tuple(sorted(shown, key=lambda each: (not each.asked, not each.looked)))


def _guideline(
    guideline: Guideline, entries: Sequence[Entry], anchor: str, level: str, *, asked: bool
) -> Shown:
    counts = Counter(entry.state for entry in entries)
    return Shown(
        anchor=anchor,
        id=guideline.id,
        title=guideline.title,
        source=clip(guideline.source, _LONGEST),
        dated=f"{_DATED[guideline.dated]} {guideline.date}" if guideline.date else "",
        asked=asked,
        counts=tuple((state, _count(counts[state], state)) for state in STATES if counts[state]),
        level=level,
        looked=tuple(entry for entry in entries if entry.state != "not-checked"),
        others=tuple(entry for entry in entries if entry.state == "not-checked"),
    )


def _entry(item: Item, text: str, anchors: Anchors, vouched: Mapping[str, str]) -> Entry:
    reference = f"{item.guideline}/{item.item}"
    return Entry(
        anchor=anchors.item(reference),
        id=item.item,
        text=text,
        state=item.state,
        word=STATES[item.state][0],
        places=spots(item.places, _MOST_PLACES),
        because=clip(item.because, _LONGEST),
        rules=some((Behind(code, anchors.rule(code)) for code in item.rules), _MOST_RULES),
        vouched=clip(vouched.get(reference, ""), _LONGEST),
    )


def _count(number: int, state: State) -> str:
    _, one, several = STATES[state]
    return many(number, one, several)


def _level(reached: Reached) -> str:
    shown = f"The repository shows {reached.level or 'none of its levels in full'}."
    if not reached.missing:
        return shown
    return f"{shown} {reached.next} lacks {', '.join(reached.missing)}."
