"""Measures what rai-lint finds against repositories labelled by hand.

    python -m benchmarks.accuracy CHECKOUTS LABELS [--list]

CHECKOUTS holds a folder for each repository, LABELS a table `<owner>__<repo>.tsv` of the same
name. Needs no network; a label without a checkout is named and left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy.counting import Counted, count
from benchmarks.accuracy.fields import compare
from benchmarks.accuracy.labels import read
from benchmarks.accuracy.tables import details, report
from rai_lint.model.request import Request
from rai_lint.run import inventory


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; return 2 if there is nothing to measure."""
    options = _options(arguments)
    counted: list[Counted] = []
    for table in sorted(options.labels.glob("*.tsv")):
        root = options.checkouts / table.stem
        if root.is_dir():
            facts, _ = inventory(Request(root=root))
            counted.append(count(table.stem, read(table), facts))
        else:
            sys.stdout.write(f"no checkout of {table.stem}: left out\n")
    if not counted:
        sys.stderr.write(f"no label table in {options.labels} has a checkout\n")
        return 2
    for line in _lines(counted, everything=options.list):
        sys.stdout.write(line + "\n")
    return 0


def _lines(counted: Sequence[Counted], *, everything: bool) -> Iterator[str]:
    fields = compare(pair for one in counted for pair in one.pairs if not pair.row.optional)
    yield from report(counted, fields)
    if everything:
        yield ""
        yield from details(counted, fields)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("checkouts", type=Path, help="folder of repositories")
    parser.add_argument("labels", type=Path, help="folder of label tables")
    parser.add_argument("--list", action="store_true", help="list misses and false facts")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
