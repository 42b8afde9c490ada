from __future__ import annotations

from pathlib import Path

from tree import facts

MENU = """
    from datasets import load_dataset

    def read(name):
        if name == "a":
            return load_dataset("acme/a")
        elif name == "b":
            return load_dataset("acme/b")
        elif name == "c":
            return load_dataset("acme/c")
        return load_dataset("acme/rest")
    """


def chosen(tmp_path: Path, program: str) -> list[str]:
    found = facts(tmp_path, {"a.py": program}, "dataset-load")
    return [str(fact.known("id")) for fact in found if fact.known("menu") is True]


def test_arms_that_load_different_data_are_a_menu(tmp_path: Path) -> None:
    assert chosen(tmp_path, MENU) == ["acme/a", "acme/b", "acme/c"]


def test_two_arms_are_none(tmp_path: Path) -> None:
    two = MENU.replace('        elif name == "c":\n            return load_dataset("acme/c")\n', "")
    assert chosen(tmp_path, two) == []


def test_arms_that_load_the_same_data_are_none(tmp_path: Path) -> None:
    same = MENU.replace("acme/b", "acme/a").replace("acme/c", "acme/a")
    assert chosen(tmp_path, same) == []
