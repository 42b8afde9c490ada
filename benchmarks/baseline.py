"""Measures what a baseline survives: edits that change nothing, and that new violations show.

    python -m benchmarks.baseline CHECKOUT [--edits N] [--seed N] [--profile NAME]

CHECKOUT is a folder with a repository that has findings. It is copied to a temporary git
repository; nothing in it is run or changed. A baseline is written, then N edits are made one after
the other (moved functions, comments, blank lines, `ruff format` with other line lengths, renamed
files), and after each the whole repository is checked against the first baseline: nothing may be
new, and no entry stale. Before that, each Python file with entries is copied beside itself for one
check: what the copy repeats must be new. Returns 1 if either does not hold. Needs git and ruff; no network.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rai_lint.cli import cli

_BASELINE = "rai-lint-baseline.json"
_WIDTHS = (50, 72, 88, 100, 140)
#: Words whose files are left under their names: what a project is, is told by these.
_NAMED = (
    "readme",
    "license",
    "licence",
    "setup",
    "conftest",
    "__init__",
    "__main__",
    "requirements",
)

Edit = Callable[[Path, random.Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a check against the baseline reports: findings that are new, and stale entries."""

    new: tuple[str, ...]
    stale: tuple[str, ...]
    hidden: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured; return 1 if a promise does not hold."""
    options = _options(arguments)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "checkout"
        _copy(options.checkout, root)
        check = _checker(root, options.profile)
        rules = Counter(_write(root, options.profile))
        seen = check()
        _say(f"{options.checkout.name}: {rules.total()} entries of {len(rules)} rules, ", end="")
        _say(f"{seen.hidden} findings in the baseline, seed {options.seed}")
        hid = _repeat(root, options.profile, check)
        broken = _edit(root, options.edits, chance, check)
    return int(bool(broken or hid or seen.new or seen.stale))


def _edit(root: Path, count: int, chance: random.Random, check: Callable[[], Seen]) -> int:
    """Make edits one after the other, and return after how many something was new or stale."""
    done: Counter[str] = Counter()
    broken = 0
    before = Seen(new=(), stale=(), hidden=0)
    for number in range(count):
        kind, told = _any(root, chance)
        done[kind] += 1
        seen = check()
        if (seen.new, seen.stale) != (before.new, before.stale) and (seen.new or seen.stale):
            broken += 1
            _say(f"  edit {number + 1}, {kind}: {told}")
            for line in (*seen.new, *seen.stale):
                _say(f"    {line}")
        before = seen
    kinds = ", ".join(f"{kind} {times}" for kind, times in sorted(done.items()))
    _say(f"{count} edits ({kinds}): after {broken} of them something new or stale appeared")
    return broken


def _repeat(root: Path, profile: str, check: Callable[[], Seen]) -> int:
    """Copy each Python file with entries beside itself, and return how many copies hid something.

    Whatever a check without the baseline finds at the copy must be new, except what is about a
    whole unit (its subject is the unit): that is not there twice.
    """
    rows = json.loads((root / _BASELINE).read_text("utf-8"))["findings"]
    paths = sorted({row["path"] for row in rows if row["path"].endswith(".py")})
    hid = 0
    for path in paths:
        copy = (root / path).with_name(f"again_{Path(path).name}")
        shutil.copyfile(root / path, copy)
        name = f"{copy.relative_to(root).as_posix()}:"
        plain = [each for each in _run(root, profile) if each["subject"] != each["unit"]]
        count = sum(_places(_told(each), name) for each in plain)
        there = sum(_places(line, name) for line in check().new)
        hid += there < count
        _say(f"  {path} copied: {count} places found at the copy, {there} of them new")
        copy.unlink()
    _say(f"{len(paths)} files copied, {hid} copies hid something")
    return hid


def _places(told: str, name: str) -> int:
    return told.partition(": ")[0].count(f" {name}")


def _any(root: Path, chance: random.Random) -> tuple[str, str]:
    """Make one edit of a random kind that can be made, and return the kind and what was done."""
    while True:
        kind = chance.choice(sorted(_EDITS))
        told = _EDITS[kind](root, chance)
        if told:
            return kind, told


def _lines_inserted(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield the text with blank lines, and with a comment, before one of its statements."""
    starts = _statements(text)
    if not starts:
        return
    lines = text.split("\n")
    at, column = chance.choice(starts)
    yield "\n".join([*lines[: at - 1], *([""] * chance.randint(1, 6)), *lines[at - 1 :]]), f"{at}"
    note = " " * column + f"# checked by reader {chance.randint(1, 99)}"
    yield "\n".join([*lines[: at - 1], note, *lines[at - 1 :]]), f"{at}"


