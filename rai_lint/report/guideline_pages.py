"""Guidelines for people and programs: what each item asks, and what rai-lint looks at for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Literal

from msgspec import Struct

from rai_lint.model.pack import Dated, Guideline, GuidelineItem
from rai_lint.report.encode import json_text
from rai_lint.report.evidence import NO_MACHINE, NO_RULE
from rai_lint.report.neutral import neutral
from rai_lint.report.style import Style

_WIDTH = 96
_DATED: dict[Dated, str] = {"applies": "applies from", "published": "published", "read": "read"}


class ItemV1(Struct, frozen=True, kw_only=True):
    """An item; `date` is its own or that of its guideline."""

    id: str
    text: str
    date: str
    checkable: bool
    rules: tuple[str, ...]


class GuidelineV1(Struct, frozen=True, kw_only=True):
    """A guideline; `dated` says what its date is."""

    id: str
    title: str
    source: str
    date: str
    dated: Dated
    items: list[ItemV1]


class GuidelinesV1(Struct, frozen=True, kw_only=True):
    """All guidelines, or the one that was asked for."""

    schema: Literal["rai-lint/guidelines/1"] = "rai-lint/guidelines/1"
    guidelines: list[GuidelineV1]


def render_guidelines_json(guidelines: Sequence[Guideline]) -> str:
    """Return guidelines as JSON, `rai-lint/guidelines/1`."""
    return json_text(GuidelinesV1(guidelines=[_entry(each) for each in guidelines]))


def render_guidelines_text(guidelines: Sequence[Guideline]) -> str:
    """Return a line for each guideline: how many items have rules, or never can."""
    width = max((len(each.id) for each in guidelines), default=0)
    lines = [f"{each.id:<{width}}  {neutral(each.title)} ({_counts(each)})" for each in guidelines]
    total = sum(len(each.items) for each in guidelines)
    lines.append(f"\n{len(guidelines)} guidelines with {total} items; `rai-lint guidelines ID`")
    return "".join(f"{line}\n" for line in lines)


def render_guideline(guideline: Guideline, *, color: bool = False) -> str:
    """Return the page of one guideline: each item, and the rules behind it."""
    style = Style(color)
    lines = [
        style.paint(f"{guideline.id}  {neutral(guideline.title)}", "bold"),
        f"{_DATED[guideline.dated]} {guideline.date}; {_counts(guideline)}",
        neutral(guideline.source),
        "",
    ]
    for item in guideline.items:
        lines += _item_lines(item, style)
    return "".join(f"{line}\n" for line in lines)


def render_guideline_markdown(guideline: Guideline) -> str:
    """Return the page of one guideline as Markdown."""
    head = (
        f"# {_cell(guideline.title)}\n\n"
        f"Id `{guideline.id}`, {_DATED[guideline.dated]} {guideline.date}, {_counts(guideline)}.\n"
        f"Source: {_cell(guideline.source)}\n\n"
        "| Item | What it asks | From | Rules that give evidence |\n| --- | --- | --- | --- |\n"
    )
    rows = (
        f"| `{item.id}` | {_cell(item.text)} | {item.date} | {_evidence(item)} |\n"
        for item in guideline.items
    )
    return head + "".join(rows)


def _entry(guideline: Guideline) -> GuidelineV1:
    items = [
        ItemV1(
            id=item.id,
            text=item.text,
            date=item.date or guideline.date,
            checkable=item.checkable,
            rules=item.rules,
        )
        for item in guideline.items
    ]
    return GuidelineV1(
        id=guideline.id,
        title=guideline.title,
        source=guideline.source,
        date=guideline.date,
        dated=guideline.dated,
        items=items,
    )


def _counts(guideline: Guideline) -> str:
    ruled = sum(bool(item.rules) for item in guideline.items)
    never = sum(not item.checkable for item in guideline.items)
    tail = f", {never} that no machine can see" if never else ""
    items = "1 item" if len(guideline.items) == 1 else f"{len(guideline.items)} items"
    return f"{items}: {ruled} with rules{tail}"


def _item_lines(item: GuidelineItem, style: Style) -> Iterator[str]:
    since = f"  (from {item.date})" if item.date else ""
    yield style.paint(neutral(item.id), "bold") + since
    for line in wrap(neutral(item.text), _WIDTH - 4, break_on_hyphens=False):
        yield f"    {line}"
    yield f"    {_evidence(item)}"


def _evidence(item: GuidelineItem) -> str:
    if not item.checkable:
        return NO_MACHINE
    return ", ".join(item.rules) or NO_RULE


def _cell(text: str) -> str:
    return neutral(text).replace("|", "\\|")
