"""`rai-lint rules`: the catalogue."""

from __future__ import annotations

from pathlib import Path

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
@click.option("--pages", metavar="DIR", help="Write a page for each rule and guideline there.")
@click.option("--measured", metavar="FILE", help="Published counts of judged findings, for pages.")
def command(shape: str, output: str, pages: str | None, measured: str | None) -> int:
    """List all rules, or write their documentation."""
    if pages is not None:
        from rai_lint.commands.pages import write_pages  # noqa: PLC0415 - seldom asked for

        count = write_pages(Path(pages), Path(measured) if measured else None)
        emit(f"{count} pages in {pages}\n", output)
        return 0
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
