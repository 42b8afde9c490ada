from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from builders import make_outcome, make_rule
from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.outcome import Related
from rai_lint.model.pack import Guideline, GuidelineItem
from rai_lint.model.report import Finding, Report, RoleEvidence
from rai_lint.model.source import Place, Skipped
from rai_lint.model.value import Known, Unknown
from rai_lint.report.catalogue_v1 import render_rules_json, render_rules_markdown, render_rules_text
from rai_lint.report.inventory_v1 import (
    inventory_schema,
    render_inventory_json,
    render_inventory_table,
)
from rai_lint.report.json_v1 import render_json, report_schema

DAT = make_rule(references=("eu-ai-act/annex-iv-2-d",))
SEC = make_rule("SEC001", "torch-load-unsafe", severity="error", references=("owasp-ml/ml06",))
REPORT = Report(
    root=".",
    version="0.1.0",
    roles=(RoleEvidence("trains", (Place("train.py", 9),)),),
    findings=(
        Finding(
            rule=DAT,
            severity="warning",
            subject="imdb",
            unit=".",
            message="`imdb` is not listed.",
            places=(Place("train.py", 3, 6), Place("run.ipynb", 2, 1, cell=4)),
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
            suppressed="our own file",
        ),
    ),
    unknown=(make_outcome(DAT, Place("a.py", 1), Place("b.py", 2), state="unknown", because="x"),),
    passed=(make_outcome(DAT, Place("c.py", 5), state="pass", subject="squad"),),
    not_applicable=(
        make_outcome(SEC, state="not-applicable", because="no model is trained here"),
        make_outcome(SEC, state="not-applicable", because="no model is trained here"),
    ),
    skipped=(Skipped("bad.py", "syntax error at 3:7"),),
    files=41,
    seconds=0.20004,
)


def written(report: Report) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(render_json(report))
    jsonschema.validate(data, report_schema())
    return data


def test_the_whole_report() -> None:
    data = written(REPORT)
    assert data["schema"] == "rai-lint/report/1"
    assert (data["version"], data["root"]) == ("0.1.0", ".")
    assert data["roles"] == [
        {"role": "trains", "evidence": [{"path": "train.py", "line": 9, "cell": None}]}
    ]
    assert data["findings"][0] == {
        "rule": "DAT001",
        "name": "training-dataset-undeclared",
        "severity": "warning",
        "confidence": "high",
        "message": "`imdb` is not listed.",
        "subject": "imdb",
        "unit": ".",
        "path": "train.py",
        "line": 3,
        "column": 6,
        "end_line": 3,
        "cell": None,
        "fingerprint": "0123456789abcdef",
        "locations": [
            {"path": "train.py", "line": 3, "cell": None},
            {"path": "run.ipynb", "line": 2, "cell": 4},
        ],
        "related": [
            {"path": "README.md", "line": 4, "cell": None, "message": "the card's datasets"}
        ],
        "references": ["eu-ai-act/annex-iv-2-d"],
        "fixable": False,
        "fix": None,
        "suppressed": None,
    }
    assert data["findings"][1]["suppressed"] == "our own file"
    assert data["findings"][1]["end_line"] == 9
    assert data["skipped"] == [{"path": "bad.py", "because": "syntax error at 3:7"}]


def test_an_unknown_entry_has_all_its_places_and_the_summary_counts_entries() -> None:
    document = written(REPORT)
    assert [(each["path"], each["because"]) for each in document["unknown"]] == [("a.py", "x")]
    assert [each["path"] for each in document["unknown"][0]["locations"]] == ["a.py", "b.py"]
    assert document["summary"]["unknown"] == len(document["unknown"])


def test_a_reason_for_not_applying_is_given_once() -> None:
    assert written(REPORT)["not_applicable"] == [
        {"rule": "SEC001", "because": "no model is trained here"}
    ]


def test_what_is_suppressed_is_not_counted_as_a_finding() -> None:
    assert written(REPORT)["summary"] == {
        "files": 41,
        "findings": {"error": 0, "warning": 1, "note": 0},
        "suppressed": 1,
        "unknown": 1,
        "seconds": 0.2,
    }


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("fail", "unknown", "pass"), "gap"),
        (("unknown", "pass"), "unknown"),
        (("pass", "not-applicable"), "evidence"),
        (("not-applicable",), "not-checked"),
    ],
)
def test_the_state_of_a_guideline_item(states: tuple[str, ...], expected: str) -> None:
    empty = Report(root=".", version="0.1.0")
    report = replace(
        empty,
        findings=REPORT.findings[:1] if "fail" in states else (),
        unknown=REPORT.unknown if "unknown" in states else (),
        passed=REPORT.passed if "pass" in states else (),
        not_applicable=(
            (make_outcome(DAT, state="not-applicable"),) if "not-applicable" in states else ()
        ),
    )
    (guideline,) = written(report)["guidelines"]
    (item,) = guideline["items"]

    assert (guideline["id"], item["id"]) == ("eu-ai-act", "annex-iv-2-d")
    assert (item["state"], item["rules"]) == (expected, ["DAT001"])


