"""Faults while rai-lint runs: `python -m benchmarks.faults [--kills N] [--seed N]` prints a table.

Each row is a fault, how often it was tried, and how often something was wrong afterwards: a file of
the user damaged, a next run that says something else, a traceback. The exit code is 1 for any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.faults.kills import Scene, killed
from benchmarks.faults.others import MEMORY, at_once, clock, dead_worker, fixes_at_once, little_memory

Row = tuple[str, int, list[str]]


def rows(scene: Scene, kills: int, seed: int) -> Iterator[Row]:
    """Yield each fault, how often it was tried, and what was wrong."""
    for kind, said in killed(scene, kills, seed).items():
        yield f"kill -9: {kind}", len(said), [each for each in said if each]
    for count in (2, 8):
        yield f"{count} runs at once", count, list(filter(None, [at_once(scene, count)]))
        yield f"{count} fixes at once", count, list(filter(None, [fixes_at_once(scene, count)]))
    yield "a dead worker", 1, list(filter(None, [dead_worker(scene)]))
    said = [little_memory(scene, limit) for limit in MEMORY]
    yield "little memory", len(MEMORY), list(filter(None, said))
    yield "a clock that goes backwards", 1, list(filter(None, [clock(scene)]))


def main() -> int:
    """Print the table; return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as work:
        scene = Scene(Path(work))
        print("| fault | tried | wrong |\n| --- | ---: | ---: |")
        for name, tried, said in rows(scene, given.kills, given.seed):
            wrong += len(said)
            print(f"| {name} | {tried} | {len(said)} |", flush=True)
            for each in said:
                print(f"  {each}", file=sys.stderr)
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
