"""The names of the parts of a page that others link to: made by counting, never from texts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from rai_lint.model.report import Report


class Anchors(Struct, frozen=True):
    """Where the rules with findings, the guidelines and their items (`guideline/item`) stand."""

    rules: Mapping[str, str]
    guidelines: Mapping[str, str]
    items: Mapping[str, str]

    def rule(self, code: str) -> str:
        """Return the anchor of a rule, "" if the page has none."""
        return self.rules.get(code, "")

    def guideline(self, name: str) -> str:
        """Return the anchor of a guideline, "" if the page has none."""
        return self.guidelines.get(name, "")

    def item(self, reference: str) -> str:
        """Return the anchor of a guideline item, "" if the page has none."""
        return self.items.get(reference, "")


def anchors(report: Report) -> Anchors:
    """Return the anchors of a report."""
    codes = dict.fromkeys(finding.rule.id for finding in report.findings)
    references = (
        (f"{guideline.id}/{item.id}", f"item-{number}-{position}")
        for number, guideline in enumerate(report.guidelines, start=1)
        for position, item in enumerate(guideline.items, start=1)
    )
    return Anchors(
        {code: f"rule-{number}" for number, code in enumerate(codes, start=1)},
        {each.id: f"guideline-{number}" for number, each in enumerate(report.guidelines, start=1)},
        dict(references),
    )
