"""A cache that is damaged, foreign or no file changes nothing of what is found."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hostile.inputs import Hostile
from hostile.run import repository
from rai_lint.model.request import Request
from rai_lint.run import check

_RANGES = 16
_OF_PACK = 3


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a repository, and a folder with its cache."""
    root = tmp_path_factory.mktemp("repository")
    repository(root, [Hostile(f"plain{n}", "cache", lambda _: None) for n in range(9)])
    cache = tmp_path_factory.mktemp("cache")
    _found(root, cache)
    return root, cache


@pytest.fixture
def cache(kept: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """Return the repository, and a copy of its cache to be damaged."""
    return kept[0], Path(shutil.copytree(kept[1], tmp_path / "cache"))


def _found(root: Path, cache: Path | None) -> list[tuple[str, str, int]]:
    report = check(Request(root=root, cache_dir=cache, profile="strict"))
    return sorted(
        (each.rule.id, place.path, place.line) for each in report.findings for place in each.places
    )


def _ranges(size: int, count: int) -> Iterator[tuple[int, int]]:
    step = max(1, size // count)
    return ((start, min(step, size - start)) for start in range(0, size, step))


@pytest.mark.parametrize(("name", "count"), [("tree-*.sqlite", _RANGES), ("pack-*", _OF_PACK)])
def test_bytes_that_are_other_ones_anywhere(
    cache: tuple[Path, Path], name: str, count: int
) -> None:
    root, folder = cache
    expected = _found(root, None)
    (file,) = folder.glob(name)
    whole = file.read_bytes()
    others = random.Random(7)  # noqa: S311 - no secret
    for start, length in _ranges(len(whole), count):
        file.write_bytes(whole[:start] + others.randbytes(length) + whole[start + length :])

        assert _found(root, folder) == expected
        file.write_bytes(whole[:start])

        assert _found(root, folder) == expected


def _other_layout(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()


def _other_table(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE kept")
        database.execute("CREATE TABLE kept (a TEXT)")
    database.close()


def _other_types(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("UPDATE kept SET data = 'text', day = 'never'")
    database.close()


def _a_trigger(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("CREATE TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM kept; END")
    database.close()


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _a_device(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


def _text(file: Path) -> None:
    file.write_text("no cache\n" * 900, "utf-8")


def _a_link(file: Path) -> None:
    other = file.parent.parent / "precious"
    other.write_text("precious", "utf-8")
    file.unlink()
    file.symlink_to(other)


_OF_DATABASE = (_other_layout, _other_table, _other_types, _a_trigger)
_OF_ANY = (_a_folder, _a_pipe, _a_device, _text, _a_link)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *(("tree-*.sqlite", each) for each in (*_OF_DATABASE, *_OF_ANY)),
        *(("pack-*", each) for each in _OF_ANY),
    ],
)
def test_what_is_no_cache(
    cache: tuple[Path, Path], name: str, damage: Callable[[Path], None]
) -> None:
    root, folder = cache
    expected = _found(root, None)
    (file,) = folder.glob(name)
    damage(file)

    assert _found(root, folder) == expected
    assert _found(root, folder) == expected
    precious = folder.parent / "precious"
    assert not precious.exists() or precious.read_text("utf-8") == "precious"


def test_a_link_in_the_folder_is_not_written_through(
    kept: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    (folder / ".gitignore").symlink_to(tmp_path / "made")

    assert _found(kept[0], folder) == _found(kept[0], None)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_cannot_be_written(
    kept: tuple[Path, Path], tmp_path: Path, mode: int
) -> None:
    folder = tmp_path / "cache"
    folder.mkdir(mode=mode)

    assert _found(kept[0], folder) == _found(kept[0], None)


@pytest.mark.parametrize("where", ["/dev/null/a", "/proc/self/a", "file/cache", "loop"])
def test_a_folder_that_cannot_be(kept: tuple[Path, Path], tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("precious", "utf-8")
    (tmp_path / "loop").symlink_to("loop")

    assert _found(kept[0], tmp_path / where) == _found(kept[0], None)
    assert (tmp_path / "file").read_text("utf-8") == "precious"
