"""Findings and roles against judgements, and what changed since a published run."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import make_rule

from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.judgements import (
    Judgement,
    RoleJudgement,
    compare_findings,
    read_judgements,
    read_roles,
)
from benchmarks.accuracy.published import changes, read_counts, write_counts
from benchmarks.accuracy.ruletables import role_report, rule_details, rule_report
from rai_lint.model.report import Finding, Report, RoleEvidence
from rai_lint.model.source import Place

HEAD = "kind\tpath\tcell\tline\tid\thow\textra\tscope\n"


def finding(line: int, subject: str = "imdb") -> Finding:
    place = Place("train.py", line)
    return Finding(
        rule=make_rule(),
        severity="warning",
        subject=subject,
        unit=".",
        message="m",
        places=(place,),
    )


def judged(verdict: str, line: int = 3, subject: str = "imdb") -> Judgement:
    return Judgement(
        repository="o/r",
        rule="DAT001",
        path="train.py",
        line=line,
        subject=subject,
        verdict=verdict,
    )


def counts(judgements: list[Judgement], *findings: Finding) -> tuple[int, ...]:
    report = Report(root=".", version="1", findings=findings)
    (count,) = compare_findings(judgements, {"o/r": report}).values()
    return count.expected, count.found, count.judged, count.true, count.unjudged


def test_a_finding_is_the_judged_one_by_its_subject_else_by_its_line() -> None:
    assert counts([judged("true")], finding(40)) == (1, 1, 1, 1, 0)
    assert counts([judged("true", subject="")], finding(4)) == (1, 1, 1, 1, 0)
    assert counts([judged("true", subject="")], finding(5)) == (1, 0, 0, 0, 1)
    assert counts([judged("true", subject="squad")], finding(3)) == (1, 0, 0, 0, 1)


def test_verdicts_count_for_precision_and_recall() -> None:
    assert counts([judged("false")], finding(3)) == (0, 0, 1, 0, 0)
    assert counts([judged("missed")], finding(3)) == (1, 1, 1, 1, 0)
    assert counts([judged("missed"), judged("false", subject="x")]) == (1, 0, 0, 0, 0)


def test_a_repository_without_judgements_or_report_does_not_count() -> None:
    report = Report(root=".", version="1", findings=(finding(3),))

    assert compare_findings([judged("true")], {}) == {}
    assert compare_findings([], {"o/r": report}) == {}


def test_few_judged_findings_have_no_figure() -> None:
    report = Report(root=".", version="1", findings=(finding(3), finding(9, "new")))
    found = compare_findings([judged("true"), judged("missed", subject="gone")], {"o/r": report})

    table = list(rule_report(found))
    assert table[2].split() == ["DAT001", "2", "1", "-", "-", "1", "1", "-", "-", "1"]
    assert [line.split("  ")[0] for line in rule_details(found)] == ["missed", "not judged"]


@pytest.mark.parametrize(
    ("got", "right"),
    [
        (["trains"], True),
        (["trains", "teaching"], True),
        (["teaching"], False),
        (["trains", "serves"], False),
    ],
)
def test_roles_must_be_there_and_no_others(got: list[str], right: bool) -> None:
    one = RoleJudgement(
        repository="o/r", expected=frozenset({"trains"}), accepted=frozenset({"teaching"})
    )
    report = Report(root=".", version="1", roles=tuple(RoleEvidence(role, ()) for role in got))

    assert one.right(got) is right
    assert next(role_report([one], {"o/r": report})).startswith(f"Roles: {int(right)} of 1")


def test_the_judgements_of_the_project_can_be_read() -> None:
    findings, roles = read_judgements(), read_roles()

    assert {one.verdict for one in findings} == {"true", "false", "missed"}
    assert len({one.repository for one in roles}) == len(roles)


def test_a_verdict_that_is_none_is_an_error(tmp_path: Path) -> None:
    text = "repository\tcommit\trule\tpath\tline\tsubject\tverdict\treader\tnote\n"
    (tmp_path / "findings.tsv").write_text(text + "o/r\tc\tDAT001\ta\t1\t\tperhaps\tme\t\n")

    with pytest.raises(ValueError, match="perhaps"):
        read_judgements(tmp_path)


def test_what_rose_and_fell(tmp_path: Path) -> None:
    path = tmp_path / "published.json"
    write_counts({"a": (1, 2), "b": (3, 4), "c": (5, 5)}, path)
    now = {"a": (2, 2), "b": (1, 2), "c": (9, 9), "d": (0, 1)}

    assert list(changes(read_counts(path), now)) == [
        ("rose", "a: 1/2 -> 2/2"),
        ("fell", "b: 3/4 -> 1/2"),
        ("new", "d: 0/1"),
    ]
    assert read_counts(tmp_path / "none.json") == {}


def test_a_drop_fails_only_if_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "labels").mkdir()
    rows = "seed-set\ta.py\t\t2\t\t\tseed=1\tsource\n" * 2
    (tmp_path / "labels" / "o__r.tsv").write_text(HEAD + rows, "utf-8")
    (tmp_path / "o__r").mkdir()
    (tmp_path / "o__r" / "a.py").write_text("import random\nrandom.seed(1)\n", "utf-8")
    path = tmp_path / "published.json"
    write_counts({"recall seed-set": (2, 2)}, path)
    monkeypatch.setattr("benchmarks.accuracy.__main__.read_counts", lambda: read_counts(path))
    arguments = [str(tmp_path), str(tmp_path / "labels")]

    assert main(arguments) == 0
    assert "fell recall seed-set: 2/2 -> 1/2" in capsys.readouterr().out
    assert main([*arguments, "--fail-on-drop"]) == 1
