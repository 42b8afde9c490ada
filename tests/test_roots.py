"""Which repository a path belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import write

from rai_lint.errors import UserError
from rai_lint.roots import Target, find_target


def test_a_folder_without_signs_of_its_own_is_its_own_root_where_there_is_no_git(
    tmp_path: Path,
) -> None:
    write(tmp_path, {"requirements.txt": "torch", "notes/plain/train.py": ""})
    folder = tmp_path / "notes" / "plain"
    assert find_target([str(folder)]) == Target(folder.resolve())


def test_a_folder_of_a_git_work_tree_belongs_to_it(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", "src/train.py": ""})
    assert find_target([str(tmp_path / "src")]) == Target(tmp_path.resolve(), ("src",))


def test_a_file_is_judged_by_the_project_around_it(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "src/train.py": ""})
    target = find_target([str(tmp_path / "src" / "train.py")])
    assert target == Target(tmp_path.resolve(), ("src/train.py",))


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.py: there is no such file or directory"):
        find_target([str(tmp_path / "gone.py")])