def _statements(text: str) -> list[tuple[int, int]]:
    """Return line and column of every statement that begins its line."""
    tree = _parsed(text)
    if tree is None:
        return []
    lines = text.split("\n")
    return [
        (node.lineno, node.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt)
        and not lines[node.lineno - 1][: node.col_offset].strip()
        and not getattr(node, "decorator_list", [])
        and lines[node.lineno - 1].lstrip()[:4] not in ("elif", "else", "exce", "fina")
    ]


def _blank_lines(root: Path, chance: random.Random) -> str:
    return _in_python(root, chance, lambda text: next(_lines_inserted(text, chance), None))


def _comment(root: Path, chance: random.Random) -> str:
    return _in_python(root, chance, lambda text: ([*_lines_inserted(text, chance)] or [None])[-1])


def _moved(root: Path, chance: random.Random) -> str:
    """Swap two functions that stand one after the other."""

    def swap(text: str) -> tuple[str, str] | None:
        tree = _parsed(text)
        body = tree.body if tree else []
        pairs = [
            (one, other)
            for one, other in zip(body, body[1:], strict=False)
            if _plain(one) and _plain(other)
        ]
        if not pairs:
            return None
        one, other = chance.choice(pairs)
        lines = text.split("\n")
        first, second = (
            lines[one.lineno - 1 : one.end_lineno],
            lines[other.lineno - 1 : other.end_lineno],
        )
        between = lines[one.end_lineno : other.lineno - 1]
        moved = [*lines[: one.lineno - 1], *second, *between, *first, *lines[other.end_lineno :]]
        return "\n".join(moved), f"{one.name} and {other.name}"

    return _in_python(root, chance, swap)


