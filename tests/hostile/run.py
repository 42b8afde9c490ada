"""Runs `rai-lint check` over hostile inputs as a user would, within bounds of time and memory.

Beside every input stands a *witness*, a program with a known finding: it shows that what surrounds
the input was checked. Many inputs go into one repository, each in a folder of its own, and what the
report says of each is looked at separately.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from hostile.inputs import Hostile, check_names

PROJECT = Path(__file__).parents[2]

WITNESS = "witness.py"
#: The rule and the line of what is to be found in every witness.
WITNESS_FINDING = ("SEC001", 3)
_WITNESS_TEXT = 'import torch\n\nstate = torch.load("a.pt", weights_only=False)\n'

#: Wall seconds of a whole run: many times what it takes, for machines that do other things too.
SECONDS = 30.0
#: Bytes that a process may have mapped, and that it may have had in memory at most.
ADDRESS_SPACE = 4_000_000_000
MEMORY = 1_500_000_000

#: What several processes have to read, so that they are started at all.
_PADDING = "x = 1\n" * 60_000


class Ran(Struct, frozen=True):
    """How a run ended: `code` is negative for a signal; without a report `report` is empty."""

    code: int
    report: Mapping[str, Any]
    stdout: str
    stderr: str
    seconds: float
    #: Bytes in memory at most, of the largest process.
    memory: int
    in_time: bool


def repository(root: Path, inputs: Sequence[Hostile], *, padded: bool = False) -> None:
    """Write inputs below `root`, each in its folder with a witness; `padded` for several jobs."""
    check_names(inputs)
    for each in inputs:
        folder = root / each.name
        folder.mkdir(parents=True)
        each.files(folder)
        (folder / WITNESS).write_text(_WITNESS_TEXT, "utf-8")
    if padded:
        for name in ("padding_a.py", "padding_b.py"):
            (root / name).write_text(_PADDING, "utf-8")


def check(  # noqa: PLR0913 - the bounds are arguments that few give
    root: Path,
    *arguments: str,
    jobs: int = 1,
    seconds: float = SECONDS,
    address_space: int = ADDRESS_SPACE,
    env: Mapping[str, str] | None = None,
    command: Sequence[str] = ("check",),
    cwd: Path = PROJECT,
) -> Ran:
    """Run `python -m rai_lint check ROOT` (with JSON on stdout) and return how it ended.

    `arguments` come after the usual ones, and the last of an option counts.
    """
    usual = ["--profile", "strict", "--fail-on", "warning", "--no-cache", "--format", "json"]
    line = [sys.executable, "-m", "rai_lint", *command, str(root), *usual, "--jobs", str(jobs)]
    return run([*line, *arguments], seconds, address_space, env, cwd)


def run(
    line: Sequence[str],
    seconds: float = SECONDS,
    address_space: int = ADDRESS_SPACE,
    env: Mapping[str, str] | None = None,
    cwd: Path = PROJECT,
) -> Ran:
    """Run a command within bounds and return how it ended; its whole group is killed if late."""

    def bound() -> None:
        if sys.platform == "linux":  # elsewhere the peak is looked at afterwards
            resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))

    path = os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")])
    surroundings = {**os.environ, "PYTHONPATH": path.rstrip(os.pathsep), **(env or {})}
    surroundings.pop("FORCE_COLOR", None)
    late = threading.Event()
    started = time.monotonic()
    with subprocess.Popen(
        line,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=surroundings,
        start_new_session=True,
        preexec_fn=bound,  # noqa: PLW1509 - no other thread of this process holds a lock by then
    ) as process:

        def kill() -> None:
            late.set()
            os.killpg(process.pid, signal.SIGKILL)

        timer = threading.Timer(seconds, kill)
        timer.start()
        stdout, stderr = _both(process)
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    text = stdout.decode("utf-8", "replace")
    return Ran(
        code=process.returncode,
        report=_report(text),
        stdout=text,
        stderr=stderr.decode("utf-8", "replace"),
        seconds=time.monotonic() - started,
        memory=usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        in_time=not late.is_set(),
    )


def _both(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    """Return what a process writes to its two streams, without waiting for its end."""
    found: dict[str, bytes] = {}

    def read(name: str) -> None:
        stream = getattr(process, name)
        found[name] = stream.read()

    threads = [threading.Thread(target=read, args=(name,)) for name in ("stdout", "stderr")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found["stdout"], found["stderr"]


def _report(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def ended_badly(ran: Ran, exit_code: int) -> list[str]:
    """Return what is wrong with how a run ended, whatever it read."""
    wrong: list[str] = []
    if not ran.in_time:
        wrong.append(f"hang: not done after {ran.seconds:.0f} s")
    elif ran.code < 0:
        wrong.append(f"crash: ended by signal {-ran.code}")
    elif ran.code != exit_code:
        wrong.append(f"exit code {ran.code} instead of {exit_code}")
    if "Traceback" in ran.stderr:
        wrong.append(f"a trace on stderr: {ran.stderr[-2000:]}")
    if ran.memory > MEMORY:
        wrong.append(f"{ran.memory // 1_000_000} MB in memory")
    if ran.in_time and not ran.report:
        wrong.append(f"no report: {ran.stdout[:200]!r} {ran.stderr[-500:]!r}")
    return wrong


def told_badly(ran: Ran, hostile: Hostile) -> list[str]:
    """Return what the report says wrongly of one input of a repository."""
    if not ran.report:
        return []
    wrong: list[str] = []
    said: dict[str, list[str]] = {}
    for entry in ran.report["skipped"]:
        said.setdefault(entry["path"], []).append(entry["because"])
    folder = f"{hostile.name}/"
    for path, part in hostile.skipped.items():
        reasons = said.get(folder + path, [])
        if not any(part in reason for reason in reasons):
            wrong.append(f"{path} is skipped because of {reasons or 'nothing'}, not of {part!r}")
    wrong += [
        f"{path} is skipped: {reasons}"
        for path, reasons in said.items()
        if path.startswith(folder) and path.removeprefix(folder) not in hostile.skipped
    ]
    rule, line = WITNESS_FINDING
    witnesses = {
        (place["path"], place["line"])
        for finding in ran.report["findings"]
        if finding["rule"] == rule
        for place in finding["locations"]
    }
    if (folder + WITNESS, line) not in witnesses:
        wrong.append("its witness was not checked")
    return wrong
