"""`rai-lint diff`: what is new, fixed, moved, graver; and files that are no report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from program import Done, rai_lint

from rai_lint.report.diff_v1 import diff_schema


def finding(fingerprint: str, path: str = "a.py", line: int = 3, **more: Any) -> dict[str, Any]:
    places = more.pop("places", [(path, line)])
    return {
        "rule": "SEC001",
        "name": "torch-load-unsafe",
        "severity": "error",
        "confidence": "high",
        "message": "It is not safe.",
        "subject": "",
        "unit": ".",
        "path": path,
        "line": line,
        "column": 1,
        "end_line": line,
        "cell": None,
        "fingerprint": fingerprint,
        "locations": [{"path": each, "line": at, "cell": None} for each, at in places],
        "related": [],
        "references": [],
        "fixable": False,
        "suppressed": None,
        **more,
    }


def report(*findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    ran = [{"rule": "SEC001", "because": "x"}]
    whole = {"schema": "rai-lint/report/1", "findings": [*findings], "not_applicable": ran}
    return whole | {"later": "versions may add keys"} | more


def compared(
    folder: Path, old: dict[str, Any], new: dict[str, Any], *options: str
) -> tuple[Done, list[tuple[str, str]]]:
    (folder / "old.json").write_text(json.dumps(old))
    (folder / "new.json").write_text(json.dumps(new))
    done = rai_lint("diff", "old.json", "new.json", "--format", "json", *options, cwd=folder)
    told = json.loads(done.stdout)
    jsonschema.validate(told, diff_schema())
    assert sum(told["counts"].values()) == len(told["changes"])
    return done, [
        (each["kind"], (each["now"] or each["before"])["path"]) for each in told["changes"]
    ]


def test_nothing_changed(tmp_path: Path) -> None:
    done, changes = compared(tmp_path, report(finding("1")), report(finding("1")))
    assert (done.returncode, changes) == (0, [])
    assert rai_lint("diff", "old.json", "new.json", cwd=tmp_path).stdout == "Nothing changed\n"


def test_new_and_fixed_and_moved(tmp_path: Path) -> None:
    old = report(finding("1", "a.py"), finding("2", "b.py"))
    new = report(finding("1", "a.py", 9), finding("3", "c.py"))
    done, changes = compared(tmp_path, old, new)
    assert changes == [("new", "c.py"), ("fixed", "b.py"), ("moved", "a.py")]
    assert done.returncode == 1
    text = rai_lint("diff", "old.json", "new.json", cwd=tmp_path).stdout
    assert text == (
        "New (1)\n  c.py:3  error  SEC001 torch-load-unsafe\n      It is not safe.\n\n"
        "Fixed (1)\n  b.py:3  error  SEC001 torch-load-unsafe\n      It is not safe.\n\n"
        "Moved (1)\n  a.py:3 → a.py:9  error  SEC001 torch-load-unsafe\n\n"
        "1 new, 1 fixed, 1 moved\n"
    )


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("note", "note", 1),
        ("error", "never", 0),
    ],
)
def test_fail_on(tmp_path: Path, severity: str, fail_on: str, code: int) -> None:
    new = report(finding("1", severity=severity))
    done, _ = compared(tmp_path, report(), new, "--fail-on", fail_on)
    assert done.returncode == code


def test_a_severity_that_rises_over_the_line_is_new_there(tmp_path: Path) -> None:
    mild, grave = report(finding("1", severity="note")), report(finding("1"))
    done, changes = compared(tmp_path, mild, grave)
    assert (done.returncode, changes) == (1, [("severity", "a.py")])
    assert "note before, error now" in done.stdout
    assert compared(tmp_path, grave, mild)[0].returncode == 0


def test_a_finding_with_more_places_is_new_at_these(tmp_path: Path) -> None:
    old = report(finding("1", places=[("a.py", 3)]))
    new = report(finding("1", places=[("a.py", 3), ("b.py", 8)]))
    done, changes = compared(tmp_path, old, new)
    assert (done.returncode, changes) == (1, [("more-places", "a.py")])
    assert "1 places before, 2 now: 1 more in b.py" in done.stdout


def test_one_more_that_is_the_same_is_new_where_it_is(tmp_path: Path) -> None:
    old = report(finding("x0", "b.py"), finding("x1", "c.py"))
    new = report(finding("x0", "a.py"), finding("x1", "b.py"), finding("x2", "c.py"))
    assert compared(tmp_path, old, new)[1] == [("new", "a.py")]


def test_what_is_suppressed_now_is_not_fixed_and_what_is_open_again_is_new(
    tmp_path: Path,
) -> None:
    hidden, shown = report(finding("1", suppressed="agreed")), report(finding("1"))
    done, changes = compared(tmp_path, shown, hidden)
    assert (done.returncode, changes) == (0, [("suppressed", "a.py")])
    done, changes = compared(tmp_path, hidden, shown)
    assert (done.returncode, changes) == (1, [("new", "a.py")])
    assert "it was suppressed before: agreed" in done.stdout


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"not_applicable": []}, "its rule did not run"),
        ({"skipped": [{"path": "a.py", "because": "too large"}]}, "its file was not read"),
        (
            {"unknown": [{"rule": "SEC001", "subject": "", "unit": ".", "because": "argv"}]},
            "it cannot be settled any more: argv",
        ),
    ],
)
def test_what_nobody_looked_at_is_not_fixed(
    tmp_path: Path, more: dict[str, Any], because: str
) -> None:
    done, changes = compared(tmp_path, report(finding("1")), report(**more))
    assert changes == [("not-checked", "a.py")]
    assert because in done.stdout


def test_markdown_makes_no_markup_of_what_it_tells(tmp_path: Path) -> None:
    attack = "<script>alert(1)</script> @octocat [a](https://evil.example)\n# x \x1b[31m`"
    new = report(*(finding(str(n), attack, message=attack * 9) for n in range(400)))
    compared(tmp_path, report(), new)
    done = rai_lint("diff", "old.json", "new.json", "--format", "markdown", cwd=tmp_path)
    assert done.stdout.startswith("## rai-lint: 400 new\n")
    assert "- … and " in done.stdout
    assert len(done.stdout) < 65_000
    for line in done.stdout.splitlines():
        assert line == "" or line.startswith(("## rai", "### New", "- "))
    assert "\x1b" not in done.stdout
    assert "\x1b" not in rai_lint("diff", "old.json", "new.json", cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "new.json:1:1: this is no JSON"),
        ("{\n\n", "new.json:3:1: this is no JSON"),
        ("[]", "new.json: this is no report of `rai-lint check --format json`"),
        ('{"schema": "rai-lint/report/2", "findings": []}', 'allowed: "rai-lint/report/1"'),
        ('{"schema": "rai-lint/report/1"}', "missing required field `findings`"),
        ('{"schema": "rai-lint/report/1", "findings": [{"rule": 3}]}', "$.findings[0].rule"),
        ("[" * 100_000, "new.json"),
    ],
)
def test_what_is_no_report_is_the_users_mistake(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "old.json").write_text(json.dumps(report()))
    (tmp_path / "new.json").write_text(text)
    done = rai_lint("diff", "old.json", "new.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_files_that_are_not_there(tmp_path: Path) -> None:
    done = rai_lint("diff", "old.json", "new.json", cwd=tmp_path)
    assert done.stderr == "rai-lint: old.json: cannot be read (No such file or directory)\n"
    assert done.returncode == 2
    assert rai_lint("diff", "old.json", cwd=tmp_path).returncode == 2
