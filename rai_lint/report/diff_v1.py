"""A comparison of two reports as text, as JSON (`rai-lint/diff/1`) and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

import msgspec
from msgspec import Struct

from rai_lint.model.rule import Severity
from rai_lint.model.source import Place
from rai_lint.report.compare import Change, Kind
from rai_lint.report.encode import json_text
from rai_lint.report.finding_text import place_text
from rai_lint.report.markdown import MOST_CHARACTERS, code, plain_text
from rai_lint.report.neutral import neutral, printed
from rai_lint.report.read_v1 import FindingRead
from rai_lint.report.shown import one_line
from rai_lint.report.style import Style

#: At most so many changes of a kind are shown in the text; JSON has all.
MOST = 50

_TITLES: Mapping[Kind, str] = {
    "new": "New",
    "more-places": "At more places than before",
    "severity": "Graver or milder",
    "fixed": "Fixed",
    "suppressed": "Suppressed now",
    "not-checked": "Gone, but nobody looked",
    "moved": "Moved",
}


class Side(Struct, frozen=True, kw_only=True):
    """A finding as one of the reports has it."""

    severity: Severity
    message: str
    path: str
    line: int
    cell: int | None = None


class ChangeEntry(Struct, frozen=True, kw_only=True):
    """One change; `before` or `now` is null where the finding is in one report only."""

    kind: Kind
    rule: str
    name: str
    subject: str
    unit: str
    fingerprint: str
    because: str
    before: Side | None
    now: Side | None


class DiffV1(Struct, frozen=True, kw_only=True):
    """A whole comparison."""

    schema: Literal["rai-lint/diff/1"] = "rai-lint/diff/1"
    counts: dict[Kind, int]
    changes: list[ChangeEntry]


def render_diff_json(changes: Sequence[Change]) -> str:
    """Return the comparison as JSON, indented, with a newline at the end."""
    return json_text(DiffV1(counts=_counts(changes), changes=[_change(each) for each in changes]))


def diff_schema() -> dict[str, object]:
    """Return the JSON Schema of this format."""
    schema = msgspec.json.schema(DiffV1)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def render_diff_text(changes: Sequence[Change], *, color: bool) -> str:
    """Return the comparison for people, every line ended."""
    style = Style(color)
    return printed(_text_lines(changes, style))


def render_diff_markdown(changes: Sequence[Change]) -> str:
    """Return the comparison as Markdown that fits a comment; nothing in it becomes markup."""
    lines = [f"## rai-lint: {_summary(changes)}", ""]
    room = MOST_CHARACTERS - 200
    for kind, several in _by_kind(changes):
        lines += [f"### {_TITLES[kind]} ({len(several)})", ""]
        shown = 0
        for each in islice(several, MOST):
            entry = _markdown_line(each)
            room -= len(entry) + 1
            if room < 0:
                break
            lines.append(entry)
            shown += 1
        if shown < len(several):
            lines.append(f"- … and {len(several) - shown} more")
        lines.append("")
    return "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"


def _by_kind(changes: Sequence[Change]) -> Iterator[tuple[Kind, list[Change]]]:
    for kind in _TITLES:
        several = [each for each in changes if each.kind == kind]
        if several:
            yield kind, several


def _counts(changes: Sequence[Change]) -> dict[Kind, int]:
    return {kind: sum(each.kind == kind for each in changes) for kind in _TITLES}


def _change(change: Change) -> ChangeEntry:
    finding = change.finding
    return ChangeEntry(
        kind=change.kind,
        rule=finding.rule,
        name=finding.name,
        subject=finding.subject,
        unit=finding.unit,
        fingerprint=finding.fingerprint,
        because=change.because,
        before=_side(change.before),
        now=_side(change.now),
    )


def _side(finding: FindingRead | None) -> Side | None:
    if finding is None:
        return None
    return Side(
        severity=finding.severity,
        message=finding.message,
        path=finding.path,
        line=finding.line,
        cell=finding.cell,
    )


def _summary(changes: Sequence[Change]) -> str:
    counts = _counts(changes)
    parts = [f"{counts[kind]} {title.lower()}" for kind, title in _TITLES.items() if counts[kind]]
    return ", ".join(parts) or "nothing changed"


def _text_lines(changes: Sequence[Change], style: Style) -> Iterator[str]:
    for kind, several in _by_kind(changes):
        yield style.paint(f"{_TITLES[kind]} ({len(several)})", "bold")
        for each in several[:MOST]:
            yield from _text_entry(each, style)
        if len(several) > MOST:
            yield f"  … and {len(several) - MOST} more (all are in --format json)"
        yield ""
    yield f"{_summary(changes)[:1].upper()}{_summary(changes)[1:]}"


def _text_entry(change: Change, style: Style) -> Iterator[str]:
    finding = change.finding
    severity = style.paint(finding.severity, finding.severity)
    rule = f"{neutral(finding.rule)} {neutral(finding.name)}"
    yield f"  {_where(change)}  {severity}  {rule}"
    if change.kind != "moved":
        yield f"      {neutral(one_line(finding.message))}"
    if change.because:
        yield f"      {neutral(one_line(change.because))}"


def _where(change: Change) -> str:
    if change.kind == "moved" and change.before and change.now:
        return f"{_place(change.before)} → {_place(change.now)}"
    return _place(change.finding)


def _place(finding: FindingRead) -> str:
    return place_text(Place(finding.path, finding.line, cell=finding.cell))


def _markdown_line(change: Change) -> str:
    finding = change.finding
    because = f" ({plain_text(change.because)})" if change.because else ""
    message = "" if change.kind == "moved" else f": {plain_text(finding.message)}"
    rule = f"{code(finding.rule)} {plain_text(finding.name)}"
    return f"- **{finding.severity}** {rule} at {code(_where(change))}{message}{because}"
