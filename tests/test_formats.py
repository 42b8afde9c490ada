from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from builders import make_outcome, make_rule
from markdown_it import MarkdownIt
from msgspec.structs import replace

from rai_lint.lines import Lines
from rai_lint.model.outcome import Related
from rai_lint.model.pack import Guideline, GuidelineItem
from rai_lint.model.report import Finding, Report
from rai_lint.model.source import Place, Skipped
from rai_lint.notebook_lines import cell_lines
from rai_lint.report.formats import FORMATS
from rai_lint.report.markdown import MOST_CHARACTERS
from rai_lint.report.options import Options

DAT = make_rule()
SEC = make_rule("SEC001", "torch-load-unsafe", severity="error", references=("owasp-ml/ml06",))
REPORT = Report(
    root=".",
    version="0.1.0",
    profile="research",
    findings=(
        Finding(
            rule=DAT,
            severity="warning",
            subject="imdb",
            unit=".",
            message="`imdb` is not listed.",
            places=(Place("train.py", 3, 6), Place("my data/run.py", 2, 1, 4)),
            related=(Related(Place("README.md", 4), "the card's datasets"),),
            fingerprint="0123456789abcdef",
        ),
        Finding(
            rule=SEC,
            severity="error",
            subject="",
            unit=".",
            message="unsafe",
            places=(Place("serve.py", 8, 1, 9),),
            fingerprint="1123456789abcdef",
        ),
        Finding(
            rule=SEC,
            severity="error",
            subject="old",
            unit=".",
            message="unsafe",
            places=(Place("serve.py", 18),),
            fingerprint="2123456789abcdef",
            suppressed="our own file",
            in_source=True,
        ),
    ),
    unknown=(make_outcome(DAT, Place("a.py", 1), state="unknown", because="no default"),),
    passed=(make_outcome(DAT, Place("c.py", 5), state="pass", subject="squad"),),
    skipped=(Skipped("bad.py", "syntax error at 3:7"),),
    files=41,
    seconds=0.2,
    guidelines=(
        Guideline(
            id="hf-model-card",
            title="Model cards",
            source="https://example.org/cards at 242f4a1; and others",
            items=(GuidelineItem(id="datasets", text="Name the data."),),
        ),
    ),
    asked=("hf-model-card",),
)

#: What a stranger's repository may put into every text that reaches a report.
ATTACK = (
    "\x1b[31m::error file=x::y\n::stop-commands::z\r%0A]]>--><script>alert(1)</script>"
    "<img src=x onerror=alert(1)> [a](https://evil.example) www.evil.example @octocat #12 "
    "```\n</details>| \u202e \x00 \udc80 {0} & \" ' \\ https://evil.example/a"
)
HOSTILE = replace(
    REPORT,
    findings=(
        replace(
            REPORT.findings[0],
            subject=ATTACK,
            message=ATTACK,
            places=(Place(f"a/{ATTACK}.py", 3), Place(f"b/{ATTACK}.py", 4)),
            related=(Related(Place(ATTACK, 4), ATTACK),),
        ),
        replace(REPORT.findings[2], suppressed=ATTACK),
    ),
    unknown=(make_outcome(DAT, Place(ATTACK), state="unknown", because=ATTACK),),
    passed=(make_outcome(DAT, Place(ATTACK), state="pass", subject=ATTACK),),
    skipped=(Skipped(ATTACK, ATTACK),),
)


def shown(name: str, report: Report = REPORT, options: Options | None = None) -> str:
    return FORMATS[name](report, options or Options())


def run_of(report: Report = REPORT, options: Options | None = None) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(shown("sarif", report, options))["runs"][0]
    return run


# SARIF


