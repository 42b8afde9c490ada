from __future__ import annotations

import json
from pathlib import Path

import pytest
from builders import make_rule
from click.testing import CliRunner

from rai_lint.cli import cli
from rai_lint.errors import UserError
from rai_lint.model.example import Example, Expected
from rai_lint.report.rule_markdown import render_rule_index, render_rule_markdown

RULE = make_rule(references=("eu-ai-act/annex-iv-2-d",))
FENCED = b"# Card\n\n```python\nload()\n```\n"


def example(
    title: str, expect: tuple[Expected, ...] = (), expect_unknown: tuple[Expected, ...] = ()
) -> Example:
    return Example(
        title=title,
        files={"README.md": FENCED},
        expect=expect,
        expect_unknown=expect_unknown,
        path="r.yaml",
        line=1,
    )


FIRES = example("not listed", expect=(Expected(path="README.md", line=4),))
SILENT = example("listed in prose")
UNKNOWN = example("the id is an option", expect_unknown=(Expected(path="README.md"),))


def page(judged: tuple[int, int] | None = None) -> str:
    items = {"eu-ai-act/annex-iv-2-d": "Where data come from."}
    return render_rule_markdown(RULE, (FIRES, SILENT, UNKNOWN), items, ("basic",), judged)


def test_a_page_shows_what_is_reported_what_is_left_alone_and_what_is_unknown() -> None:
    text = page()

    assert text.startswith(f"# {RULE.id} `{RULE.name}`\n")
    assert "## Reported\n\nNot listed:\n\n`README.md` (line 4)\n" in text
    assert "## Left alone\n\nListed in prose:\n" in text
    assert "## Please look\n\nThe id is an option:\n" in text
    link = "[eu-ai-act](../guidelines/eu-ai-act.md) `annex-iv-2-d`: Where data come from."
    assert link in text


def test_code_in_an_example_does_not_end_the_block_it_is_shown_in() -> None:
    assert "````markdown\n# Card\n\n```python\nload()\n```\n````\n" in page()


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        (None, "no finding on real repositories has been judged yet"),
        ((3, 4), "3 of 4 judged findings on real repositories are true; too few for a precision"),
        ((19, 20), "19 of 20 judged findings on real repositories are true, precision 0.95"),
    ],
)
def test_a_page_says_how_far_the_rule_is_measured(
    judged: tuple[int, int] | None, said: str
) -> None:
    assert f"| Measured | {said} |" in page(judged)


def test_the_index_links_every_page() -> None:
    assert f"| [{RULE.id}]({RULE.id}.md) | `{RULE.name}` |" in render_rule_index((RULE,))


def test_pages_are_written_for_all_rules_and_guidelines_and_nothing_is_removed(
    tmp_path: Path,
) -> None:
    measured = tmp_path / "published.json"
    measured.write_text(json.dumps({"precision LIC009": [20, 20], "precision licence": [1, 1]}))
    other = tmp_path / "docs" / "rules" / "about.md"
    other.parent.mkdir(parents=True)
    other.touch()

    arguments = ["rules", "--pages", str(tmp_path / "docs"), "--measured", str(measured)]
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)

    written = tmp_path / "docs"
    assert result.exit_code == 0
    assert other.exists()
    assert "precision 1.00" in (written / "rules" / "LIC009.md").read_text("utf-8")
    assert "`art-50-1`" in (written / "guidelines" / "eu-ai-act.md").read_text("utf-8")


def test_counts_that_cannot_be_read_are_the_user_s_mistake(tmp_path: Path) -> None:
    arguments = ["rules", "--pages", str(tmp_path / "docs"), "--measured", str(tmp_path / "none")]

    with pytest.raises(UserError, match="none: no file of published counts"):
        CliRunner().invoke(cli, arguments, catch_exceptions=False)
