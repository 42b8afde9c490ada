"""`rai-lint inventory`: the facts."""

from __future__ import annotations

import click

from rai_lint.commands.check import cache_options
from rai_lint.commands.output import emit
from rai_lint.commands.progress import Progress
from rai_lint.commands.request import Arguments, make_request
from rai_lint.narrow import within
from rai_lint.report.inventory_v1 import render_inventory_json, render_inventory_table


@click.command(name="inventory")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "shape", type=click.Choice(["table", "json"]), default="table")
@click.option("--output", metavar="FILE", default="-", help="Write to this file.")
@click.option("--no-progress", is_flag=True, help="Draw no progress bar.")
@cache_options
def command(
    paths: tuple[str, ...],
    shape: str,
    output: str,
    *,
    no_progress: bool,
    no_cache: bool,
    cache_dir: str | None,
) -> int:
    """List what a repository loads, trains, evaluates and declares, tests and examples too."""
    request, _ = make_request(Arguments(paths=paths, cache=not no_cache, cache_dir=cache_dir))
    from rai_lint.run import inventory  # noqa: PLC0415 - wrong arguments need no engine

    with Progress(wanted=not no_progress) as progress:
        facts, skipped = inventory(request, progress)
    if request.paths:
        facts = tuple(fact for fact in facts if within(fact.place.path, request.paths))
        skipped = tuple(each for each in skipped if within(each.path, request.paths))
    render = render_inventory_json if shape == "json" else render_inventory_table
    emit(render(facts, skipped), output)
    return 0
