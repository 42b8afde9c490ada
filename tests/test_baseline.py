"""The baseline as people meet it: what it hides, what it must not hide, and hostile files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from program import Done, rai_lint

from rai_lint.baseline_file import baseline_schema

pytestmark = pytest.mark.usefixtures("home")

FILE = "rai-lint-baseline.json"
RULES = ("--select", "SEC001,SEC004,MDC007,MDC003", "--fail-on", "note")
HEAD = '{"schema": "rai-lint/baseline/1", "findings": ['

SERVE = """\
import torch


def load(path):
    return torch.load(path, weights_only=False)


def main():
    print(load("model.pt"))
"""
CARD = """\
---
license: mit
pipeline_tag: text-classification
---
# Sorter of letters

It sorts letters.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with an unsafe load and a bare card, both in a baseline."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text("torch==2.4.0\n")
    (folder / "serve.py").write_text(SERVE)
    (folder / "README.md").write_text(CARD)
    done = rai_lint(".", *RULES, "--write-baseline", FILE, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def checked(folder: Path, *more: str) -> Done:
    return rai_lint(".", *RULES, "--format", "json", "--baseline", FILE, *more, cwd=folder)


def rows(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / FILE).read_text())["findings"]
    return found


def with_reason(folder: Path, rule: str, reason: str) -> None:
    text = (folder / FILE).read_text()
    (folder / FILE).write_text(
        text.replace(f'{{"rule": "{rule}"', f'{{"reason": "{reason}", "rule": "{rule}"')
    )


def test_what_is_in_the_baseline_is_kept_as_suppressed(project: Path) -> None:
    done = checked(project)
    assert (done.returncode, done.said()) == (0, [])
    reasons = {each["suppressed"] for each in done.findings()}
    assert reasons == {f"baseline: it was there when {FILE} was written"}
    assert {each["rule"] for each in done.findings()} >= {"SEC001", "MDC007"}


def test_the_file_has_one_sorted_entry_on_each_line(project: Path) -> None:
    text = (project / FILE).read_text()
    jsonschema.validate(json.loads(text), baseline_schema())
    lines = [line for line in text.splitlines() if '"rule"' in line]
    assert len(lines) == len(rows(project))
    assert [row["path"] for row in rows(project)] == sorted(row["path"] for row in rows(project))
    done = rai_lint(".", *RULES, "--write-baseline", FILE, cwd=project)
    assert (project / FILE).read_text() == text
    assert done.stderr == f"rai-lint: {FILE}: {len(lines)} entries ({len(lines)} before)\n"


