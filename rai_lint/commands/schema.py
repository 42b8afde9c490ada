"""`rai-lint schema`: JSON Schema of what rai-lint reads and writes."""

from __future__ import annotations

import click

from rai_lint.commands.output import emit
from rai_lint.report.encode import json_text


@click.command(name="schema")
@click.argument("subject", type=click.Choice(["rule", "config", "report", "inventory"]))
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
    from rai_lint.report.json_v1 import report_schema  # noqa: PLC0415

    return report_schema()
