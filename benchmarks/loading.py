"""Measures what loading all rules on a warm start costs beside Python's own start.

    python -m benchmarks.loading [--pairs N]

Prints CPU seconds of `python -c pass`, of importing what reads a compiled pack (msgspec and the
model), and of reading the pack with all its rules, vocabularies and guidelines: the last two are
measured inside one process. The compiled pack is in a temporary folder, written by a first run
that does not count.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

_CHECKOUT = Path(__file__).resolve().parents[1]
_PROGRAM = """
import sys, time
began = time.process_time()
from pathlib import Path
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_packs
ready = time.process_time()
pack = load_packs((builtin_packs(),), Path(sys.argv[1]))
print(ready - began, time.process_time() - ready, len(pack.rules))
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print medians and the ratio."""
    parser = argparse.ArgumentParser(prog="benchmarks.loading", description=__doc__)
    parser.add_argument("--pairs", type=int, default=15, help="runs of each that count")
    count = parser.parse_args(arguments).pairs
    with tempfile.TemporaryDirectory() as caches:
        rows = [_pair(Path(caches)) for _ in range(count + 1)][1:]
    start, imports, load = (median(column) for column in zip(*rows, strict=True))
    ratios = [load / start for start, _, load in rows]
    sys.stdout.write(
        f"{count} pairs, Python {sys.version.split()[0]}, CPU time\n"
        f"python -c pass   {start * 1000:.1f} ms\n"
        f"imports          {imports * 1000:.1f} ms\n"
        f"loading          {load * 1000:.1f} ms\n"
        f"ratio            median {median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}\n"
    )
    return 0


def _pair(caches: Path) -> tuple[float, float, float]:
    """Return the seconds of Python's start, of the imports, and of loading."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment = kept | {"PYTHONPATH": str(_CHECKOUT), "PYTHONPYCACHEPREFIX": str(caches / "b")}
    before = _of_children()
    subprocess.run([sys.executable, "-c", "pass"], env=environment, check=True)  # noqa: S603
    start = _of_children() - before
    done = subprocess.run(  # noqa: S603 (Python itself, on a program written here)
        [sys.executable, "-c", _PROGRAM, str(caches / "packs")],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    imports, load, _ = done.stdout.split()
    return start, float(imports), float(load)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
