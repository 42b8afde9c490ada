"""One run of a command: processor time of all its processes, time on the wall, peak memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

#: The program that is measured, whatever is installed.
_CHECKOUT = Path(__file__).resolve().parents[2]
#: Seconds between two looks at the memory of the processes.
_EVERY = 0.05


class Cost(NamedTuple):
    """Seconds of processors, seconds on the wall, megabytes at most over all processes at once."""

    cpu: float
    wall: float
    memory: float
    code: int


def cost(command: Sequence[str], cwd: Path | None = None) -> Cost:
    """Run a command to its end; what it prints is thrown away.

    Memory is the sum of proportional shares (pages that processes share count once), looked at
    twenty times a second, and never less than what the kernel says of the largest process.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(_CHECKOUT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    peak = 0
    while True:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        peak = max(peak, sum(_shares(process.pid)))
        time.sleep(_EVERY if time.perf_counter() - started > 0.2 else 0.005)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    memory = max(peak, usage.ru_maxrss) / 1000
    return Cost(usage.ru_utime + usage.ru_stime, wall, memory, process.returncode)


def _shares(group: int) -> Iterator[int]:
    """Yield kilobytes of each process of a group; nothing where the system does not tell."""
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(entry.read_text().rpartition(")")[2].split()[2]) != group:
                continue
            lines = (entry.parent / "smaps_rollup").read_text().splitlines()
        except (OSError, ValueError, IndexError):
            continue
        yield from (int(line.split()[1]) for line in lines if line.startswith("Pss:"))