def test_sarif_says_where_relative_to_the_root() -> None:
    first = run_of()["results"][0]
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "train.py", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 3, "startColumn": 6},
            }
        }
    ]
    others = first["relatedLocations"]
    assert [each["id"] for each in others] == [1, 2]
    assert others[0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20data/run.py"
    assert others[0]["physicalLocation"]["region"]["endLine"] == 4
    assert others[1]["message"] == {"text": "the card's datasets"}


def test_sarif_names_each_rule_once_with_its_help() -> None:
    run = run_of()
    rules = run["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["DAT001", "SEC001"]
    assert [each["ruleIndex"] for each in run["results"]] == [0, 1, 1]
    assert rules[0]["helpUri"] == "https://example.org/cards"
    assert "helpUri" not in rules[1]
    assert "List it under `datasets`" in rules[0]["help"]["markdown"]
    assert rules[0]["properties"]["tags"] == ["responsible-ai", "dat"]


def test_sarif_keeps_what_is_suppressed_with_its_reason() -> None:
    results = run_of()["results"]
    assert "suppressions" not in results[0]
    assert results[2]["suppressions"] == [{"kind": "inSource", "justification": "our own file"}]
    waived = replace(REPORT, findings=(replace(REPORT.findings[2], in_source=False),))
    assert run_of(waived)["results"][0]["suppressions"][0]["kind"] == "external"


def test_sarif_fingerprints_are_ours() -> None:
    assert run_of()["results"][0]["partialFingerprints"] == {
        "raiLint/v1": "0123456789abcdef",
        "primaryLocationLineHash": "0123456789abcdef:1",
    }


def test_sarif_says_what_was_not_settled_and_not_read_without_making_results_of_it() -> None:
    run = run_of()
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [each["message"]["text"] for each in notes] == [
        "Please look: no default",
        "Not looked at: syntax error at 3:7",
    ]
    assert len(run["results"]) == 3


def test_sarif_of_nothing_is_a_whole_log() -> None:
    run = run_of(Report(root=".", version="0.1.0"))
    assert run["results"] == []
    assert run["tool"]["driver"]["rules"] == []


def test_sarif_names_lines_of_a_notebook_file(tmp_path: Path) -> None:
    notebook = {"cells": [{"source": "# intro\n"}, {"source": ["a = 1\n", "b = 2\n"]}]}
    (tmp_path / "n.ipynb").write_text(json.dumps(notebook, indent=1))
    at = Place("n.ipynb", 2, 5, cell=1)
    report = replace(REPORT, findings=(replace(REPORT.findings[0], places=(at,)),))
    run = run_of(report, Options(in_file=Lines(tmp_path).in_file))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    text = (tmp_path / "n.ipynb").read_text().splitlines()
    assert "b = 2" in text[region["startLine"] - 1]
    assert region["properties"] == {"cell": 1, "line": 2}
    assert run["results"][0]["message"]["text"] == "`imdb` is not listed. (cell 2, line 2)"


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_formats_of_code_hosts_say_the_cell_beside_the_line_of_the_file(name: str) -> None:
    at = Place("n.ipynb", 4, 5, cell=2)
    report = replace(REPORT, findings=(replace(REPORT.findings[0], places=(at, at)),))
    assert "`imdb` is not listed. (cell 3, line 4)" in shown(name, report)
    if name == "sarif":
        related = run_of(report)["results"][0]["relatedLocations"]
        assert related[0]["message"]["text"] == "also here (cell 3, line 4)"


def test_a_message_of_sarif_makes_no_links() -> None:
    text = run_of(HOSTILE)["results"][0]["message"]["text"]
    assert r"\[a\](https://evil.example)" in text


# Lines of notebooks


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('{"cells": [{"source": ["a\\n",\n "b"]}]}', {0: (1, 2)}),
        ('{"cells":\n[{"outputs": [{"source": ["no"]}],\n"source": "a\\nb"}]}', {0: (3, 3)}),
        ('{"source": ["x"], "cells": [{}, {"source": [\n"x"]}]}', {1: (2,)}),
        ('{"metadata": {"cells": [{"source": ["x"]}]}}', {}),
        ('{"cells": [{"source": ["a", "b\\n", "c"]}]}', {0: (1, 1)}),
        ('{"cells": [{"source": ["a\\fb\\n",\n "c\\u2028d\\n",\n ""]}]}', {0: (1, 2, 3)}),
        ('{"cells": [{"source": ["a\\n"', {0: (1,)}),
        ("]}[", {}),
        ("[" * 50_000, {}),
    ],
)
def test_lines_of_cells(text: str, lines: dict[int, tuple[int, ...]]) -> None:
    assert cell_lines(text) == lines


