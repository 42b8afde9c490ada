"""`rai-lint rules`: the catalogue."""

from __future__ import annotations

import click

from rai_lint.commands.output import emit
from rai_lint.commands.packs import all_rules, memberships, pack_folders
from rai_lint.report.catalogue_v1 import (
    render_rules_json,
    render_rules_markdown,
    render_rules_text,
)


@click.command(name="rules")
@click.option("--format", "shape", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--output", metavar="FILE", default="-", help="Write to this file.")
def command(shape: str, output: str) -> int:
    """List all rules."""
    pack, rules = all_rules(pack_folders())
    profiles = memberships(pack)
    if shape == "json":
        text = render_rules_json(rules, profiles)
    elif shape == "markdown":
        text = render_rules_markdown(rules, profiles)
    else:
        text = render_rules_text(rules, profiles)
    emit(text, output)
    return 0
