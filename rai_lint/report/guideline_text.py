"""The guidelines that a profile is for, in the report for people: what is open, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rai_lint.model.pack import Guideline
from rai_lint.model.report import Report
from rai_lint.report.evidence import Item, Reached, State, items, levels
from rai_lint.report.finding_text import place_text
from rai_lint.report.neutral import neutral

_WORDS: Mapping[State, str] = {
    "evidence": "with evidence",
    "gap": "with a gap",
    "unknown": "unknown",
    "not-checked": "not checked",
}


def guideline_lines(report: Report) -> Iterator[str]:
    """Yield, for each guideline of the profile, its counts, its level, and what is open."""
    asked = [each for each in report.guidelines if each.id in report.asked]
    if not asked:
        return
    found = items(report)
    reached = levels(report, found)
    for guideline in asked:
        own = [item for item in found if item.guideline == guideline.id]
        yield f"  {neutral(guideline.title)}: {_counts(own)}"
        if guideline.id in reached:
            yield from _level(reached[guideline.id])
        yield from _open(guideline, own)
        yield from _attested(own)


def _counts(own: Sequence[Item]) -> str:
    counts = Counter(item.state for item in own)
    return ", ".join(f"{counts[state]} {_WORDS[state]}" for state in _WORDS if counts[state])


def _level(reached: Reached) -> Iterator[str]:
    yield f"    the repository shows {reached.level or 'none of its levels in full'}"
    if reached.missing:
        yield f"    {reached.next} lacks {', '.join(reached.missing)}"


def _open(guideline: Guideline, own: Sequence[Item]) -> Iterator[str]:
    texts = {item.id: item.text for item in guideline.items}
    for item in own:
        if item.state in ("gap", "unknown"):
            where = place_text(item.places[0]) if item.places else neutral(item.because)
            rules = f" ({', '.join(item.rules)})" if item.rules and item.places else ""
            yield f"    {item.state:<7}  {item.item}  {neutral(texts[item.item])}  {where}{rules}"


def _attested(own: Sequence[Item]) -> Iterator[str]:
    """Yield who vouches for what, apart from the states: that is a person's word."""
    for item in own:
        for each in item.attested:
            until = f", until {each.expires.isoformat()}" if each.expires else ""
            link = f"  {neutral(each.link)}" if each.link else ""
            who = f"{neutral(each.owner)} on {each.date.isoformat()}{until}"
            yield f"    attested {item.item}  by {who}{link}"