def test_a_cell_that_is_not_there_stands_on_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "n.ipynb").write_text('{"cells": []}')
    assert Lines(tmp_path).in_file(Place("n.ipynb", 7, 3, cell=2)) == Place("n.ipynb", 1, 1, 1)


# GitHub annotations


def test_annotations_come_gravest_first() -> None:
    assert shown("github").splitlines() == [
        (
            "::error file=serve.py,line=8,endLine=9,title=SEC001 torch-load-unsafe::"
            "unsafe%0AHow to fix: List it under `datasets`."
        ),
        (
            "::warning file=train.py,line=3,endLine=3,title=DAT001 training-dataset-undeclared::"
            "`imdb` is not listed.%0AHow to fix: List it under `datasets`."
        ),
    ]


def test_a_repository_cannot_issue_workflow_commands() -> None:
    lines = shown("github", HOSTILE).splitlines()
    assert len(lines) == 1
    assert lines[0].count("::error") == 1
    properties = lines[0].removeprefix("::warning ").split("::")[0]
    assert [each.split("=")[0] for each in properties.split(",")] == [
        "file",
        "line",
        "endLine",
        "title",
    ]


# GitLab code quality


def test_code_quality() -> None:
    issues = json.loads(shown("gitlab"))
    assert issues[0] == {
        "description": "DAT001 training-dataset-undeclared: `imdb` is not listed.",
        "check_name": "DAT001",
        "fingerprint": "0123456789abcdef",
        "severity": "minor",
        "location": {"path": "train.py", "lines": {"begin": 3, "end": 3}},
    }
    assert [each["severity"] for each in issues] == ["minor", "major"]


# JUnit


def test_junit_counts_what_failed_passed_and_was_left() -> None:
    suite = ET.fromstring(shown("junit").encode())[0]  # noqa: S314 - our own output
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "2", "2")
    first = suite[0]
    assert first.get("name") == "DAT001 training-dataset-undeclared: imdb"
    assert (first.get("file"), first.get("line")) == ("train.py", "3")
    failure = first.find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "at my data/run.py:2" in failure.text


def test_junit_is_xml_whatever_it_holds() -> None:
    root = ET.fromstring(shown("junit", HOSTILE).encode())  # noqa: S314 - our own output
    assert root.find(".//script") is None
    assert len(root.findall(".//testcase")) == 4


# Markdown


def rendered(report: Report) -> str:
    return str(
        MarkdownIt("commonmark", {"linkify": False})
        .enable("table")
        .render(shown("markdown", report))
    )


def test_markdown_says_the_same() -> None:
    text = shown("markdown")
    assert "1 error, 1 warning, 1 suppressed, 1 to look at, 1 not looked at in 41 files." in text
    assert "- **warning** `DAT001` training-dataset-undeclared at 3: `imdb` is not listed." in text
    assert "  - how to fix: List it under `datasets`." in text
    assert "<summary>Guidelines of this profile (1)</summary>" in text


def test_markdown_lets_nothing_become_markup() -> None:
    html = rendered(HOSTILE)
    assert "<script" not in html
    assert "<img" not in html
    assert "evil.example</a>" not in html
    text = shown("markdown", HOSTILE)
    outside = re.sub(r"(`+).*?\1", "", text)
    assert "@octocat" not in outside
    assert "https://" not in outside
    assert len(re.findall(r"^</details>$", text, re.MULTILINE)) == text.count("<details>")


def test_markdown_fits_a_comment() -> None:
    many = tuple(
        replace(REPORT.findings[0], places=(Place(f"f{number}.py"),), message="long " * 60)
        for number in range(1000)
    )
    text = shown("markdown", replace(REPORT, findings=many))
    assert len(text) <= MOST_CHARACTERS + 100
    said = text.count("- **warning**")
    assert f"… and {1000 - said} findings more" in text


# All of them


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_its_last_line_and_shows_no_control(name: str) -> None:
    for report in (REPORT, HOSTILE):
        text = shown(name, report)
        assert text.endswith("\n")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        text.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_say_that_nothing_was_found(name: str) -> None:
    text = shown(name, Report(root=".", version="0.1.0"))
    assert text == "" if name == "github" else text.endswith("\n")
