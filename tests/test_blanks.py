"""Blanks of templates outside of cards: metadata, ids of a hub, numbered lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import read, rows
from tree import facts, shown

from rai_lint.extract.empty_lists import empty_lists
from rai_lint.link.origin_of_id import has_blank_owner


def test_metadata_hold_blanks_in_people_addresses_and_descriptions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": (
            '[project]\nname = "r"\ndescription = "Add your description here"\n'
            'authors = [{name = "Ada", email = "your.email@example.com"}, {name = "Your Name"}]\n'
            '[project.urls]\nhome = "https://github.com/yourusername/r"\n'
            '[tool.other]\nauthor = "Your Name"\n'
        ),
        "a/pyproject.toml": (
            '[tool.poetry]\nname = "r"\nauthors = ["Your Name <you@example.com>"]\n'
        ),
        "b/setup.cfg": "[metadata]\nauthor = Ada Author\nauthor_email = ada@harbour.test\n",
        "c/setup.py": (
            "import os\nfrom setuptools import setup\nsetup(author='Author Name',"
            " author_email=os.getenv('EMAIL@example.com'))\n"
        ),
        "CITATION.cff": "title: R\nauthors:\n  - given-names: First name\n    family-names: Li\n",
    }
    found = facts(tmp_path, files, "blank-left")
    assert [(fact.place.path, fact.place.line, fact.known("id")) for fact in found] == [
        ("CITATION.cff", 3, "authors[0].given-names"),
        ("a/pyproject.toml", 3, "authors[0]"),
        ("c/setup.py", 3, "author"),
        ("pyproject.toml", 3, "description"),
        ("pyproject.toml", 4, "authors[0].email"),
        ("pyproject.toml", 4, "authors[1].name"),
        ("pyproject.toml", 6, "urls.home"),
    ]


@pytest.mark.parametrize(
    ("name", "blank"),
    [
        ("your-username/router", True),
        ("your_user_name/router", True),
        ("YourUserName/router", True),
        ("YOUR_HF_USERNAME/router", True),
        ("<username>/router", True),
        ("{user}/router", True),
        ("hf_account/router", True),
        ("acme/router", False),
        ("usernames/router", False),
        ("yourtts/model", False),
        ("myorganic/model", False),
        ("your-username", False),
    ],
)
def test_owners_may_be_blanks(name: str, blank: bool) -> None:
    assert has_blank_owner(name) is blank


def test_ids_with_a_blank_are_of_no_hub(tmp_path: Path) -> None:
    code = """
        from datasets import load_dataset
        from transformers import AutoModel

        load_dataset("your-username/letters")
        model = AutoModel.from_pretrained("acme/encoder")
        model.push_to_hub("your-username/encoder")
    """
    found = facts(tmp_path, {"train.py": code})
    loads = [fact for fact in found if fact.kind in ("dataset-load", "model-load")]
    assert [(fact.known("id"), fact.known("origin")) for fact in loads] == [
        ("your-username/letters", "blank"),
        ("acme/encoder", "hub"),
    ]
    blanks = [fact for fact in found if fact.kind == "blank-left"]
    assert [(fact.place.line, *shown(fact, "id", "raw")) for fact in blanks] == [
        (4, "your-username/letters", "dataset-load"),
        (6, "your-username/encoder", "model-publish"),
    ]


def test_lists_without_a_word_are_empty() -> None:
    assert list(empty_lists(["1.", "2.", "", "3. "], ())) == [1]
    assert list(empty_lists(["1)", "2)", "text"], ())) == [1]
    assert list(empty_lists(["1.", "2.", "3. Start"], ())) == []
    assert list(empty_lists(["1.", "text", "2."], ())) == []
    assert list(empty_lists(["1.", "2."], {1, 2})) == []


def test_blanks_of_a_readme_stand_where_they_are() -> None:
    text = (
        "# Router\n\n[Brief description of the project] for tickets,\nby your-name@example.com.\n\n"
        "## Usage\n\n1.\n2.\n\n| Who | Where |\n| - | - |\n| Us | [your address] |\n\n"
        "```\ncd a\ngit clone git@github.com:your-username/router\n```\n"
    )
    found = rows(read(text, "README.md"), "blank-left", "what", "id")

    assert [blank for what, blank in found if what == "document"] == [
        "[Brief description of the project]",
        "your-name@example.com",
        "a list without a word",
        "[your address]",
        "github.com:your-username",
    ]
    left = [fact for fact in read(text, "README.md").facts if fact.kind == "blank-left"]
    assert [fact.place.line for fact in left] == [3, 4, 8, 13, 17]
