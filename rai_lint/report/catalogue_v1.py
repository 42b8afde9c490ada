"""The catalogue of rules: `rai-lint/rules/1` as JSON, a table for Markdown, a list for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from rai_lint.model.rule import Confidence, Rule, Severity, Status
from rai_lint.report.encode import json_text


class RuleEntry(Struct, frozen=True, kw_only=True):
    """A rule; `profiles` are the profiles it is part of."""

    id: str
    name: str
    title: str
    severity: Severity
    confidence: Confidence
    status: Status
    since: str
    references: list[str]
    why: str
    fix_text: str
    profiles: list[str]
    fixable: bool


class CatalogueV1(Struct, frozen=True, kw_only=True):
    """All rules."""

    schema: Literal["rai-lint/rules/1"] = "rai-lint/rules/1"
    rules: list[RuleEntry]


def render_rules_json(rules: Iterable[Rule], profiles: Mapping[str, Sequence[str]]) -> str:
    """Return the catalogue as JSON; `profiles` maps the id of a rule to its profiles."""
    entries = [
        RuleEntry(
            id=rule.id,
            name=rule.name,
            title=rule.title,
            severity=rule.severity,
            confidence=rule.confidence,
            status=rule.status,
            since=rule.since,
            references=list(rule.references),
            why=rule.why,
            fix_text=rule.fix_text,
            profiles=list(profiles.get(rule.id, ())),
            fixable=rule.fixable,
        )
        for rule in rules
    ]
    return json_text(CatalogueV1(rules=entries))


def render_rules_markdown(rules: Iterable[Rule], profiles: Mapping[str, Sequence[str]]) -> str:
    """Return the catalogue as a Markdown table."""
    head = "| Rule | Name | Severity | What it reports | Asked by | Profiles |\n"
    head += "| --- | --- | --- | --- | --- | --- |\n"
    return head + "".join(_row(rule, profiles.get(rule.id, ())) for rule in rules)


def render_rules_text(rules: Sequence[Rule], profiles: Mapping[str, Sequence[str]]) -> str:
    """Return the catalogue as lines: id, severity, name and title."""
    width = max((len(rule.name) for rule in rules), default=0)
    lines = [
        f"{rule.id}  {rule.severity:<7}  {rule.name:<{width}}  {rule.title}{_mark(rule)}\n"
        for rule in rules
    ]
    shown = sorted({name for names in profiles.values() for name in names})
    tail = f"\n{len(rules)} rules; profiles: {', '.join(shown)}\n" if shown else ""
    return "".join(lines) + tail


def _mark(rule: Rule) -> str:
    return "" if rule.status == "stable" else f" ({rule.status})"


def _row(rule: Rule, profiles: Sequence[str]) -> str:
    cells = (
        rule.id,
        f"`{rule.name}`",
        rule.severity,
        rule.title + _mark(rule),
        ", ".join(rule.references),
        ", ".join(profiles),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
