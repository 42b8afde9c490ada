"""Kill -9 at random moments: what a run leaves behind, and what the next one says."""

from __future__ import annotations

import random
import shutil
import time
from pathlib import Path

from benchmarks.faults.made import content, found, kill, make, start

#: What is being done when the kill comes.
KINDS = ("cold", "warm", "fix", "baseline", "output")
#: Names of files that a run may leave behind when it is killed.
OURS = ".rai-lint-"


class Scene:
    """The repository as it is, as it is when mended, and what is found in both."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.root = work / "scene"
        make(self.root)
        self.before = content(self.root)
        self.said = found(self.root, work / "first")
        mended = work / "mended"
        make(mended)
        start(mended, work / "second", "--fix", "--unsafe-fixes", "--fail-on", "never").communicate()
        self.after = content(mended)
        self.said_after = found(mended, work / "second")
        self.seconds = self._measured()

    def _measured(self) -> float:
        started = time.monotonic()
        found(self.root, self.work / "third")
        return time.monotonic() - started

    def trial(self, kind: str, number: int, moment: float) -> str:
        """Kill a run at a moment (a part of its usual time); return what was wrong after, or ""."""
        root, cache = self.work / f"r{number}", self.work / f"c{number}"
        make(root)
        if kind == "warm":
            found(root, cache)
        run = start(root, cache, "--fail-on", "never", *_arguments(kind))
        time.sleep(self.seconds * moment)
        kill(run)
        try:
            return self._damage(root, kind) or self._next(root, cache, kind)
        except ValueError as error:
            return f"the next run: {error}"
        finally:
            shutil.rmtree(root)
            shutil.rmtree(cache, ignore_errors=True)

    def _damage(self, root: Path, kind: str) -> str:
        for name, data in content(root).items():
            if Path(name).name.startswith(OURS) or name in ("base.json", "out.json"):
                continue
            allowed = (self.before[name], self.after[name]) if kind == "fix" else (self.before[name],)
            if data not in allowed:
                return f"{name} is damaged"
        return "" if self.before.keys() <= content(root).keys() else "a file is gone"

    def _next(self, root: Path, cache: Path, kind: str) -> str:
        if kind == "fix":
            start(root, cache, "--fix", "--unsafe-fixes", "--fail-on", "never").communicate()
            kept = {k: v for k, v in content(root).items() if not Path(k).name.startswith(OURS)}
            if kept != self.after:
                return "fixing again does not end where it should"
        if kind == "baseline" and (root / "base.json").exists():
            code, _ = found(root, cache, "--baseline", "base.json")
            if code:
                return "the baseline is damaged"
            (root / "base.json").unlink()
        (root / "out.json").unlink(missing_ok=True)
        expected = self.said_after if kind == "fix" else self.said
        return "" if found(root, cache) == expected else "the next run says something else"


def _arguments(kind: str) -> tuple[str, ...]:
    return {
        "fix": ("--fix", "--unsafe-fixes"),
        "baseline": ("--write-baseline", "base.json"),
        "output": ("--format", "json", "--output", "out.json"),
    }.get(kind, ())


def killed(scene: Scene, kills: int, seed: int) -> dict[str, list[str]]:
    """Return what was wrong after the kills of each kind, "" for nothing."""
    chance = random.Random(seed)
    found_of: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for number in range(kills):
        kind = KINDS[number % len(KINDS)]
        found_of[kind].append(scene.trial(kind, number, chance.uniform(0.05, 1.1)))
    return found_of


