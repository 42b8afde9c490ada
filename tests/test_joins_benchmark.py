"""The benchmark of cards against code: its table, and what it makes of findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import make_outcome, make_rule

from benchmarks.joins.__main__ import main
from benchmarks.joins.compare import compare, fits
from benchmarks.joins.table import (
    Expectation,
    Kind,
    TableError,
    commits,
    expectations,
    judgements,
)
from rai_lint.model.outcome import Related
from rai_lint.model.report import Finding, Report
from rai_lint.model.source import Place
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.store import load_pack


def expected(kind: Kind, rule: str, *places: str) -> Expectation:
    return Expectation("owner/repo", kind, "what", (rule,), places)


def finding(code: str, *places: Place, related: tuple[Related, ...] = ()) -> Finding:
    rule = make_rule(code)
    return Finding(
        rule=rule,
        severity="warning",
        subject="birds license",
        unit=".",
        message="m",
        places=places,
        related=related,
    )


def test_each_line_names_rules_that_exist_or_are_planned() -> None:
    lines = expectations()
    known = {rule.id for rule in load_pack(builtin_packs(), None).rules}

    named = {rule.split()[0] for line in lines for rule in line.rules}
    assert {
        kind: sum(line.kind == kind for line in lines) for kind in ("gap", "agree", "trap")
    } == {
        "gap": 36,
        "agree": 21,
        "trap": 3,
    }
    planned = {"DAT004", "DAT011", "DAT017", "DAT020", "EVL003", "EVL004", "EVL005", "EVL021"}
    assert named - known - planned - {"LIC010"} == set()


@pytest.mark.parametrize(
    ("rule", "place", "fitting"),
    [
        ("DAT001", "train.py:3", True),
        ("DAT001", "train.py:4", False),
        ("DAT001", "train.py", True),
        ("DAT001", "src", False),
        ("DAT001", "*", True),
        ("DAT002", "*", False),
        ("DAT001 license", "*", True),
        ("DAT001 creator", "*", False),
    ],
)
def test_a_finding_fits_by_rule_subject_and_place(rule: str, place: str, fitting: bool) -> None:
    said = finding("DAT001", Place("train.py", 3))
    assert fits(expected("gap", rule, place), said) is fitting


def test_a_gap_may_stand_in_the_evidence_and_agreement_may_not_be_broken_there() -> None:
    said = finding("DAT001", Place("train.py"), related=(Related(Place("README.md"), "card"),))
    assert fits(expected("gap", "DAT001", "README.md"), said)
    assert not fits(expected("agree", "DAT001", "README.md"), said)


def test_verdicts_and_what_nobody_expected() -> None:
    here = Place("a.py")
    report = Report(
        root=".",
        version="0",
        findings=(finding("DAT001", here), finding("DAT003", here), finding("SEC001", here)),
        unknown=(make_outcome(make_rule("DAT002"), here, state="unknown", because="so"),),
    )
    codes: tuple[tuple[Kind, str], ...] = (
        ("gap", "DAT001"),
        ("gap", "DAT002"),
        ("gap", "DAT009"),
        ("agree", "DAT003"),
        ("trap", "DAT009"),
    )
    found = compare("owner/repo", [expected(kind, code, "*") for kind, code in codes], report)

    verdicts = [answer.verdict for answer in found.answers]
    assert verdicts == ["reported", "unknown", "missed", "reported wrongly", "quiet"]
    assert found.answers[1].by == "DAT002 a.py:1 because so"
    assert [other.rule.id for other in found.others] == ["DAT003", "SEC001"]


def test_tables_of_another_shape_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "t.tsv"
    table.write_text("owner/repo\tmaybe\tx\tDAT001\t*\n")
    with pytest.raises(TableError, match=r"t\.tsv:1"):
        expectations(table)
    with pytest.raises(TableError, match="commit"):
        commits(table)
    with pytest.raises(TableError, match="verdict"):
        judgements(table)


def test_the_command_says_what_has_no_checkout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus.tsv"
    corpus.write_text("# a table\nrepo\tcommit\nsmrichards/dota2-llm\tabc\n")
    root = tmp_path / "smrichards__dota2-llm"
    root.mkdir()
    (root / "README.md").write_text("---\nlicence: license\nbase_model: a/b\n---\n# M\n")
    verdicts = tmp_path / "verdicts.tsv"
    verdicts.write_text("repository\trule\tpath\tline\tverdict\n")

    assert main([str(tmp_path), str(corpus), str(verdicts)]) == 1

    out = capsys.readouterr().out
    assert "no checkout of Hoarfrost-Lab/BioTalk: left out" in out
    assert "gap   epochs: missed" in out
    assert main([str(tmp_path), str(tmp_path / "none.tsv")]) == 2
