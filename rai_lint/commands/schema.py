"""`rai-lint schema`: JSON Schema of what rai-lint reads and writes."""

from __future__ import annotations

import click

from rai_lint.commands.output import emit
from rai_lint.report.encode import json_text

SUBJECTS = ("rule", "config", "report", "inventory", "baseline", "diff")


@click.command(name="schema")
@click.argument("subject", type=click.Choice([*SUBJECTS]))
@click.option("--output", metavar="FILE", default="-", help="Write to this file.")
def command(subject: str, output: str) -> int:
    """Print a JSON Schema, for editors and for programs that read reports."""
    emit(json_text(_schema(subject)), output)
    return 0


def _schema(subject: str) -> object:
    # Each import stands where it is needed: one schema must not load the types of all.
    if subject == "rule":
        from rai_lint.packs.schema import rule_schema  # noqa: PLC0415

        return rule_schema()
    if subject == "config":
        from rai_lint.config_types import config_schema  # noqa: PLC0415

        return config_schema()
    if subject == "inventory":
        from rai_lint.report.inventory_v1 import inventory_schema  # noqa: PLC0415

        return inventory_schema()
    if subject == "baseline":
        from rai_lint.baseline_file import baseline_schema  # noqa: PLC0415

        return baseline_schema()
    if subject == "diff":
        from rai_lint.report.diff_v1 import diff_schema  # noqa: PLC0415

        return diff_schema()
    from rai_lint.report.json_v1 import report_schema  # noqa: PLC0415

    return report_schema()
