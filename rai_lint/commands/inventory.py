"""`rai-lint inventory`: the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import click

from rai_lint import __version__
from rai_lint.commands.check import cache_options, jobs_option
from rai_lint.commands.output import emit
from rai_lint.commands.progress import Progress
from rai_lint.commands.request import Arguments, make_request
from rai_lint.model.fact import Fact
from rai_lint.model.source import Skipped
from rai_lint.narrow import within
from rai_lint.report.inventory_v1 import render_inventory_json, render_inventory_table

_Render = Callable[[Sequence[Fact], Sequence[Skipped], str], str]


def _cyclonedx(facts: Sequence[Fact], skipped: Sequence[Skipped], name: str) -> str:
    from rai_lint.report.cyclonedx import render_cyclonedx  # noqa: PLC0415 - few ask for it

    return render_cyclonedx(facts, skipped, name, __version__)


_SHAPES: Mapping[str, _Render] = MappingProxyType(
    {
        "table": lambda facts, skipped, _: render_inventory_table(facts, skipped),
        "json": lambda facts, skipped, _: render_inventory_json(facts, skipped),
        "cyclonedx": _cyclonedx,
    }
)


@click.command(name="inventory")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "shape", type=click.Choice([*_SHAPES]), default="table")
@click.option("--output", metavar="FILE", default="-", help="Write to this file.")
@click.option("--no-progress", is_flag=True, help="Draw no progress bar.")
@jobs_option
@cache_options
def command(
    paths: tuple[str, ...],
    shape: str,
    output: str,
    *,
    no_progress: bool,
    jobs: int,
    no_cache: bool,
    cache_dir: str | None,
) -> int:
    """List what a repository loads, trains, evaluates and declares, tests and examples too."""
    request, _ = make_request(
        Arguments(paths=paths, cache=not no_cache, cache_dir=cache_dir, jobs=jobs)
    )
    from rai_lint.run import inventory  # noqa: PLC0415 - wrong arguments need no engine

    with Progress(wanted=not no_progress) as progress:
        facts, skipped = inventory(request, progress)
    if request.paths:
        facts = tuple(fact for fact in facts if within(fact.place.path, request.paths))
        skipped = tuple(each for each in skipped if within(each.path, request.paths))
    emit(_SHAPES[shape](facts, skipped, request.root.name), output)
    return 0
