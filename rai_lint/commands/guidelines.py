"""`rai-lint guidelines [ID]`: what published guidelines ask, and which rules look at it."""

from __future__ import annotations

import click

from rai_lint.commands.output import emit
from rai_lint.commands.packs import all_rules, pack_folders
from rai_lint.commands.terminal import wants_color
from rai_lint.errors import UserError
from rai_lint.model.pack import Guideline
from rai_lint.report.guideline_pages import (
    render_guideline,
    render_guideline_markdown,
    render_guidelines_json,
    render_guidelines_text,
)


@click.command(name="guidelines")
@click.argument("guideline", required=False, metavar="[ID]")
@click.option("--format", "shape", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--output", metavar="FILE", default="-", help="Write to this file.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def command(guideline: str | None, shape: str, output: str, color: str) -> int:
    """List the guidelines, or one with its items and the rules behind each."""
    pack, _ = all_rules(pack_folders())
    chosen = pack.guidelines if guideline is None else (_find(guideline, pack.guidelines),)
    if shape == "json":
        text = render_guidelines_json(chosen)
    elif shape == "markdown":
        text = "\n".join(render_guideline_markdown(each) for each in chosen)
    elif guideline is None:
        text = render_guidelines_text(chosen)
    else:
        text = render_guideline(chosen[0], color=wants_color(color))
    emit(text, output)
    return 0


def _find(name: str, guidelines: tuple[Guideline, ...]) -> Guideline:
    """Return a guideline by its id; raises UserError that names the ids there are."""
    for guideline in guidelines:
        if guideline.id == name:
            return guideline
    known = ", ".join(each.id for each in guidelines)
    message = f"no guideline has the id `{name}`; there are {known}"
    raise UserError(message)
