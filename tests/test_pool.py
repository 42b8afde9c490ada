"""Files read by several processes say what they say to one, and a dead process costs one file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from tree import knowledge

from rai_lint.extract import pool as pool_module
from rai_lint.extract.files import Files
from rai_lint.extract.pool import PAYS_FROM, Pool, PoolError
from rai_lint.extract.worker import Task
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.reading import FileReading
from rai_lint.model.source import Skipped, Source

PROGRAM = "from datasets import load_dataset\n\nload_dataset('imdb')\n"


def load(source: Source) -> bytes | Skipped:
    """Return a program, or what the name of the file asks for; from another process too."""
    if source.path.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if source.path.startswith("gone"):
        return Skipped(source.path, "gone", source.kind, source.scope)
    if source.path.startswith("bug"):
        raise ZeroDivisionError
    return PROGRAM.replace("imdb", source.path).encode()


def tasks(*names: str) -> list[Task]:
    return [
        Task(number, Source(name, "python", "source", PAYS_FROM))
        for number, name in enumerate(names)
    ]


def read(given: list[Task], jobs: int, known: Knowledge | None = None) -> list[FileReading]:
    known = known or knowledge()
    with Pool(jobs, load, known) as pool:
        return Files(load, known, pool).read(given, None)


def test_several_processes_say_what_one_says_in_the_same_order() -> None:
    given = tasks(*(f"{name}.py" for name in "dcbafeg"), "gone.py")

    assert read(given, 3) == read(given, 1)


def test_a_dead_process_costs_the_file_it_was_reading() -> None:
    given = [
        replace(task, source=replace(task.source, size=size))
        for task, size in zip(
            tasks("large.py", "kill.py", "a.py", "b.py", "kill2.py", "c.py"),
            (PAYS_FROM, 9, 8, 7, 6, 5),
            strict=True,
        )
    ]

    found = read(given, 2)

    skipped = {each.path: each.because for reading in found for each in reading.skipped}
    assert skipped == {
        "kill.py": "the process that read it died (signal 9)",
        "kill2.py": "the process that read it died (signal 9)",
    }
    assert [reading.path for reading in found if reading.module] == [
        "large.py",
        "a.py",
        "b.py",
        "c.py",
    ]


def test_a_bug_in_another_process_is_a_bug_here() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        read(tasks("a.py", "bug.py"), 2)


def test_where_no_process_can_be_started_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Pool) -> None:
        raise PoolError

    given = tasks("a.py", "b.py")
    monkeypatch.setattr(Pool, "_start", refuse)

    assert read(given, 2) == read(given, 1)


def test_processes_that_are_started_anew_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_method", lambda: "spawn")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    given = tasks("a.py", "b.py")

    assert read(given, 2) == read(given, 1)


def test_little_work_starts_no_process() -> None:
    small = [replace(task, source=replace(task.source, size=9)) for task in tasks("a.py", "b.py")]

    assert not Pool(8, load, Knowledge()).pays(small)
    assert not Pool(1, load, Knowledge()).pays(tasks("a.py", "b.py"))
    assert Pool(2, load, Knowledge()).pays(tasks("a.py", "b.py"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name in "abcdefgh":
        body = "".join(f"x{n} = {{'a': [1, 2, f(x)], 'b': y.z[{n}]}}\n" for n in range(6_000))
        (tmp_path / f"{name}.py").write_text(PROGRAM + body, encoding="utf-8")
    return tmp_path


def command(repository: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "rai_lint", "check", str(repository), "--no-progress", *options]


def test_interrupted_processes_end_at_once_and_quietly(repository: Path) -> None:
    with subprocess.Popen(
        command(repository, "--jobs", "3"),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as run:
        time.sleep(2)
        os.killpg(run.pid, signal.SIGINT)
        started = time.monotonic()
        out, err = run.communicate(timeout=20)

    assert (run.returncode, out, err.strip()) == (130, "", "rai-lint: interrupted")
    assert time.monotonic() - started < 5
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


@pytest.mark.parametrize("option", ["-1", "x", "1000"])
def test_a_number_of_processes_that_is_none_is_a_mistake(tmp_path: Path, option: str) -> None:
    done = subprocess.run(
        command(tmp_path, "--jobs", option), capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "--jobs" in done.stderr
