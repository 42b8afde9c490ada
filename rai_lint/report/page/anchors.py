"""The names of the parts of a page that others link to: made by counting, never from texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from rai_lint.model.report import Report
from rai_lint.report.evidence import Item


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


def anchors(report: Report, found: Iterable[Item]) -> Anchors:
    """Return the anchors of a report, of which the items of guidelines are given."""
    codes = dict.fromkeys(finding.rule.id for finding in report.findings)
    items = [*found]
    names = dict.fromkeys(item.guideline for item in items)
    return Anchors(
        {code: f"rule-{number}" for number, code in enumerate(codes, start=1)},
        {name: f"guideline-{number}" for number, name in enumerate(names, start=1)},
        {f"{each.guideline}/{each.item}": f"item-{n}" for n, each in enumerate(items, start=1)},
    )