def _plain(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and not node.decorator_list


def _formatted(root: Path, chance: random.Random) -> str:
    files = _files(root, ".py")
    if not files:
        return ""
    file, width = chance.choice(files), chance.choice(_WIDTHS)
    command = ["ruff", "format", "--isolated", "--no-cache", "-q", f"--line-length={width}", file]
    program = [sys.executable, "-m", *map(str, command)]
    done = subprocess.run(program, check=False, capture_output=True)  # noqa: S603
    return f"{file.relative_to(root)} to {width} columns" if done.returncode == 0 else ""


def _in_document(root: Path, chance: random.Random) -> str:
    """Put a comment and blank lines at a blank line of a document, outside of fences."""
    files = [path for path in _files(root, ".md") if path.read_text("utf-8", "replace").strip()]
    if not files:
        return ""
    file = chance.choice(files)
    lines = file.read_text("utf-8", "replace").split("\n")
    fenced = front = False
    places = []
    for number, line in enumerate(lines):
        front = (
            (front or number == 0) if line.strip() == "---" and (number == 0 or front) else front
        )
        front = False if line.strip() == "---" and number > 0 else front
        fenced = fenced != line.lstrip().startswith(("```", "~~~"))
        if not line.strip() and not fenced and not front and number > 0:
            places.append(number)
    if not places:
        return ""
    at = chance.choice(places)
    file.write_text("\n".join([*lines[:at], "", "<!-- looked at -->", "", *lines[at:]]), "utf-8")
    return f"{file.relative_to(root)}:{at + 1}"


def _in_settings(root: Path, chance: random.Random) -> str:
    """Put a comment before a key at the top of a YAML file."""
    files = [*_files(root, ".yaml"), *_files(root, ".yml")]
    if not files:
        return ""
    file = chance.choice(files)
    lines = file.read_text("utf-8", "replace").split("\n")
    places = [number for number, line in enumerate(lines) if re.match(r"[A-Za-z_]\w*\s*:", line)]
    if not places:
        return ""
    at = chance.choice(places)
    file.write_text("\n".join([*lines[:at], "# as agreed", *lines[at:]]), "utf-8")
    return f"{file.relative_to(root)}:{at + 1}"


def _renamed(root: Path, chance: random.Random) -> str:
    """Rename a program or notebook that no other file names."""
    files = [
        path
        for path in (*_files(root, ".py"), *_files(root, ".ipynb"))
        if not path.stem.lower().startswith(_NAMED) and not _is_named(root, path)
    ]
    if not files:
        return ""
    file = chance.choice(files)
    target = file.with_name(f"{file.stem}_{chance.randint(2, 999)}{file.suffix}")
    _git(root, "mv", str(file.relative_to(root)), str(target.relative_to(root)))
    return f"{file.relative_to(root)} to {target.name}"


def _is_named(root: Path, file: Path) -> bool:
    word = re.compile(rf"\b{re.escape(file.stem)}\b")
    texts = (".py", ".md", ".sh", ".yaml", ".yml", ".toml", ".ipynb", ".txt", ".cfg", ".json", "")
    return any(
        word.search(other.read_text("utf-8", "replace"))
        for other in _files(root)
        if other != file and other.name != _BASELINE and other.suffix.lower() in texts
    )


_EDITS: dict[str, Edit] = {
    "blank lines": _blank_lines,
    "comment": _comment,
    "document": _in_document,
    "functions swapped": _moved,
    "renamed file": _renamed,
    "ruff format": _formatted,
    "settings": _in_settings,
}


def _in_python(
    root: Path, chance: random.Random, change: Callable[[str], tuple[str, str] | None]
) -> str:
    files = _files(root, ".py")
    if not files:
        return ""
    file = chance.choice(files)
    text = file.read_text("utf-8", "replace")
    found = change(text)
    if found is None or _parsed(found[0]) is None:
        return ""
    file.write_text(found[0], "utf-8")
    return f"{file.relative_to(root)}: {found[1]}"


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _files(root: Path, suffix: str | None = None) -> list[Path]:
    names = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    paths = (root / name for name in sorted(set(names)) if name)
    return [
        path
        for path in paths
        if path.is_file() and not path.is_symlink() and suffix in (None, path.suffix.lower())
    ]


def _copy(checkout: Path, root: Path) -> None:
    shutil.copytree(checkout, root, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    _git(root, "init", "-q")
    _git(root, "add", "-A")
    _git(root, "commit", "-q", "-m", "as it was")


def _git(root: Path, *arguments: str) -> str:
    """Return what git says in the copy, which has no settings but ours."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = [
        "-c",
        "user.name=reader",
        "-c",
        "user.email=reader@example.org",
        "-c",
        "core.autocrlf=false",
    ]
    done = subprocess.run(  # noqa: S603
        ["git", *who, *arguments], cwd=root, env=kept | quiet, check=True, capture_output=True
    )
    return os.fsdecode(done.stdout)


def _write(root: Path, profile: str) -> list[str]:
    """Write the baseline, and return the rule of each entry."""
    _run(root, profile, "--write-baseline", str(root / _BASELINE))
    rows = json.loads((root / _BASELINE).read_text("utf-8"))["findings"]
    return [row["rule"] for row in rows]


def _checker(root: Path, profile: str) -> Callable[[], Seen]:
    def check() -> Seen:
        findings = _run(root, profile, "--baseline", str(root / _BASELINE))
        shown = [each for each in findings if each["suppressed"] is None]
        return Seen(
            new=tuple(_told(each) for each in shown if each["rule"] != "RAI004"),
            stale=tuple(_told(each) for each in shown if each["rule"] == "RAI004"),
            hidden=sum(each["suppressed"] is not None for each in findings),
        )

    return check


def _told(finding: dict) -> str:
    where = ", ".join(f"{each['path']}:{each['line']}" for each in finding["locations"])
    return f"{finding['rule']} {where}: {finding['message']}"


def _run(root: Path, profile: str, *options: str) -> list[dict]:
    """Check the copy as the command line does, and return the findings of the JSON report."""
    report = root.parent / "report.json"
    arguments = ["check", str(root), "--profile", profile, "--fail-on", "never", "--no-progress"]
    arguments += ["--format", "json", "--output", str(report), *options]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        cli.main(arguments, standalone_mode=False, prog_name="rai-lint")
    return json.loads(report.read_text("utf-8"))["findings"]


def _say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.baseline", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", default="strict")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
