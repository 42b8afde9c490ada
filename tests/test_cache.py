"""A cache changes how long a run takes, and nothing else; whatever happens to it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from rai_lint import cache as cache_module
from rai_lint.cache import Cache

TRAINS = """
from datasets import load_dataset

data = load_dataset('{}')
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    (root / "train.py").write_text(TRAINS.format("imdb"), encoding="utf-8")
    (root / "names.py").write_text("NAME = 'squad'\n", encoding="utf-8")
    (root / "README.md").write_text("---\nlicense: mit\n---\n# Model\n", encoding="utf-8")
    settle(root)
    return root


def settle(root: Path) -> None:
    """Let the files be old enough that another change of them would show."""
    for path in root.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def command(root: Path, folder: Path, *options: str) -> list[str]:
    return [
        *(sys.executable, "-m", "rai_lint", "check", str(root), "--format", "json"),
        *("--cache-dir", str(folder), "--profile", "strict", "--fail-on", "never", *options),
    ]


def run(root: Path, folder: Path, *options: str) -> object:
    done = subprocess.run(
        command(root, folder, *options), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    del report["summary"]["seconds"]
    return report


def tree(folder: Path) -> Path:
    (found,) = folder.glob("tree-*.sqlite")
    return found


def wait_until_old() -> None:
    """What was changed within two seconds is read again."""
    time.sleep(2.1)


def test_a_second_run_says_the_same_and_loads_no_parser(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    wait_until_old()
    first = run(repository, folder)
    program = (
        "import sys\nfrom rai_lint.cli import cli\n"
        f"cli.main({command(repository, folder)[3:]!r}, standalone_mode=False)\n"
        "print([n for n in ('libcst', 'jinja2', 'rich', 'yaml', 'ast') if n in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    second = json.loads(done.stdout)
    del second["summary"]["seconds"]

    assert second == first == run(repository, folder, "--no-cache")
    assert done.stderr in ("[]\n", "['ast']\n")


@pytest.mark.parametrize("same_size", [True, False])
def test_a_changed_file_is_read_again(repository: Path, tmp_path: Path, *, same_size: bool) -> None:
    folder = tmp_path / "cache"
    run(repository, folder)
    file = repository / "train.py"
    before = file.stat()
    file.write_text(TRAINS.format("cnnx" if same_size else "glue/cola"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))  # as rsync and some editors do

    assert run(repository, folder) == run(repository, folder, "--no-cache")


def test_a_file_that_comes_or_goes_is_noticed(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    wait_until_old()
    run(repository, folder)
    (repository / "LICENSE").write_text("MIT License\n", encoding="utf-8")
    with_licence = run(repository, folder)
    (repository / "train.py").unlink()

    assert with_licence != run(repository, folder)
    assert run(repository, folder) == run(repository, folder, "--no-cache")


def test_other_rules_have_entries_of_their_own(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    wait_until_old()
    for options in (["--select", "DAT"], ["--select", "LIC"], ["--select", "DAT"]):
        assert run(repository, folder, *options) == run(repository, folder, *options, "--no-cache")


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5_000])


def nonsense(file: Path) -> None:
    file.write_bytes(b"no database at all" * 400)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def flipped(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for at in range(200, len(data), 97):
        data[at] ^= 0xFF
    file.write_bytes(data)


def another_layout(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")


def another_table(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE kept")
        database.execute("CREATE TABLE kept (key TEXT, data TEXT, day TEXT)")


def forged(file: Path) -> None:
    """Entries that are well kept and hold something else."""
    with sqlite3.connect(file) as database:
        for key, _ in database.execute("SELECT key, data FROM kept").fetchall():
            data = b"\xdc\xff\xff" + b"\x91" * 5_000
            check = cache_module._checksum(key, data)  # noqa: SLF001 - as an attacker would
            database.execute("UPDATE kept SET data = ? WHERE key = ?", (check + data, key))


@pytest.mark.parametrize(
    "damage", [truncated, nonsense, empty, flipped, another_layout, another_table, forged]
)
def test_a_damaged_cache_is_made_anew(
    repository: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "cache"
    wait_until_old()
    right = run(repository, folder)
    damage(tree(folder))

    assert run(repository, folder) == right
    assert run(repository, folder) == right


def test_the_cache_is_for_one_user_and_not_for_git(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    run(repository, folder)

    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert stat.S_IMODE(tree(folder).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0


def test_where_nothing_can_be_kept_the_run_goes_on(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.write_text("a file", encoding="utf-8")

    assert run(repository, folder) == run(repository, folder, "--no-cache")


def test_a_link_in_place_of_the_cache_is_not_followed(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    run(repository, folder)
    file, target = tree(folder), tmp_path / "target"
    target.write_text("precious", encoding="utf-8")
    file.unlink()
    file.symlink_to(target)

    run(repository, folder)

    assert target.read_text(encoding="utf-8") == "precious"


def test_runs_beside_each_other_agree(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    for number in range(30):
        (repository / f"part{number}.py").write_text(TRAINS.format(number), encoding="utf-8")
    started = [
        subprocess.Popen(
            command(repository, folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    found = [each.communicate(timeout=120) for each in started]

    reports = [json.loads(out)["findings"] for out, _ in found]
    assert [err for _, err in found] == [""] * 4
    assert all(report == reports[0] for report in reports)
    run(repository, folder)


def test_a_run_that_is_killed_leaves_no_wrong_cache(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    for number in range(60):
        (repository / f"part{number}.py").write_text(TRAINS.format(number), encoding="utf-8")
    for seconds in (0.3, 0.6, 0.9, 1.2):
        with subprocess.Popen(
            command(repository, folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)

    assert run(repository, folder) == run(repository, folder, "--no-cache")


def test_what_is_not_used_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(day: int) -> Cache:
        monkeypatch.setattr(time, "time", lambda: day * 86_400.0)
        return Cache(tmp_path, Path("/root"), b"context")

    with opened(100) as cache:
        cache.put(b"a", b"used")
        cache.put(b"b", b"not used")
    with opened(120) as cache:
        assert cache.get(b"a") == b"used"
    with opened(140) as cache:
        cache.put(b"c", b"new")
    with opened(140) as cache:
        assert [cache.get(key) for key in (b"a", b"b", b"c")] == [b"used", None, b"new"]


def test_a_cache_that_grows_too_large_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "MAX_BYTES", 100_000)
    with Cache(tmp_path, Path("/root"), b"") as cache:
        cache.put(b"a", b"x" * 200_000)
    with Cache(tmp_path, Path("/root"), b"") as cache:
        assert cache.get(b"a") is None
