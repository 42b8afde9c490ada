"""What went wrong by no fault of a file is said once, and the next run reads the file."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from program import rai_lint

from rai_lint.extract import file as file_module
from rai_lint.extract import pool as pool_module
from rai_lint.model.reading import FileReading
from rai_lint.model.source import Source

pytestmark = pytest.mark.usefixtures("home")

WITNESS = "import torch\n\nstate = torch.load('model.pt', weights_only=False)\n"
LONG = 'TEXT = """\n' + "nothing in particular\n" * 20_000 + '"""\n'
CHECK = ("check", "--format", "json", "--fail-on", "never", "--jobs", "2")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two programs of such a length that two processes read them, old enough to be kept."""
    root = tmp_path / "repository"
    root.mkdir()
    for name in ("lost.py", "witness.py"):
        (root / name).write_text(WITNESS + LONG, "utf-8")
    (root / "requirements.txt").write_text("torch==2.4.0\n", "utf-8")
    return root


@pytest.mark.skipif(pool_module._method() != "fork", reason="what is patched goes by a fork")  # noqa: SLF001
@pytest.mark.parametrize("how", ["dies", "needs memory"])
def test_a_file_that_was_lost_is_read_by_the_next_run(
    repository: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rai_lint.shaping._RACY", -(10**18))  # what was written now counts as old
    read_file = file_module.read_file

    def fails(source: Source, *arguments: object, **options: object) -> FileReading:
        if source.path == "lost.py" and how == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if source.path == "lost.py":
            raise MemoryError
        return read_file(source, *arguments, **options)  # type: ignore[arg-type]  # as they came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_module, "read_file", fails)
        first = rai_lint(*CHECK, str(repository), cwd=repository)
    assert (first.returncode, first.stderr) == (0, "")
    assert ("SEC001", "witness.py", 3) in first.said()
    because = "died (signal 9)" if how == "dies" else "not enough memory"
    assert because in first.stdout
    second = rai_lint(*CHECK, str(repository), cwd=repository)
    assert because not in second.stdout
    assert ("SEC001", "lost.py", 3) in second.said()


def test_too_little_memory_is_no_bug(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("rai_lint.run.evaluate", fails)
    done = rai_lint(*CHECK, str(repository), cwd=repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not enough memory" in done.stderr
