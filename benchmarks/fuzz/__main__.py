"""Fuzz a reader for a time: `python -m benchmarks.fuzz TARGET… [--seconds N] [--seed N] [--out DIR]`.

With atheris (`pip install atheris`; no dependency of the project) mutations are guided by what code
they reach, else (or with `--plain`) they are drawn at random. Without a name all targets run, one
after the other, each in a process of its own. An exception, more than `--slow` processor seconds for
one input, or an end of the process is a fault; one input of each kind of fault is written to
`--out`, and the run goes on. The last line is a record as JSON: executions, seconds, faults.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from msgspec import Struct, field

ADDRESS_SPACE = 4_000_000_000


class SlowError(Exception):
    """One input took too long."""


class Session(Struct):
    """A run of one target: what is counted, and what was found."""

    name: str
    fuzz: Any
    out: Path
    slow: float
    executions: int = 0
    #: By the place of the fault: its text and the file that shows it.
    faults: dict[str, str] = field(default_factory=dict)

    def one(self, data: bytes) -> None:
        """Try an input; a fault is kept and the run goes on."""
        self.executions += 1
        last = self.out / f"{self.name}.last"
        last.write_bytes(data)  # what a process that dies was reading
        signal.setitimer(signal.ITIMER_VIRTUAL, self.slow)
        try:
            self.fuzz(data)
        except SlowError:
            self._keep("slow", data, traceback.format_exc())
        except Exception as error:  # noqa: BLE001 - every one is a fault
            self._keep(type(error).__name__, data, traceback.format_exc())
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def _keep(self, kind: str, data: bytes, trace: str) -> None:
        where = [line.strip() for line in trace.splitlines() if "/rai_lint/" in line]
        place = f"{kind} {where[-1].split('/rai_lint/')[-1] if where else trace[-300:]}"
        if place in self.faults:
            return
        file = self.out / f"{self.name}-{hashlib.sha256(data).hexdigest()[:12]}"
        file.write_bytes(data)
        file.with_suffix(".txt").write_text(trace[-6000:])
        self.faults[place] = str(file)
        print(f"{self.name}: {place}: {file}", flush=True)


def _raise(*_: object) -> None:
    raise SlowError


def _plain(session: Session, inputs: list[bytes], pieces: list[bytes], args: Any) -> None:
    from benchmarks.fuzz.mutate import mutated

    drawn = random.Random(args.seed)
    until = time.monotonic() + args.seconds
    pool = list(inputs) or [b""]
    for data in inputs:
        session.one(data)
    while time.monotonic() < until:
        session.one(mutated(drawn.choice(pool), pieces, inputs, drawn))


def _guided(session: Session, inputs: list[bytes], pieces: list[bytes], args: Any) -> None:
    import atheris

    from benchmarks.fuzz.mutate import mutated

    def mutator(data: bytes, max_size: int, seed: int) -> bytes:
        if seed % 3 == 0:
            return atheris.Mutate(data, max_size)
        return mutated(data, pieces, inputs, random.Random(seed))[:max_size]

    with tempfile.TemporaryDirectory() as name:
        for number, data in enumerate(inputs):
            (Path(name) / str(number)).write_bytes(data)
        until = time.monotonic() + args.seconds

        def one(data: bytes) -> None:
            session.one(data)
            if time.monotonic() > until:
                _record(session, args, guided=True)
                sys.stdout.flush()
                import os

                os._exit(0)

        options = [f"-seed={args.seed}", "-max_len=4096", "-timeout=600", "-rss_limit_mb=0"]
        atheris.Setup(
            [sys.argv[0], *options, "-verbosity=0", "-print_final_stats=0", name],
            one,
            custom_mutator=mutator,
        )
        atheris.Fuzz()


def _record(session: Session, args: Any, *, guided: bool) -> None:
    record = {
        "target": session.name,
        "guided": guided,
        "seed": args.seed,
        "seconds": args.seconds,
        "executions": session.executions,
        "faults": session.faults,
    }
    print(json.dumps(record), flush=True)
    (session.out / f"{session.name}.record.json").write_text(json.dumps(record, indent=1))


def _run(name: str, args: Any) -> None:
    plain = args.plain
    if not plain:
        try:
            import atheris
        except ImportError:
            print("atheris is not installed: mutations are drawn at random", file=sys.stderr)
            plain = True
    if plain:
        from benchmarks.fuzz import targets
    else:
        with atheris.instrument_imports(include=["rai_lint", "markdown_it", "yaml"]):
            from benchmarks.fuzz import targets
    target = targets.TARGETS[name]
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as root:
        fuzz = targets.Fuzz(target, Path(root), targets.shipped())
        session = Session(name, fuzz, args.out, args.slow)
        inputs = sorted({data for data in targets.seeds(target) if len(data) < 4096})
        signal.signal(signal.SIGVTALRM, _raise)
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        (_plain if plain else _guided)(session, inputs, targets.pieces(target), args)
        _record(session, args, guided=not plain)


def _each(names: list[str], args: Any) -> int:
    """Run targets one after the other; a process that dies is a fault, with its last input."""
    worst = 0
    for name in names:
        options = [f"--{key}={getattr(args, key)}" for key in ("seconds", "seed", "slow", "out")]
        options += ["--plain"] if args.plain else []
        line = [sys.executable, "-m", "benchmarks.fuzz", name, "--here", *options]
        done = subprocess.run(line, check=False)
        if done.returncode != 0:
            last = args.out / f"{name}.last"
            kept = args.out / f"{name}-died-{int(time.time())}"
            if last.exists():
                kept.write_bytes(last.read_bytes())
            print(f"{name}: the process ended with {done.returncode}: {kept}", flush=True)
            worst = 1
    return worst


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=float, default=5)
    parser.add_argument("--out", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.here:
        _run(args.targets[0], args)
        return 0
    from benchmarks.fuzz.targets import TARGETS

    return _each(args.targets or [*TARGETS], args)


if __name__ == "__main__":
    sys.exit(main())
