"""Tools that documents claim, and whether anything in the repository uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import re2
from documents import read, rows
from tree import facts, knowledge, notebook

from rai_lint.extract import tool_traces
from rai_lint.extract.claimed_tools import traced
from rai_lint.model.value import Known, Unknown

FIT = "from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit(x, y)\n"
STACK = "# Loans\n\n## Tech stack\n\n- XGBoost\n"


def claimed(text: str, path: str = "README.md") -> list[str]:
    return [name for (name,) in rows(read(text, path), "claimed-tool", "id")]


def used(root: Path, files: dict[str, str | bytes], readme: str = STACK) -> list[Any]:
    found = facts(root, {"README.md": readme, **files}, "claimed-tool")
    return [fact.known("used") for fact in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# Loans\n\n## Built with\n\nXGBoost and **FastAPI**.\n", ["XGBoost", "FastAPI"]),
        ("# Loans\n\n## Tools\n\n| Tool |\n| --- |\n| Optuna |\n", ["Optuna"]),
        ("# Loans\n\nServes the model through Flask.\n", ["Flask"]),
        ("# Loans\n\n## Features\n\n- **Explained**: SHAP plots\n", ["SHAP"]),
        ("# Loans\n\n## Technologies\n\n- [DVC](https://dvc.org)\n", ["DVC"]),
    ],
)
def test_a_list_a_row_or_a_sentence_claims_tools(text: str, names: list[str]) -> None:
    assert claimed(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "# Loans\n\nFlask is a framework.\n",
        "# Loans\n\nIt is served with Flask or with nothing.\n",
        "# Loans\n\nIt is not served with Flask.\n",
        "# Loans\n\nYou can serve it with Flask.\n",
        "# Loans\n\n## Features\n\n- [ ] Flask\n",
        "# Loans\n\n## Features\n\n- Add Flask\n",
        "# Loans\n\n## Features\n\n- [Flask demo](https://example.org) by others\n",
        "# Loans\n\n## Tech stack\n\n- Flask\n\n## Road map\n\n- Flask\n",
        "# Loans\n\n## Features\n\n### Alternatives\n\n- Flask\n",
        "# Loans\n\n## Requirements\n\n- Flask\n",
        "# Loans\n\nWe wash the flask with water.\n",
        "# Loans\n\n```\nbuilt with Flask\n```\n",
    ],
)
def test_plans_choices_advice_and_other_projects_claim_nothing(text: str) -> None:
    assert claimed(text) == []


def test_a_tool_is_claimed_once_at_the_first_place_and_not_by_translations() -> None:
    twice = "# Loans\n\nServed with Flask.\n\n## Tech stack\n\n- Flask\n"

    assert rows(read(twice, "README.md"), "claimed-tool", "line", "id") == [(3, "Flask")]
    assert claimed(twice, "README.de.md") == []


def test_of_a_long_passage_the_words_around_the_name_are_shown() -> None:
    text = f"# Loans\n\n## Tech stack\n\n- {'word ' * 60}Flask {'more ' * 60}\n"
    ((sentence,),) = rows(read(text, "README.md"), "claimed-tool", "sentence")

    assert " Flask " in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": "import xgboost\n"},
        {"train.py": FIT, "run.sh": "python -m xgboost.train\n"},
        {"train.py": FIT, "model.R": "library(xgboost)\n"},
        {"train.py": FIT, "settings.yaml": "model: xgb\n"},
        {"train.ipynb": notebook("from pycaret.classification import setup")},
        {"train.py": "import xgboost\ndef broken(:\n"},
    ],
)
def test_any_program_setting_or_wrapper_shows_use(
    tmp_path: Path, files: dict[str, str | bytes]
) -> None:
    assert used(tmp_path, files) == [True]


@pytest.mark.parametrize(
    "files",
    [
        {"train.py": FIT},
        {"train.py": FIT, "requirements.txt": "xgboost\n"},
        {"train.py": FIT, "environment.yml": "dependencies:\n- xgboost\n"},
        {"train.py": f'"""Not with xgboost."""\n{FIT}# xgboost\n'},
        {"train.ipynb": notebook("#md xgboost is better", FIT)},
        {"train.py": FIT, "NOTES.md": "xgboost\n", "model.bin": b"\0xgboost"},
    ],
)
def test_lists_comments_and_prose_show_none(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    assert used(tmp_path, files) == [False]


def test_a_file_of_its_own_shows_a_tool(tmp_path: Path) -> None:
    readme = "# Loans\n\n## Tech stack\n\n- Docker\n"

    assert used(tmp_path, {"train.py": FIT}, readme) == [False]
    assert used(tmp_path, {"deploy/Dockerfile": "FROM python\n"}, readme) == [True]


def test_without_a_program_nothing_is_claimed(tmp_path: Path) -> None:
    assert used(tmp_path, {"data.csv": "a,b\n"}) == []


def test_what_cannot_be_read_leaves_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    (fact,) = facts(tmp_path, {"README.md": STACK, "train.py": FIT, "more.py": lfs}, "claimed-tool")
    assert isinstance(fact.get("used"), Unknown)

    monkeypatch.setattr(tool_traces, "MAX_FILES", 1)
    (fact,) = facts(tmp_path, {"more.py": FIT}, "claimed-tool")
    assert isinstance(fact.get("used"), Unknown)

    monkeypatch.setattr(tool_traces, "MAX_FILES", 2)
    (fact,) = facts(tmp_path, {"more.py": "import xgboost\n"}, "claimed-tool")
    assert fact.get("used") == Known(value=True)


def test_notebooks_of_no_known_form_are_searched_whole(tmp_path: Path) -> None:
    assert used(tmp_path, {"train.py": FIT, "a.ipynb": '{"worksheets": ["xgboost"]}'}) == [True]


def test_every_trace_and_path_of_the_vocabulary_is_a_pattern() -> None:
    for term in knowledge().table("tools"):
        texts = (term.values["traces"], term.values.get("files", ()))
        for pattern in (each for found in texts for each in found):  # type: ignore[union-attr]
            re2.compile(pattern)
        assert term.id in {"unit tests", "Docker"} or traced(term, term.id.replace(" ", "_")), term
