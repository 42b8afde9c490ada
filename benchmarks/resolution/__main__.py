"""Measures how many ids are resolved, over the checkouts in a folder.

    python -m benchmarks.resolution CHECKOUTS [--list] [--sample N --seed S]

Counts facts about datasets, models, downloads, calls of language models and evaluation tasks in
code, examples and documentation; tests and vendored code are left out. docs/resolution.md says
what counts as resolved. Needs no network.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.resolution.places import Place, places
from benchmarks.resolution.sample import chosen, shown
from benchmarks.resolution.tables import causes, repositories, unresolved


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, or a sample to read; return 2 if there is nothing to measure."""
    options = _options(arguments)
    found: dict[str, list[Place]] = {}
    for root in sorted(options.checkouts.iterdir()):
        if root.is_dir() and (not options.only or root.name in options.only):
            found[root.name] = places(root.resolve(), root.name)
    if not found:
        sys.stderr.write(f"{options.checkouts} has no checkouts\n")
        return 2
    for line in _lines(found, options):
        sys.stdout.write(line + "\n")
    return 0


def _lines(found: dict[str, list[Place]], options: argparse.Namespace) -> Iterator[str]:
    if options.sample:
        for place in chosen(found, options.sample, options.seed):
            yield from shown(place, options.checkouts)
        return
    yield from repositories(found)
    yield ""
    yield from causes(found)
    if options.list:
        yield ""
        yield from unresolved(found)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.resolution", description=__doc__)
    parser.add_argument("checkouts", type=Path, help="folder of repositories")
    parser.add_argument("--only", nargs="*", default=(), help="names of repositories to measure")
    parser.add_argument("--list", action="store_true", help="list what is not resolved")
    parser.add_argument("--sample", type=int, default=0, help="print that many resolved ids")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
