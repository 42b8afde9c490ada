"""How long rai-lint takes beside other linters, on the same trees, in the same minutes.

python -m benchmarks.speed [--runs N] [--tool NAME=PATH]… [--grow] [--json FILE] FOLDER…

Every round runs all commands once, one after the other, so that what loads the machine loads all of
them. What is printed of each is the median of its processor seconds, how many times as much it
costs as the command it is compared with (median, and the lowest and highest of the rounds), its
time on the wall, and its memory. Linters that are neither on the path nor given are left out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.speed.made import make_tree
from benchmarks.speed.measure import Cost, cost

_RULES = Path(__file__).with_name("semgrep.yaml")
_FLOOR = (
    "import sqlite3, subprocess, yaml, os, sys;"
    "out = subprocess.run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],"
    " capture_output=True).stdout;"
    "[os.lstat(name) for name in out.split(b'\\0') if name and os.path.lexists(name)]"
)
#: The linters, and what each is asked to do with a folder.
_OTHERS = {
    "ruff": ("check", "--no-cache", "--isolated", "--exit-zero", "."),
    "bandit": ("-q", "-r", "--exit-zero", "."),
    "semgrep": (
        "scan",
        "--metrics=off",
        "--disable-version-check",
        "-q",
        "--config",
        str(_RULES),
        ".",
    ),
    "fixit": ("lint", "."),
    "regula": ("check", "."),
}
#: Seconds after which a change of a file cannot be followed by one that does not show.
_OLD = 2.2
_GROWTH = (100, 1_000, 10_000)


def commands(folder: Path, work: Path, tools: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what is run in a folder, by name; `work` is a folder for caches."""
    lint = [sys.executable, "-m", "rai_lint", "check", str(folder), "--fail-on", "never"]
    lint += ["--no-progress", "--cache-dir"]
    found = {
        "python, yaml, sqlite, git": [sys.executable, "-c", _FLOOR],
        "python, libcst": [sys.executable, "-c", "import libcst"],
        "rai-lint cold": [*lint, str(work / "cold")],
        "rai-lint cold, one process": [*lint, str(work / "cold"), "--jobs", "1"],
        "rai-lint warm": [*lint, str(work / "warm")],
        "rai-lint one file changed": [*lint, str(work / "warm")],
    }
    found |= {name: [path, *_OTHERS[name]] for name, path in tools.items()}
    return found


def compare(folder: Path, runs: int, tools: Mapping[str, str]) -> dict[str, list[Cost]]:
    """Return the costs of all commands, round by round."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        changed = _one_of(folder)
        given = commands(folder, work, tools)
        cost(given["rai-lint cold"])  # compiles the rules, which is done once for each version
        (work / "rules").mkdir()
        for file in (work / "cold").glob("pack-*"):
            shutil.copy2(file, work / "rules")
        shutil.copytree(work / "cold", work / "warm")
        found: dict[str, list[Cost]] = {each: [] for each in given}
        for _ in range(runs):
            for each, command in given.items():
                if "cold" in each:
                    shutil.rmtree(work / "cold", ignore_errors=True)
                    shutil.copytree(work / "rules", work / "cold")
                with _edited(changed if "changed" in each else None):
                    found[each].append(cost(command, folder))
                if "changed" in each:  # what it has kept of the tree is of no use to the next
                    time.sleep(_OLD)
                    cost(command)
        return found


class _edited:
    """A file with another comment at its end, for a while."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._before = file.read_bytes() if file else b""

    def __enter__(self) -> None:
        if self._file:
            self._file.write_bytes(self._before + b"\n# changed\n")

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.write_bytes(self._before)


def _one_of(folder: Path) -> Path | None:
    """Return the Python file of middle size outside tests."""
    files = [each for each in folder.rglob("*.py") if "test" not in each.as_posix()]
    return (
        sorted(files, key=lambda each: (each.stat().st_size, each))[len(files) // 2]
        if files
        else None
    )


def lines(found: Mapping[str, Sequence[Cost]], base: str) -> Iterator[str]:
    """Yield a table: medians, and ratios to one of the commands, with their spread."""
    yield f"{'':30}{'CPU s':>9}{'wall s':>9}{'MB':>7}   times `{base}`"
    for name, costs in found.items():
        cpu, wall, memory = (statistics.median(each[i] for each in costs) for i in range(3))
        ratios = sorted(
            one.cpu / max(other.cpu, 0.001) for one, other in zip(costs, found[base], strict=True)
        )
        told = f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        failed = (
            ""
            if all(each.code in (0, 1) for each in costs)
            else f"  exit codes {[c.code for c in costs]}"
        )
        yield f"{name:30}{cpu:9.2f}{wall:9.2f}{memory:7.0f}   {told}{failed}"


def grow(runs: int) -> Iterator[str]:
    """Yield what made trees cost, of a hundred to ten thousand files."""
    yield f"{'files':>8}{'cold CPU s':>12}{'ms a file':>11}{'MB':>7}{'warm CPU s':>12}{'MB':>7}"
    for count in _GROWTH:
        with tempfile.TemporaryDirectory() as name:
            work = Path(name)
            make_tree(work / "tree", count)
            given = commands(work / "tree", work, {})
            time.sleep(_OLD)
            cold = [cost([*given["rai-lint cold"], "--no-cache"]) for _ in range(runs)]
            cost(given["rai-lint warm"])
            warm = [cost(given["rai-lint warm"]) for _ in range(runs)]
        cpu, hot = (statistics.median(each.cpu for each in costs) for costs in (cold, warm))
        memory, low = (max(each.memory for each in costs) for costs in (cold, warm))
        yield f"{count:8}{cpu:12.2f}{cpu / count * 1000:11.2f}{memory:7.0f}{hot:12.2f}{low:7.0f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.speed", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tool", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--grow", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    tools = {name: path for name in _OTHERS if (path := shutil.which(name))}
    tools |= dict(each.split("=", 1) for each in given.tool)
    kept = {}
    for folder in given.folders:
        found = compare(folder.resolve(), given.runs, tools)
        kept[folder.name] = found
        sys.stdout.write("\n".join((f"\n{folder.name}", *lines(found, "rai-lint cold"))) + "\n")
        sys.stdout.flush()
    if given.grow:
        for line in grow(given.runs):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    if given.json:
        given.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
