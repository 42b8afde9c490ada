"""Runs at once, a dead worker, too little memory, and a clock that goes backwards."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import time
from pathlib import Path

from benchmarks.faults.kills import Scene
from benchmarks.faults.made import command, content, environment, found, make, start

#: Bytes of address space, from far too little to plenty.
MEMORY = (100_000_000, 150_000_000, 200_000_000, 300_000_000, 500_000_000, 1_000_000_000)


def at_once(scene: Scene, count: int) -> str:
    """Run several times at once on one tree with one new cache."""
    cache = scene.work / f"at-once-{count}"
    shown = ("--format", "json", "--fail-on", "never")
    runs = [start(scene.root, cache, *shown) for _ in range(count)]
    for run in runs:
        out, err = run.communicate(timeout=600)
        if run.returncode or err:
            return f"exit code {run.returncode}: {err.decode()[-300:]}"
        report = json.loads(out)
        said = {key: report[key] for key in ("findings", "unknown", "skipped")}
        if (0, said) != scene.said:
            return "another report"
    return "" if found(scene.root, cache) == scene.said else "another report afterwards"


def fixes_at_once(scene: Scene, count: int) -> str:
    """Mend one tree several times at once."""
    root, cache = scene.work / f"fixes-{count}", scene.work / f"fixes-cache-{count}"
    make(root)
    mend = ("--fix", "--unsafe-fixes", "--fail-on", "never")
    runs = [start(root, cache, *mend) for _ in range(count)]
    for run in runs:
        _, err = run.communicate(timeout=600)
        if run.returncode or err:
            return f"exit code {run.returncode}: {err.decode()[-300:]}"
    start(root, cache, *mend).communicate()
    return "" if content(root) == scene.after else "the tree is not what one run makes of it"


def dead_worker(scene: Scene) -> str:
    """Kill a process that reads files; the run goes on without the file it read."""
    root, cache = scene.work / "large", scene.work / "large-cache"
    make(root, files=8, lines=3_000)
    whole = found(root, scene.work / "large-first")
    run = start(root, cache, "--format", "json", "--fail-on", "never", "--jobs", "3")
    victim = _child(run.pid)
    if victim is None:
        run.communicate()
        return "no worker was seen"
    os.kill(victim, signal.SIGKILL)
    out, err = run.communicate(timeout=600)
    if run.returncode or b"Traceback" in err:
        return f"exit code {run.returncode}: {err.decode()[-300:]}"
    lost = {each["path"]: each["because"] for each in json.loads(out)["skipped"]}
    if len(lost) > 1 or any("died (signal 9)" not in why for why in lost.values()):
        return f"skipped: {lost}"
    return "" if found(root, cache) == whole else "the next run says something else"


def _child(parent: int) -> int | None:
    """Wait for a child that is a fork of Python, not git."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except OSError:
            return None
        for child in children:
            if _is_ours(child) and (time.sleep(0.2) or _is_ours(child)):
                return int(child)
        time.sleep(0.01)
    return None


def _is_ours(child: str) -> bool:
    try:
        return b"rai_lint" in Path(f"/proc/{child}/cmdline").read_bytes()
    except OSError:
        return False


def little_memory(scene: Scene, limit: int) -> str:
    """Run with so much address space: a report with what was skipped, or a plain word of it."""
    root, cache = scene.work / f"memory-{limit}", scene.work / f"memory-cache-{limit}"
    make(root, files=3, lines=6_000)

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    shown = ("--format", "json", "--fail-on", "never", "--cache-dir", str(cache), "--jobs", "2")
    run = subprocess.run(
        command(*shown), cwd=root, env=environment(), capture_output=True, preexec_fn=bound, check=False
    )
    whole = found(root, cache)
    if whole != found(root, scene.work / "memory-other"):
        return "the next run says something else"
    if run.returncode == 3 or (run.returncode == 0 and not run.stdout):
        return f"exit code {run.returncode}: {run.stderr.decode()[-300:]}"
    if run.returncode == 0 and json.loads(run.stdout)["findings"] != whole[1]["findings"]:  # type: ignore[index]
        return "" if json.loads(run.stdout)["skipped"] else "a report that hides what was not read"
    return ""


def clock(scene: Scene) -> str:
    """Read files of the future, change one behind the clock's back, and read again."""
    root, cache = scene.work / "clock", scene.work / "clock-cache"
    make(root)
    future, past = 4_000_000_000, 1
    for at, path in enumerate(sorted(root.rglob("*"))):
        os.utime(path, (future, future) if at % 2 else (past, past))
    if found(root, cache) != scene.said or found(root, cache) != scene.said:
        return "times change what is found"
    for file in cache.iterdir():
        os.utime(file, (future, future))
    part = root / "part_3.py"
    status = part.stat()
    part.write_text(part.read_text().replace("weights_only=False", "weights_only=True "))
    os.utime(part, ns=(status.st_atime_ns, status.st_mtime_ns))
    changed = found(root, cache)
    if changed == scene.said:
        return "a change of the same size and time is not seen"
    return "" if changed == found(root, scene.work / "clock-other") else "an old reading is kept"
