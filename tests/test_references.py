"""What documents point at, and whether it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from documents import read, rows
from tree import facts

from rai_lint.link.references import settled_references
from rai_lint.model.fact import Fact
from rai_lint.model.source import Place
from rai_lint.model.value import Known, Unknown, Value


def named(text: str, path: str = "README.md") -> list[tuple[Any, ...]]:
    return rows(read(text, path), "local-reference", "id", "what", "line")


def exists(what: str, target: str, *paths: str) -> Value:
    fields: dict[str, Value] = {"id": Known(target), "what": Known(what)}
    fact = Fact(kind="local-reference", place=Place("README.md"), fields=fields)
    return next(settled_references([fact], frozenset(paths))).get("exists")


def test_links_and_pictures_are_read_from_the_folder_of_the_document() -> None:
    text = """
        # Router

        [one](train.py#L3), [two](../LICENSE?raw=true), [three](/data/a%20b.csv)
        and ![four](img/flow.png), [five](blob/main/run.sh).
    """
    assert named(text, "sub/README.md") == [
        ("sub/img/flow.png", "image", 4),
        ("sub/train.py", "link", 3),
        ("LICENSE", "link", 3),
        ("data/a b.csv", "link", 3),
        ("sub/run.sh", "link", 4),
    ]


@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/a",
        "//example.org/a",
        "#top",
        "mailto:a@example.org",
        "../../issues",
        "path/to/model.py",
        "{{ file }}",
        "",
        "a" * 400,
    ],
)
def test_other_addresses_point_at_no_file(target: str) -> None:
    assert named(f"# Router\n\n[there]({target})\n") == []


def test_only_lists_of_files_name_programs() -> None:
    text = """
        # Router

        - `other.py`: of another project.

        ## Project structure

        - `train.py` - trains
        - `notes.txt`: notes
        - see `predict.py`
    """
    assert named(text) == [("train.py", "layout", 7)]


def test_a_sentence_names_the_licence_unless_it_links_it() -> None:
    text = """
        # Router

        See the LICENSE file for details. See the [LICENSE](COPYING) file for details.
        The LICENSE of others may apply.
    """
    assert named(text, "sub/README.md") == [("sub/COPYING", "link", 3), ("sub", "licence", 3)]


def test_a_page_may_lack_its_suffix_and_data_be_kept_elsewhere() -> None:
    assert exists("link", "docs/guide", "docs/guide.md") == Known(value=True)
    assert exists("link", "data/a.csv", "data/a.csv.dvc") == Known(value=True)
    assert exists("link", "docs", "docs/guide.md") == Known(value=True)
    assert exists("link", "doc", "docs/guide.md") == Known(value=False)


def test_what_lies_in_another_repository_is_unknown() -> None:
    found = exists("link", "parts/clip/model.py", "parts/clip", "README.md")
    assert isinstance(found, Unknown)
    assert "parts/clip" in found.because


@pytest.mark.parametrize(
    ("pattern", "path", "found"),
    [
        ("data/*.jsonl", "data/a.jsonl", True),
        ("data/*.jsonl", "data/deep/a.jsonl", False),
        ("data/**/*.jsonl", "data/deep/er/a.jsonl", True),
        ("*.csv", "data/a.csv", True),
        ("a[1].csv", "a[1].csv", True),
        ("a+(b", "aab", False),
        ("*" * 200 + "x", "a" * 200, False),
    ],
)
def test_patterns_of_files(pattern: str, path: str, found: bool) -> None:
    assert exists("pattern", pattern, path) == Known(found)


def test_names_that_are_no_text_hide_nothing() -> None:
    assert exists("pattern", "*.csv", "\udcff.csv") == Known(value=False)


def test_what_git_would_not_count_is_not_there(tmp_path: Path) -> None:
    files = {
        "README.md": "# Router\n\n[a](kept.txt) [b](built.html)\n",
        ".gitignore": "*.html\n",
        "kept.txt": "x",
        "built.html": "x",
    }
    found = facts(tmp_path, files, "local-reference")
    assert [(f.known("id"), f.known("exists")) for f in found] == [
        ("kept.txt", True),
        ("built.html", False),
    ]


@pytest.mark.parametrize(
    ("written", "paths", "instead"),
    [
        ("training/prepare.py", ("data/prepare.py",), "data/prepare.py"),
        ("./training/prepare.py", ("data/prepare.py",), "data/prepare.py"),
        ("scripts/prepare.py", ("router/scripts/prepare.py",), None),
        ("../scripts/prepare.py", ("scripts/prepare.py",), None),
        ("training/prepare.py", ("data/prepare.py", "old/prepare.py"), None),
        ("training/prepare.py", ("train.py",), None),
        ("prepare.py", ("data/prepare.py",), None),
        ("/training/prepare.py", ("data/prepare.py",), None),
    ],
)
def test_a_command_with_a_wrong_folder_is_told_the_right_one(
    written: str, paths: tuple[str, ...], instead: str | None
) -> None:
    fields: dict[str, Value] = {
        "id": Known(written.removeprefix("./").lstrip("/")),
        "raw": Known(written),
        "what": Known("command"),
    }
    fact = Fact(kind="local-reference", place=Place("README.md"), fields=fields)
    settled = next(settled_references([fact], frozenset(paths)))
    assert settled.known("instead") == instead