#: Edits of serve.py that change nothing.
SAME = {
    "lines above": "\n\n# a comment\n" + SERVE,
    "other line breaks and quotes": SERVE.replace(
        "torch.load(path, weights_only=False)",
        "torch.load(\n        path,  # ours\n        weights_only=False,\n    )",
    ),
    "functions in another order": (
        "import torch\n\n\ndef main():\n    print(load('model.pt'))\n\n\n"
        "def load(path):\n    return torch.load(path, weights_only = False)\n"
    ),
    "around it": SERVE.replace("return torch.load(path, weights_only=False)", "x = 3")
    + "\n\nloaded = dict(a=torch.load(path, weights_only=False), b=3)\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_moved_and_reformatted_lines_are_not_new(project: Path, text: str) -> None:
    (project / "serve.py").write_text(text)
    assert checked(project).said() == []


def test_renamed_files_are_not_new(project: Path) -> None:
    (project / "lib").mkdir()
    (project / "serve.py").rename(project / "lib" / "loading.py")
    (project / "README.md").rename(project / "MODEL_CARD.md")
    assert checked(project).said() == []


def test_a_card_may_get_another_title(project: Path) -> None:
    (project / "README.md").write_text(CARD.replace("Sorter of letters", "Letters, sorted"))
    assert checked(project).said() == []


def test_the_same_line_in_another_file_is_new(project: Path) -> None:
    (project / "a_first.py").write_text(SERVE)
    done = checked(project)
    assert done.returncode == 1
    assert done.said() == [("SEC001", "a_first.py", 5)]
    (finding,) = [each for each in done.findings() if each["suppressed"] is None]
    assert [place["path"] for place in finding["locations"]] == ["a_first.py"]


def test_the_same_line_once_more_in_the_same_file_is_new(project: Path) -> None:
    (project / "serve.py").write_text(
        SERVE + "\n\ndef again(path):\n    return torch.load(path, weights_only=False)\n"
    )
    assert checked(project).said() == [("SEC001", "serve.py", 13)]


def test_another_call_in_the_place_of_the_old_one_is_new_and_the_old_entry_stale(
    project: Path,
) -> None:
    (project / "serve.py").write_text(SERVE.replace("load(path, w", "load(open(other), w"))
    done = checked(project)
    assert {rule for rule, _, _ in done.said()} == {"SEC001", "RAI004"}


def test_an_entry_that_hides_nothing_fails_the_run_at_its_line(project: Path) -> None:
    (project / "serve.py").write_text(SERVE.replace("False", "True"))
    done = rai_lint(".", *RULES[:2], "--baseline", FILE, cwd=project)
    assert done.returncode == 1
    line = 3 + [row["rule"] for row in rows(project)].index("SEC001")
    assert f"{FILE}\n  {line}:1  error  RAI004 baseline-entry-stale\n" in done.stdout
    assert "SEC001 for `torch.load` in serve.py is not found any more" in done.stdout
    assert "how to fix: Run again with `--write-baseline`" in done.stdout
    assert (
        rai_lint(".", *RULES, "--baseline", FILE, "--ignore", "RAI004", cwd=project).returncode == 0
    )
    rai_lint(".", *RULES, "--write-baseline", FILE, cwd=project)
    assert "SEC001" not in {row["rule"] for row in rows(project)}
    assert checked(project).said() == []


def test_an_entry_beside_a_suppression_is_stale(project: Path) -> None:
    comment = "weights_only=False)  # rai-lint: ignore[SEC001] ours"
    (project / "serve.py").write_text(SERVE.replace("weights_only=False)", comment))
    assert [rule for rule, _, _ in checked(project).said()] == ["RAI004"]


def test_an_entry_that_is_in_the_file_twice_is_stale(project: Path) -> None:
    text = (project / FILE).read_text()
    row = next(line for line in text.splitlines() if "SEC001" in line)
    (project / FILE).write_text(text.replace(row, f"{row.rstrip(',')},\n{row}"))
    done = checked(project)
    assert [rule for rule, _, _ in done.said()] == ["RAI004"]
    assert "it is in the file twice" in done.stdout


def test_an_entry_of_a_rule_that_does_not_exist_is_stale(project: Path) -> None:
    text = (project / FILE).read_text()
    (project / FILE).write_text(text.replace("SEC001", "SEC999"))
    assert "`SEC999` is no rule that a baseline can hide" in checked(project).stdout


@pytest.mark.parametrize(
    "narrowed",
    [
        (".", "--select", "SEC004"),
        (".", *RULES, "--ignore", "SEC001"),
        ("README.md", *RULES),
        ("requirements.txt", *RULES),
    ],
)
def test_what_a_run_could_not_judge_is_neither_stale_nor_dropped(
    project: Path, narrowed: tuple[str, ...]
) -> None:
    (project / "serve.py").write_text(SERVE.replace("False", "True"))
    done = rai_lint(*narrowed, "--format", "json", "--baseline", FILE, cwd=project)
    assert "RAI004" not in {rule for rule, _, _ in done.said()}
    before = rows(project)
    assert rai_lint(*narrowed, "--write-baseline", FILE, cwd=project).returncode == 0
    assert rows(project) == before


def test_a_stale_entry_is_told_to_who_asks_for_its_file(project: Path) -> None:
    (project / "serve.py").write_text(SERVE.replace("False", "True"))
    done = rai_lint("serve.py", *RULES, "--format", "json", "--baseline", FILE, cwd=project)
    assert [rule for rule, _, _ in done.said()] == ["RAI004"]


def test_a_file_that_cannot_be_read_makes_no_entry_stale(project: Path) -> None:
    (project / "serve.py").write_text(SERVE + "def broken(:\n")
    assert checked(project).said() == []


def test_narrowed_writing_adds_only_what_is_in_it(project: Path) -> None:
    (project / "extra.py").write_text(SERVE)
    (project / "more.py").write_text(SERVE.replace("path", "name"))
    rai_lint("more.py", *RULES, "--write-baseline", FILE, cwd=project)
    # The finding of more.py has extra.py among its places: it is one finding of the unit.
    assert {row["path"] for row in rows(project)} >= {"more.py", "serve.py"}


def test_reasons_are_shown_and_kept_wherever_the_entry_goes(project: Path) -> None:
    with_reason(project, "SEC001", "our own file")
    assert "baseline: our own file" in {each["suppressed"] for each in checked(project).findings()}
    (project / "serve.py").rename(project / "loading.py")
    rai_lint(".", *RULES, "--write-baseline", FILE, cwd=project)
    (row,) = [row for row in rows(project) if row["rule"] == "SEC001"]
    assert (row["path"], row["reason"]) == ("loading.py", "our own file")


def test_the_baseline_says_nothing_about_the_project(project: Path) -> None:
    before = rai_lint("inventory", ".", "--format", "json", cwd=project).stdout
    (project / FILE).unlink()
    assert rai_lint("inventory", ".", "--format", "json", cwd=project).stdout == before


#: What may stand in a baseline that somebody else wrote: bytes → what is said about it.
HOSTILE = {
    "nothing": (b"", ":1:1: this is no JSON"),
    "no text": (b"\xff\xfe{", ":1:1: not UTF-8 text"),
    "cut off": (HEAD.encode() + b'\n{"rule": "A"', ":2:"),
    "a list": (b"[]", 'no `schema`; allowed: "rai-lint/baseline/1"'),
    "another version": (
        b'{"schema": "rai-lint/baseline/2", "findings": []}',
        '"schema" is "rai-lint/baseline/2"; allowed: "rai-lint/baseline/1"',
    ),
    "a report": (b'{"schema": "rai-lint/report/1"}', 'allowed: "rai-lint/baseline/1"'),
    "no entries": (b'{"schema": "rai-lint/baseline/1"}', "`findings` must be a list"),
    "a key with a typing error": (
        HEAD.encode() + b'\n{"rule": "A", "path": "b"},\n{"rul": "A", "path": "b"}]}',
        ":3:1: unknown key `rul` (did you mean `rule`?); allowed: content, occurrence, path",
    ),
    "other types": (
        HEAD.encode() + b'{"rule": 3, "path": null, "occurrence": true}]}',
        "`findings[1].rule` must be a text, found 3",
    ),
    "a deep nest": (b"[" * 100_000, "this is no JSON that a baseline has"),
    "a number without end": (
        HEAD.encode() + b'{"rule": "A", "path": "b", "occurrence": ' + b"9" * 9000 + b"}]}",
        "this is no JSON that a baseline has",
    ),
    "very many entries": (HEAD.encode() + b"{}," * 60_000 + b"{}]}", "at most 50000"),
    "very many mistakes": (HEAD.encode() + b"{}," * 9_000 + b"{}]}", "more mistakes like these"),
    "very long": (b" " * 8_000_001, "larger than 8000000 bytes"),
    "an escape sequence": (HEAD.encode() + b'{"\\u001b[31m": 1}]}', r"unknown key `\x1b[31m`"),
}


@pytest.mark.parametrize(("data", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_baseline_that_is_none_is_the_users_mistake(
    tmp_path: Path, data: bytes, message: str
) -> None:
    (tmp_path / FILE).write_bytes(data)
    for option in ("--baseline", "--write-baseline"):
        done = rai_lint(".", *RULES, option, FILE, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert done.stderr.startswith(f"rai-lint: {FILE}")
        assert "Traceback" not in done.stderr
        assert (tmp_path / FILE).read_bytes() == data


def test_entries_of_a_stranger_open_nothing_and_show_no_control(project: Path) -> None:
    row = {"rule": "SEC001", "path": "../../etc/passwd\x1b[2J", "subject": "\u202e::error::x\n"}
    more = [{"rule": "SEC001", "path": "a\0b"}, {"rule": "SEC001", "path": "x" * 9000}]
    (project / FILE).write_text(
        json.dumps({"schema": "rai-lint/baseline/1", "findings": [row, *more]})
    )
    for shape in ("text", "json", "sarif", "github", "markdown"):
        done = rai_lint(".", *RULES, "--format", shape, "--baseline", FILE, cwd=project)
        assert done.returncode == 1, done.stderr
        assert "\x1b[2J" not in done.stdout
        assert "\u202e" not in done.stdout
        assert "root:" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--baseline", "none.json"), "none.json: there is no such file; `--write-baseline none"),
        (("--baseline", "."), ".: is no regular file"),
        (("--write-baseline", "."), ".: cannot be written (it is a folder)"),
        (("--write-baseline", "no/where.json"), "no/where.json: cannot be written (there is no"),
        (("--write-baseline", "-"), "--write-baseline needs the name of a file"),
        (
            ("--baseline", FILE, "--write-baseline", "other.json"),
            "--baseline and --write-baseline do not go together",
        ),
        (
            ("--since", "HEAD", "--write-baseline", FILE),
            "--since and --write-baseline do not go together",
        ),
        (
            ("--format", "json", "--output", FILE, "--write-baseline", f"./{FILE}"),
            "--write-baseline and --output would both write",
        ),
    ],
)
def test_wrong_combinations(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    before = HEAD + "]}"
    (tmp_path / FILE).write_text(before)
    done = rai_lint(".", *RULES, *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert (tmp_path / FILE).read_text() == before
    assert not (tmp_path / "other.json").exists()


def test_a_run_that_does_not_come_to_its_end_writes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = (project / FILE).read_text()
    (project / "extra.py").write_text(SERVE)
    monkeypatch.setattr("rai_lint.run.settle", stop)
    assert rai_lint(".", *RULES, "--write-baseline", FILE, cwd=project).returncode == 130
    assert (project / FILE).read_text() == before
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []


def test_names_that_are_no_text_come_back_as_they_were(project: Path) -> None:
    name = b"caf\xe9.py"
    (project / "serve.py").rename(project / name.decode("utf-8", "surrogateescape"))
    rai_lint(".", *RULES, "--write-baseline", FILE, cwd=project)
    (project / FILE).read_text("utf-8")
    assert checked(project).returncode == 0
