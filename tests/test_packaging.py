"""What the documents promise about the repository holds."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from rai_lint import __version__
from rai_lint.cli import cli
from rai_lint.report.formats import FORMATS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TOP = Path(__file__).parents[1]


def read(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """Return the contents of the fenced code blocks of a Markdown text."""
    return re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_readme_begins_with_the_example_and_the_tests() -> None:
    first, second = blocks(read("README.md"))[:2]
    assert first == (
        "python3 -m venv .venv\n"
        ".venv/bin/pip install -q .\n"
        ".venv/bin/rai-lint check examples/loan-scorer\n"
    )
    assert second == (
        "python3 -m venv .venv\n"
        ".venv/bin/pip install -q -e '.[test]'\n"
        ".venv/bin/python -m pytest -q\n"
    )


def test_every_path_in_the_documents_exists() -> None:
    for name in ("CONTRIBUTING.md", "README.md"):
        text = read(name)
        paths = re.findall(r"`((?:rai_lint|rules|docs|tests|examples)/[^`\s]*)`", text)
        paths += re.findall(r"\]\((?!https?:)([^)]+)\)", text)
        paths += re.findall(r"`(\.ci/run|justfile|pyproject\.toml|README\.md)`", text)
        missing = [path for path in paths if not (TOP / path).exists()]
        assert paths
        assert missing == []


def test_the_readme_lists_every_command() -> None:
    shown = set(re.findall(r"\| `rai-lint (\w+)", read("README.md")))
    assert shown >= set(cli.list_commands(click.Context(cli))) - {"check"}
    assert "short for `rai-lint check .`" in read("README.md")


def test_the_changelog_speaks_of_this_version() -> None:
    assert f"## {__version__}" in read("CHANGELOG.md")


def test_the_wheel_holds_the_rules() -> None:
    build = tomllib.loads(read("pyproject.toml"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert build["force-include"] == {"rules": "rai_lint/_rules", "docs/rules": "rai_lint/_pages"}


def test_each_hook_is_installed_from_here() -> None:
    hooks = yaml.safe_load(read(".pre-commit-hooks.yaml"))
    assert [hook["id"] for hook in hooks] == ["rai-lint", "rai-lint-changed", "rai-lint-rules"]
    assert {hook["language"] for hook in hooks} == {"python"}
    assert hooks[0]["pass_filenames"] is False
    assert "pass_filenames" not in hooks[1]


def test_every_format_is_told_of() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", read("docs/getting-started.md"), re.MULTILINE))
    assert told == set(FORMATS)


def test_the_lowest_versions_that_are_tested_are_those_that_are_allowed() -> None:
    needs = map(Requirement, tomllib.loads(read("pyproject.toml"))["project"]["dependencies"])
    allowed = {}
    for need in needs:
        (bound,) = need.specifier
        assert bound.operator == ">=", need
        allowed[need.name] = Version(bound.version)
    lines = [line for line in read("ci/lowest.txt").splitlines() if not line.startswith("#")]
    tested = {
        name: Version(version) for name, _, version in (each.partition("==") for each in lines)
    }
    assert tested == allowed


def test_the_page_on_security_names_tests_that_are_there() -> None:
    named = re.findall(
        r"`(?:tests/hostile/)?(test_\w+\.py::)?(test_\w+)`", read("docs/security.md")
    )
    there = {
        name
        for file in (TOP / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 20
    assert {name for _, name in named} <= there
