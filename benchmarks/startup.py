"""Measures what a check of a small repository costs beside `python -c "import libcst"`.

    python -m benchmarks.startup [FOLDER] [--pairs N]

FOLDER is `examples/loan-scorer` if left out. Prints CPU seconds (user and system, of the process
and of git, which it asks for its files), which depend far less on what else runs than the time on
the clock does. Both programs are run in turn after one run of each that does not count: bytecode
and the compiled rule pack are then in their caches, as on a user's second run. The caches are in a
temporary folder. Files are read anew in every run. Needs no network; not for Windows.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_CHECKOUT = Path(__file__).resolve().parents[1]
_EXAMPLE = _CHECKOUT / "examples" / "loan-scorer"
_RUN = "from rai_lint.__main__ import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """CPU seconds of a check and of the import, one run after the other."""

    check: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times the import the check costs."""
        return self.check / self.bare


def main(arguments: Sequence[str] | None = None) -> int:
    """Print medians and spreads; return 2 if a program fails."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as caches:
        try:
            pairs = measure(options.folder, options.pairs, Path(caches))
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"ended with {error.returncode}: {' '.join(error.cmd)}\n")
            return 2
    for line in _lines(options.folder, pairs):
        sys.stdout.write(line + "\n")
    return 0


def measure(folder: Path, count: int, caches: Path) -> list[Pair]:
    """Return `count` pairs; raises `CalledProcessError` where a program fails."""
    environment = _environment(caches)
    options = ["--no-progress", "--fail-on", "never", "--cache-dir", str(caches / "packs")]
    check = [sys.executable, "-c", _RUN, "check", ".", *options]
    bare = [sys.executable, "-c", "import libcst"]
    pairs = [
        Pair(
            check=_cpu_seconds(check, folder, environment),
            bare=_cpu_seconds(bare, folder, environment),
        )
        for _ in range(count + 1)
    ]
    return pairs[1:]


def _environment(caches: Path) -> Mapping[str, str]:
    """Let Python keep its bytecode, in a folder of ours, and find this checkout first."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    path = os.pathsep.join((str(_CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])))
    return kept | {"PYTHONPYCACHEPREFIX": str(caches / "bytecode"), "PYTHONPATH": path}


def _cpu_seconds(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> float:
    before = _of_children()
    subprocess.run(  # noqa: S603 (Python itself, on a program written here)
        command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    return _of_children() - before


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _lines(folder: Path, pairs: Sequence[Pair]) -> list[str]:
    return [
        f"{len(pairs)} pairs on {folder.name}, Python {sys.version.split()[0]}, CPU time",
        _line("rai-lint check", [pair.check for pair in pairs], " s"),
        _line("import libcst", [pair.bare for pair in pairs], " s"),
        _line("ratio", [pair.ratio for pair in pairs], ""),
    ]


def _line(name: str, values: Sequence[float], unit: str) -> str:
    spread = f"{min(values):.3f} to {max(values):.3f}"
    return f"{name:<15} median {median(values):.3f}{unit}, from {spread}"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.startup", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, nargs="?", default=_EXAMPLE)
    parser.add_argument("--pairs", type=int, default=11, help="runs of each that count")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
