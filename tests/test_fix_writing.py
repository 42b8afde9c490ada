from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from rai_lint.fix.refusal import Refusal
from rai_lint.fix.writing import MAX_BYTES, read_file, write_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a file, and a file beside it."""
    (tmp_path / "root" / "folder").mkdir(parents=True)
    (tmp_path / "root" / "folder" / "a.py").write_bytes(b"old")
    (tmp_path / "other.py").write_bytes(b"old")
    (tmp_path / "root" / "link.py").symlink_to("folder/a.py")
    (tmp_path / "root" / "away").symlink_to(tmp_path)
    (tmp_path / "root" / "near").symlink_to("folder")
    return tmp_path / "root"


def test_a_file_is_replaced_with_its_mode_and_nothing_is_left_beside_it(root: Path) -> None:
    (root / "folder" / "a.py").chmod(0o640)
    write_file(root, "folder/a.py", b"old", b"new")
    assert (root / "folder" / "a.py").read_bytes() == b"new"
    assert stat.S_IMODE((root / "folder" / "a.py").stat().st_mode) == 0o640
    assert [path.name for path in (root / "folder").iterdir()] == ["a.py"]


@pytest.mark.parametrize(
    "path",
    [
        "../other.py",
        "away/other.py",
        "link.py",
        "near/a.py",
        "folder",
        "none.py",
        "a\0.py",
        "x" * 999,
    ],
)
def test_nothing_outside_and_no_link_is_read_or_written(root: Path, path: str) -> None:
    for attempt in (lambda: read_file(root, path), lambda: write_file(root, path, b"old", b"new")):
        with pytest.raises(Refusal):
            attempt()
    assert (root / "folder" / "a.py").read_bytes() == b"old"
    assert (root.parent / "other.py").read_bytes() == b"old"


def test_an_absolute_path_is_outside(root: Path) -> None:
    with pytest.raises(Refusal):
        read_file(root, str(root.parent / "other.py"))


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "pipe.py")
    with pytest.raises(Refusal):
        read_file(root, "pipe.py")


def test_a_file_that_has_changed_or_cannot_be_written_is_left(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="changed in the meantime"):
        write_file(root, "folder/a.py", b"older", b"new")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Refusal, match="No space left on device"):
        write_file(root, "folder/a.py", b"old", b"new")
    assert [path.name for path in (root / "folder").iterdir()] == ["a.py"]
    assert (root / "folder" / "a.py").read_bytes() == b"old"


def test_a_file_beyond_the_bound_is_left(root: Path) -> None:
    (root / "big.py").write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(Refusal, match="too large"):
        read_file(root, "big.py")
