"""Starts the program as people do, in a process of its own, with bounds of time and memory."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from program import Done

import rai_lint

#: Where the package that is tested lies.
SOURCE = Path(rai_lint.__file__).parents[1]
#: Many times what a run takes, for machines that do other things too.
SECONDS = 180
#: Of address space, of which the tables of rules and two libraries take most.
BYTES = 4_000_000_000


def started(
    *arguments: str,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    flags: Sequence[str] = (),
    by_modes: bool = False,
) -> Done:
    """Run `python -m rai_lint` in a folder; raises what `subprocess` does when it is late.

    `by_modes` is for root, to whom the modes of files are nothing: they count for this run.
    """
    run = subprocess.run(
        [sys.executable, *flags, "-m", "rai_lint", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **(environment or {})},
        capture_output=True,
        check=False,
        timeout=SECONDS,
        preexec_fn=_as_anybody if by_modes else _bounded,
    )
    return Done(
        run.returncode, run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")
    )


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _as_anybody() -> None:
    """Give up for good what lets root read and write all (CAP_DAC_OVERRIDE, _READ_SEARCH)."""
    _bounded()
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (1, 2):
            libc.prctl(24, capability, 0, 0, 0)
