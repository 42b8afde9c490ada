"""Runs the program in a folder as `main` does, and git beside it."""

from __future__ import annotations

import io
import json
import os
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rai_lint.cli import cli
from rai_lint.commands import boundary


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    returncode: int
    stdout: str
    stderr: str

    def said(self) -> list[tuple[str, str, int]]:
        """Return rule, path and line of the findings of a JSON report that are not suppressed."""
        return [
            (each["rule"], each["path"], each["line"])
            for each in self.findings()
            if each["suppressed"] is None
        ]

    def findings(self) -> list[dict[str, Any]]:
        """Return all findings of a JSON report."""
        found: list[dict[str, Any]] = json.loads(self.stdout)["findings"]
        return found


def rai_lint(*arguments: str, cwd: Path) -> Done:
    """Run the program in a folder."""
    out, err = io.StringIO(), io.StringIO()
    before = Path.cwd()
    os.chdir(cwd)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = boundary.guarded(
                lambda: cli.main([*arguments], standalone_mode=False, prog_name="rai-lint")
            )
    finally:
        os.chdir(before)
    return Done(code, out.getvalue(), err.getvalue())


def git(root: Path, *arguments: str) -> None:
    """Run git as somebody without settings of their own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, env=clean, check=True, capture_output=True)
