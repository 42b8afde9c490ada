"""The types of `rai-lint/report/1`: frozen. What could break a reader makes a version 2."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rai_lint.model.rule import Confidence, Severity
from rai_lint.report.evidence import State


class Where(Struct, frozen=True, kw_only=True):
    """A place; `cell` is the 0-based cell of a notebook."""

    path: str
    line: int
    cell: int | None = None


class RelatedWhere(Struct, frozen=True, kw_only=True):
    """A place that belongs to the evidence, with a word on why."""

    path: str
    line: int
    cell: int | None
    message: str


class RoleEntry(Struct, frozen=True, kw_only=True):
    """A role the repository plays, with the facts that show it."""

    role: str
    evidence: list[Where]


class FindingEntry(Struct, frozen=True, kw_only=True):
    """A finding; `suppressed` is the reason if it is suppressed.

    `fixable` if the whole of it can be mended, `fix` says whether by safe edits alone.
    """

    rule: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    subject: str
    unit: str
    path: str
    line: int
    column: int
    end_line: int
    cell: int | None
    fingerprint: str
    locations: list[Where]
    related: list[RelatedWhere]
    references: list[str]
    fixable: bool
    fix: Literal["safe", "unsafe"] | None
    suppressed: str | None


class UnknownEntry(Struct, frozen=True, kw_only=True):
    """What a rule could not settle, at its first place and all others, and what stopped it."""

    rule: str
    message: str
    subject: str
    unit: str
    path: str
    line: int
    cell: int | None
    because: str
    locations: list[Where]


class PassedEntry(Struct, frozen=True, kw_only=True):
    """A subject for which a rule holds, with the evidence."""

    rule: str
    subject: str
    evidence: list[Where]


class NotApplicableEntry(Struct, frozen=True, kw_only=True):
    """A rule that does not apply, and why."""

    rule: str
    because: str


class SkippedEntry(Struct, frozen=True, kw_only=True):
    """A file, or a part of one, that was not read, and why."""

    path: str
    because: str


class AttestedEntry(Struct, frozen=True, kw_only=True):
    """Who vouches for an item, since when and until when (ISO dates, "" for no end)."""

    owner: str
    date: str
    link: str = ""
    expires: str = ""


class FixEntry(Struct, frozen=True, kw_only=True):
    """An edit that this run made, or could not make, of which rule and where; in words what."""

    rule: str
    path: str
    line: int
    cell: int | None
    message: str


class ItemEntry(Struct, frozen=True, kw_only=True):
    """An item of a guideline, over the rules that give evidence for it.

    `evidence` are the places that decided; `because` says why an item is not checked, or what a
    gap is that is no finding. What is `attested` is no evidence, and changes no state.
    """

    id: str
    state: State
    rules: list[str]
    evidence: list[Where]
    because: str
    attested: list[AttestedEntry] = []


class LevelEntry(Struct, frozen=True, kw_only=True):
    """The highest level whose items the repository shows ("" if none), and what the next lacks."""

    reached: str
    next: str
    missing: list[str]


class GuidelineEntry(Struct, frozen=True, kw_only=True):
    """A guideline with all its items; `asked` if the profile is for it."""

    id: str
    items: list[ItemEntry]
    asked: bool
    level: LevelEntry | None = None


class Counts(Struct, frozen=True, kw_only=True):
    """Findings that are not suppressed, by severity."""

    error: int
    warning: int
    note: int


class Summary(Struct, frozen=True, kw_only=True):
    """The run in numbers."""

    files: int
    findings: Counts
    suppressed: int
    unknown: int
    seconds: float


class ReportV1(Struct, frozen=True, kw_only=True):
    """A whole report."""

    schema: Literal["rai-lint/report/1"] = "rai-lint/report/1"
    version: str
    root: str
    roles: list[RoleEntry]
    findings: list[FindingEntry]
    unknown: list[UnknownEntry]
    passed: list[PassedEntry]
    not_applicable: list[NotApplicableEntry]
    skipped: list[SkippedEntry]
    guidelines: list[GuidelineEntry]
    fixed: list[FixEntry]
    not_fixed: list[FixEntry]
    summary: Summary
