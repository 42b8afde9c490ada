from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from rai_lint.cli import cli
from rai_lint.errors import UserError
from rai_lint.model.pack import Guideline, GuidelineItem
from rai_lint.report.guideline_pages import (
    render_guideline,
    render_guideline_markdown,
    render_guidelines_json,
    render_guidelines_text,
)

GUIDELINE = Guideline(
    id="eu-ai-act",
    title="EU AI Act",
    source="https://example.org/act",
    date="2024-08-01",
    dated="applies",
    items=(
        GuidelineItem(id="art-4", text="Literacy | of staff.", checkable=False),
        GuidelineItem(id="art-50-1", text="Say it is AI.", rules=("TRN001",), date="2026-08-02"),
        GuidelineItem(id="art-53-1-b", text="Tell others."),
    ),
)


def test_the_page_of_a_guideline_says_of_each_item_what_looks_at_it() -> None:
    assert render_guideline(GUIDELINE).splitlines() == [
        "eu-ai-act  EU AI Act",
        "applies from 2024-08-01; 3 items: 1 with rules, 1 that no machine can see",
        "https://example.org/act",
        "",
        "art-4",
        "    Literacy | of staff.",
        "    no machine can see this in a repository",
        "art-50-1  (from 2026-08-02)",
        "    Say it is AI.",
        "    TRN001",
        "art-53-1-b",
        "    Tell others.",
        "    no rule looks at this yet",
    ]


def test_the_list_counts_the_items_that_have_rules() -> None:
    first, _, last = render_guidelines_text((GUIDELINE,)).splitlines()

    assert first == "eu-ai-act  EU AI Act (3 items: 1 with rules, 1 that no machine can see)"
    assert last == "1 guidelines with 3 items; `rai-lint guidelines ID`"


def test_json_gives_each_item_the_date_that_holds_for_it() -> None:
    (guideline,) = json.loads(render_guidelines_json((GUIDELINE,)))["guidelines"]

    assert [(each["id"], each["date"]) for each in guideline["items"]] == [
        ("art-4", "2024-08-01"),
        ("art-50-1", "2026-08-02"),
        ("art-53-1-b", "2024-08-01"),
    ]


def test_markdown_keeps_its_table_whole() -> None:
    rows = render_guideline_markdown(GUIDELINE).splitlines()

    assert (
        "| `art-4` | Literacy \\| of staff. |  | no machine can see this in a repository |" in rows
    )


def test_the_command_shows_the_guidelines_of_the_rules() -> None:
    result = CliRunner().invoke(cli, ["guidelines", "eu-ai-act"])

    assert result.exit_code == 0
    assert "art-50-1  (from 2026-08-02)" in result.output


def test_an_unknown_guideline_is_the_user_s_mistake() -> None:
    with pytest.raises(UserError, match=r"no guideline has the id `eu`; there are .*eu-ai-act"):
        CliRunner().invoke(cli, ["guidelines", "eu"], catch_exceptions=False)