def test_a_file_name_that_is_not_utf8_is_escaped() -> None:
    report = replace(REPORT, skipped=(Skipped("caf\udce9.py", "no text"),))
    assert written(report)["skipped"][0]["path"] == "caf\\udce9.py"


FACTS = (
    Fact(
        kind="dataset-load",
        place=Place("train.py", 3, 6),
        fields={
            "id": Known("imdb"),
            "revision": Known(None, how="default"),
            "split": Unknown("args.split", "no default"),
            "config": Known(("a", "b"), how="constant"),
        },
        scope="test",
    ),
    Fact(kind="policy", place=Place("SECURITY.md"), fields={"id": Known("security")}),
)


def test_the_inventory_tells_literal_resolved_unknown_and_absent_apart() -> None:
    data = json.loads(render_inventory_json(FACTS, (Skipped("bad.py", "no text"),)))
    jsonschema.validate(data, inventory_schema())
    assert data["schema"] == "rai-lint/inventory/1"
    fields = data["facts"][0].pop("fields")
    assert data["facts"][0] == {
        "kind": "dataset-load",
        "path": "train.py",
        "line": 3,
        "column": 6,
        "cell": None,
        "scope": "test",
        "unit": ".",
    }
    assert fields["id"] == {"status": "literal", "value": "imdb"}
    assert fields["revision"] == {"status": "resolved", "value": None, "how": "default"}
    assert fields["split"] == {"status": "unknown", "text": "args.split", "because": "no default"}
    assert fields["config"] == {"status": "resolved", "value": ["a", "b"], "how": "constant"}
    assert fields["origin"] == {"status": "absent"}
    assert data["skipped"] == [{"path": "bad.py", "because": "no text"}]


def test_the_inventory_as_a_table() -> None:
    assert render_inventory_table(FACTS, (Skipped("bad.py", "no text"),)) == (
        "dataset-load\n"
        "  train.py:3  imdb  config=('a', 'b') split=?(args.split) revision=None\n"
        "\n"
        "policy\n"
        "  SECURITY.md:1  security\n"
        "\n"
        "Not looked at\n"
        "  bad.py  no text\n"
    )


def test_the_catalogue() -> None:
    rules = (DAT, make_rule("EVL001", "new-idea", status="preview", severity="note"))
    data = json.loads(render_rules_json(rules, {"DAT001": ("basic",)}))
    assert data["schema"] == "rai-lint/rules/1"
    assert data["rules"][0]["profiles"] == ["basic"]
    assert data["rules"][1]["status"] == "preview"
    assert data["rules"][0]["fix_text"] == "List it under `datasets`. Then check its licence."
    assert render_rules_markdown(rules, {}).splitlines()[2] == (
        "| DAT001 | `training-dataset-undeclared` | warning | A dataset is not declared "
        "| eu-ai-act/annex-iv-2-d |  |"
    )
    assert render_rules_text(rules, {"DAT001": ("basic",)}) == (
        "DAT001  warning  training-dataset-undeclared  A dataset is not declared\n"
        "EVL001  note     new-idea                     A dataset is not declared (preview)\n"
        "\n2 rules; profiles: basic\n"
    )


GUIDELINE = Guideline(
    id="eu-ai-act",
    title="EU AI Act",
    source="https://example.org",
    items=(
        GuidelineItem(id="annex-iv-2-d", text="Data.", rules=("DAT001",)),
        GuidelineItem(id="art-4", text="Literacy.", checkable=False),
        GuidelineItem(id="art-53-1-b", text="For others."),
        GuidelineItem(id="art-14-4", text="Oversight.", rules=("SAF004",)),
        GuidelineItem(id="art-15-5", text="Security.", rules=("SEC001",)),
    ),
)


def test_every_item_of_a_guideline_has_a_state_with_its_places_or_the_reason() -> None:
    secure = replace(SEC, references=("eu-ai-act/art-15-5",))
    outcomes = (make_outcome(secure, state="not-applicable", because="nothing is loaded"),)
    findings = REPORT.findings[:1]
    report = replace(REPORT, findings=findings, guidelines=(GUIDELINE,), not_applicable=outcomes)

    (guideline,) = written(report)["guidelines"]
    states = [(each["id"], each["state"], each["because"]) for each in guideline["items"]]

    assert states == [
        ("annex-iv-2-d", "gap", ""),
        ("art-4", "not-checked", "no machine can see this in a repository"),
        ("art-53-1-b", "not-checked", "no rule looks at this yet"),
        ("art-14-4", "not-checked", "not selected: SAF004"),
        ("art-15-5", "not-checked", "SEC001 does not apply: nothing is loaded"),
    ]
    assert guideline["items"][0]["evidence"] == [
        {"path": "train.py", "line": 3, "cell": None},
        {"path": "run.ipynb", "line": 2, "cell": 4},
    ]


def test_an_item_that_names_a_rule_has_its_state_without_being_referred_to() -> None:
    own = Guideline(
        id="house",
        title="House",
        source="us",
        items=(GuidelineItem(id="data", text="Data.", rules=("DAT001",)),),
    )
    found = written(replace(REPORT, guidelines=(own,)))["guidelines"]
    (house,) = [each for each in found if each["id"] == "house"]
    assert house["items"][0]["state"] == "gap"
    assert house["items"][0]["rules"] == ["DAT001"]
