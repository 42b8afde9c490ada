"""What people answer for, end to end: comments with a last day, waivers, attestations; timings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from program import rai_lint

pytestmark = pytest.mark.usefixtures("home")

UNSAFE = 'import torch\n\nstate = torch.load("model.pt", weights_only=False)'
SEC = (".", "--select", "SEC001", "--format", "json")
ITEM = "eu-ai-act/art-14-4"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("torch==2.4.0\n")
    (tmp_path / "serve.py").write_text(UNSAFE + "\n")
    return tmp_path


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("until 2099-03-01 our own file", set()),
        ("until=2099-03-01 our own file", set()),
        ("until 2099-03-01: our own file", set()),
        ("until the model is published", set()),
        ("until 2020-03-01 our own file", {"SEC001", "RAI003"}),
        ("until 2099-13-01 our own file", {"SEC001", "RAI002"}),
        ("until 2099-03-01", {"SEC001", "RAI002"}),
    ],
)
def test_a_comment_with_a_last_day(project: Path, comment: str, expected: set[str]) -> None:
    (project / "serve.py").write_text(f"{UNSAFE}  # rai-lint: ignore[SEC001] {comment}\n")
    assert {rule for rule, _, _ in rai_lint(*SEC, cwd=project).said()} == expected


def waiver(expires: str, unit: str = ".") -> str:
    table = f'rule = "SEC001"\nunit = "{unit}"\nreason = "agreed"\nowner = "ada"\n'
    return f"[[waiver]]\n{table}expires = {expires}\n"


def test_a_waiver_hides_until_its_last_day(project: Path) -> None:
    (project / "rai-lint.toml").write_text(waiver("2099-01-01"))
    done = rai_lint(*SEC, cwd=project)
    assert [each["suppressed"] for each in done.findings()] == ["agreed (waived by ada)"]
    (project / "rai-lint.toml").write_text("\n\n" + waiver("2020-01-01"))
    found = rai_lint(*SEC, cwd=project).said()
    assert ("RAI003", "rai-lint.toml", 3) in found
    assert ("SEC001", "serve.py", 3) in found


def test_a_waiver_of_another_unit_hides_nothing_here(project: Path) -> None:
    (project / "rai-lint.toml").write_text(waiver("2099-01-01", "models"))
    assert [rule for rule, _, _ in rai_lint(*SEC, cwd=project).said()] == ["SEC001"]


def attestation(item: str = ITEM, expires: str = "2099-01-01") -> str:
    table = f'item = "{item}"\nowner = "cleo"\ndate = 2026-11-01\nexpires = {expires}\n'
    return f'[[attestation]]\n{table}link = "https://example.org/oversight"\n'


def item_of(report: dict[str, Any]) -> dict[str, Any]:
    (guideline,) = [each for each in report["guidelines"] if each["id"] == "eu-ai-act"]
    (item,) = [each for each in guideline["items"] if f"eu-ai-act/{each['id']}" == ITEM]
    found: dict[str, Any] = item
    return found


def test_an_attestation_is_shown_beside_the_state_and_changes_none(project: Path) -> None:
    before = item_of(json.loads(rai_lint(*SEC, cwd=project).stdout))
    (project / "rai-lint.toml").write_text(attestation())
    after = item_of(json.loads(rai_lint(*SEC, cwd=project).stdout))
    assert after.pop("attested") == [
        {
            "owner": "cleo",
            "date": "2026-11-01",
            "link": "https://example.org/oversight",
            "expires": "2099-01-01",
        }
    ]
    assert before.pop("attested") == []
    assert after == before
    text = rai_lint(".", "--profile", "eu-high-risk", cwd=project).stdout
    assert (
        "    attested art-14-4  by cleo on 2026-11-01, until 2099-01-01  "
        "https://example.org/oversight\n"
    ) in text


def test_an_attestation_that_is_over_counts_no_more(project: Path) -> None:
    (project / "rai-lint.toml").write_text(attestation(expires="2026-11-02"))
    done = rai_lint(*SEC, cwd=project)
    assert item_of(json.loads(done.stdout))["attested"] == []
    assert ("RAI003", "rai-lint.toml", 1) in done.said()
    assert f"The attestation of {ITEM} held until 2026-11-02." in done.stdout


def test_an_attestation_of_no_item_is_the_users_mistake(project: Path) -> None:
    (project / "rai-lint.toml").write_text("\n" + attestation("eu-ai-act/art-14-44"))
    done = rai_lint(*SEC, cwd=project)
    assert done.returncode == 2
    assert "rai-lint.toml:3:8: `attestation`: `eu-ai-act/art-14-44` is no item" in done.stderr
    assert f"(did you mean `{ITEM}`?)" in done.stderr


def test_timings_add_up(project: Path) -> None:
    text = rai_lint(".", "--select", "SEC001,SEC004", "--timings", cwd=project).stdout
    _, _, times = text.partition("Time by stage, in seconds\n")
    stages, _, rules = times.partition("Time by rule")
    rows = re.findall(r"^ +([\d.]+)  (\w+)", stages, re.MULTILINE)
    assert [name for _, name in rows] == [
        *("imports", "rules", "changes", "walk", "read", "link", "evaluate", "settle", "report"),
        *("rest", "in"),
    ]
    *parts, total = [float(seconds) for seconds, _ in rows]
    assert sum(parts) == pytest.approx(total, abs=0.01)
    assert set(re.findall(r"SEC\d+", rules)) == {"SEC001", "SEC004"}


def test_without_the_option_no_times_are_taken_by_rule(project: Path) -> None:
    assert "Time by" not in rai_lint(".", "--select", "SEC001", cwd=project).stdout
