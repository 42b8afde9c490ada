from __future__ import annotations

import pytest
from shipped import shipped

from rai_lint.extract.layouts import drawn_entries
from rai_lint.extract.markdown import parse


def drawn(drawing: str, heading: str = "Project structure") -> list[tuple[str, int]]:
    blocks = parse(f"# {heading}\n\n```\n{drawing}\n```\n", 1)
    words = shipped().table("document-words")
    return [(entry.path, entry.line) for entry in drawn_entries(blocks, words)]


def test_entries_stand_below_the_folder_that_they_hang_on() -> None:
    heads = "├── heads/\n│   ├── deep/\n│   │   └── wide.py   # a head\n│   └── flat.py"
    drawing = f"router/\n{heads}\n└── train.py"
    assert drawn(drawing) == [
        ("heads", 5),
        ("heads/deep", 6),
        ("heads/deep/wide.py", 7),
        ("heads/flat.py", 8),
        ("train.py", 9),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "├── train.py",
        "|-- train.py",
        "+-- train.py",
        "`-- train.py",
        "\\-- train.py",
        "├─ train.py",
        "├── 📄 train.py",
        "├── train.py → trains",
        "├── train.py (trains)",
        "├── train.py      trains",
        "└── train.py",
    ],
)
def test_branches_are_drawn_in_many_ways(line: str) -> None:
    assert drawn(f".\n{line}") == [("train.py", 5)]


@pytest.mark.parametrize(
    "line",
    [
        "├── raw_data/",
        "├── model.pt",
        "├── .env",
        "├── <name>.py",
        "├── ...",
        "├── *.py",
        "├── train and serve.py",
        "├── a.py, b.py",
        "├── probe.py   # created by train.py",
        "├── settings.toml  # not committed",
        "train.py",
    ],
)
def test_what_may_well_not_be_there_is_no_entry(line: str) -> None:
    assert drawn(f"router/\n{line}") == []


def test_nothing_is_expected_below_what_is_made() -> None:
    assert drawn(".\n├── outputs/\n│   └── best.py\n└── train.py") == [("train.py", 7)]
    assert drawn("dataset/\n├── train/\n└── readme.py") == []


def test_other_headings_speak_of_other_things() -> None:
    assert drawn(".\n├── train.py", heading="Related work") == []
