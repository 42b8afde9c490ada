"""Starts the program as people do, in a process of its own, with bounds of time and memory."""

from __future__ import annotations

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
SECONDS = 60
#: Of address space, of which the tables of rules and two libraries take most.
BYTES = 4_000_000_000


def started(
    *arguments: str,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    flags: Sequence[str] = (),
) -> Done:
    """Run `python -m rai_lint` in a folder; raises what `subprocess` does after a minute."""
    run = subprocess.run(
        [sys.executable, *flags, "-m", "rai_lint", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **(environment or {})},
        capture_output=True,
        check=False,
        timeout=SECONDS,
        preexec_fn=_bounded,
    )
    return Done(
        run.returncode, run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")
    )


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
