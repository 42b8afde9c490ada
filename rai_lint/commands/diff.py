"""`rai-lint diff OLD NEW`: what changed between two reports."""

from __future__ import annotations

import click

from rai_lint.commands.check import FAIL_ON
from rai_lint.commands.output import emit, writable
from rai_lint.commands.terminal import wants_color
from rai_lint.report.compare import compare, fails
from rai_lint.report.diff_v1 import render_diff_json, render_diff_markdown, render_diff_text
from rai_lint.report.read_v1 import read_report


@click.command(name="diff")
@click.argument("old", metavar="OLD.json")
@click.argument("new", metavar="NEW.json")
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="error",
    help="Exit with 1 for something new from here on [default: error].",
)
@click.option("--format", "shape", type=click.Choice(["text", "json", "markdown"]), default="text")
@click.option("--output", metavar="FILE", default="-", help="Write to this file.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def command(old: str, new: str, fail_on: str, shape: str, output: str, color: str) -> int:
    """Compare two reports of `rai-lint check --format json`: what is new, fixed, moved."""
    writable(output)
    changes = compare(read_report(old), read_report(new))
    if shape == "json":
        text = render_diff_json(changes)
    elif shape == "markdown":
        text = render_diff_markdown(changes)
    else:
        text = render_diff_text(changes, color=output == "-" and wants_color(color))
    emit(text, output)
    return int(fails(changes, fail_on))
