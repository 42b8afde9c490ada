"""What `docs/packs.md` walks through works as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import rai_lint

TOP = Path(rai_lint.__file__).parents[1]
PAGE = (TOP / "docs" / "packs.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?:yaml|toml)\n# ([\w./-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rai_lint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(TOP), "XDG_CACHE_HOME": str(folder / ".cache"), "PATH": ""},
    )


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    """A repository with the files of the page."""
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    for path, text in BLOCK.findall(PAGE):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_the_pack_of_the_page_passes_its_examples(harbour: Path) -> None:
    done = run(harbour, "test", "lint/rules")
    assert (done.returncode, done.stdout) == (0, "4 examples of 1 rules: none failed\n")
    assert "4 examples of 1 rules: none failed" in PAGE


def test_the_trace_of_the_page_is_what_the_command_says(harbour: Path) -> None:
    rule = harbour / "lint/rules/hbr/card-without-steward.yaml"
    rule.write_text(rule.read_text().replace("heading: {says: steward}", "heading: {is: Owner}"))
    said = run(harbour, "test", "lint/rules", "--trace").stdout
    (shown,) = re.findall(
        r"rai-lint test lint/rules --trace\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    assert said.startswith(shown)


def test_the_pack_finds_what_the_page_says(harbour: Path) -> None:
    (harbour / "README.md").write_text(
        "---\npipeline_tag: text-classification\ndatasets: [harbour/calls-2019]\n---\n"
        "# Berth planner\n\nSorts requests for berths.\n"
    )
    (harbour / "train.py").write_text(
        "from datasets import load_dataset\n\n"
        'rows = load_dataset("calls2019", split="train")\nprint(rows)\n'
    )
    done = run(harbour, "check", "--no-progress")
    (shown,) = re.findall(r"rai-lint \. --quiet\n(.*?)^…$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown in done.stdout
    assert "error  DAT010" in done.stdout
    assert "the recordings were made without asking" in done.stdout
    assert "gap      steward" in done.stdout
    assert "gap      retired-data" in done.stdout
    assert "error  MDC007" in done.stdout
    assert done.returncode == 1


def test_the_pack_is_explained(harbour: Path) -> None:
    assert "card-without-steward" in run(harbour, "rule", "HBR001").stdout
    assert "DAT010" in run(harbour, "guidelines", "harbour-policy").stdout
