from __future__ import annotations

from datetime import date

import pytest
from builders import make_directive, make_outcome, make_rule

from rai_lint.errors import UserError
from rai_lint.model.fact import Directive
from rai_lint.model.outcome import Outcome
from rai_lint.model.report import Finding
from rai_lint.model.request import Waiver
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place
from rai_lint.suppress import Suppressions, settle

DAT = make_rule()
SEC = make_rule("SEC001", "torch-load-unsafe")
OTHER = make_rule("SEC002", "trust-remote-code")
TODAY = date(2027, 1, 31)


def settled(
    *outcomes: Outcome,
    directives: tuple[Directive, ...] = (),
    ignores: dict[str, tuple[str, ...]] | None = None,
    waivers: tuple[Waiver, ...] = (),
    selected: tuple[Rule, ...] = (DAT, SEC),
) -> tuple[Finding, ...]:
    suppressions = Suppressions(
        directives=directives,
        per_file_ignores=ignores or {},
        waivers=waivers,
        known=(DAT, SEC, OTHER),
        selected=selected,
        today=TODAY,
    )
    return settle(outcomes, suppressions, lambda place: f"line {place.line} of {place.path}")


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    """Return the rule of each finding, and why it is suppressed."""
    return [(finding.rule.id, finding.suppressed) for finding in findings]


#: What a suppression comment at a line does to findings of DAT001 and SEC001 at a.py:3.
#: (codes, line, more of the directive) → (rule, suppressed because …), in reading order.
SYNTAX = [
    # by id; the other rule at the same line stays
    (("DAT001",), 3, {}, [("DAT001", "agreed"), ("SEC001", None)]),
    # by name
    (("torch-load-unsafe",), 3, {}, [("DAT001", None), ("SEC001", "agreed")]),
    # two codes in one comment
    (("DAT001", "SEC001"), 3, {}, [("DAT001", "agreed"), ("SEC001", "agreed")]),
    # at another line: it hides nothing, and that is said
    (("DAT001",), 2, {}, [("RAI001", None), ("DAT001", None), ("SEC001", None)]),
    # one of two codes hides nothing: said too
    (("DAT001", "SEC001"), 4, {}, [("DAT001", None), ("SEC001", None), ("RAI001", None)]),
    # a family is no code of a comment: too wide to be a decision about one line
    (("DAT",), 3, {}, [("DAT001", None), ("RAI002", None), ("SEC001", None)]),
    # a typing error
    (("DAT0001",), 3, {}, [("DAT001", None), ("RAI002", None), ("SEC001", None)]),
    # no reason
    (("DAT001",), 3, {"reason": " "}, [("DAT001", None), ("RAI002", None), ("SEC001", None)]),
    # what the extractor could not read
    ((), 3, {"malformed": "no rule"}, [("DAT001", None), ("RAI002", None), ("SEC001", None)]),
    # until a day: that day still counts
    (("DAT001",), 3, {"until": "2027-01-31"}, [("DAT001", "agreed"), ("SEC001", None)]),
    # after that day
    (
        ("DAT001",),
        3,
        {"until": "2027-01-30"},
        [("DAT001", None), ("RAI003", None), ("SEC001", None)],
    ),
    # no date
    (("DAT001",), 3, {"until": "soon"}, [("DAT001", None), ("RAI002", None), ("SEC001", None)]),
    # a rule that did not run in this run: nothing to say about it
    (("SEC002",), 3, {}, [("DAT001", None), ("SEC001", None)]),
]


@pytest.mark.parametrize(("codes", "line", "more", "expected"), SYNTAX)
def test_suppression_comment(
    codes: tuple[str, ...],
    line: int,
    more: dict[str, str],
    expected: list[tuple[str, str | None]],
) -> None:
    place = Place("a.py", 3, 5)
    findings = settled(
        make_outcome(DAT, place),
        make_outcome(SEC, place),
        directives=(make_directive("a.py", line, *codes, **more),),
    )
    assert sorted(said(findings), key=str) == sorted(expected, key=str)


def test_a_comment_within_a_call_of_several_lines_speaks_of_the_call() -> None:
    call = Place("a.py", 3, 1, 6)
    findings = settled(make_outcome(DAT, call), directives=(make_directive("a.py", 5, "DAT001"),))
    assert said(findings) == [("DAT001", "agreed")]


def test_a_finding_loses_the_places_that_are_named_and_stays_with_the_others() -> None:
    places = (Place("a.py", 3), Place("b.py", 8))
    (finding,) = settled(
        make_outcome(DAT, *places), directives=(make_directive("a.py", 3, "DAT001"),)
    )
    assert finding.suppressed is None
    assert finding.places == (Place("b.py", 8),)


def test_a_suppressed_finding_keeps_its_places() -> None:
    places = (Place("a.py", 3), Place("b.py", 8))
    (finding,) = settled(
        make_outcome(DAT, *places),
        directives=(
            make_directive("a.py", 3, "DAT001", reason="for tests"),
            make_directive("b.py", 8, "DAT001", reason="public domain"),
        ),
    )
    assert finding.places == places
    assert finding.suppressed == "for tests; public domain"


def test_cells_of_a_notebook_are_told_apart() -> None:
    place = Place("a.ipynb", 3, cell=1)
    directive = Directive(Place("a.ipynb", 3, cell=2), 3, ("DAT001",), "agreed")
    assert ("DAT001", None) in said(settled(make_outcome(DAT, place), directives=(directive,)))


def test_a_comment_at_an_unknown_outcome_is_used() -> None:
    unknown = make_outcome(DAT, Place("a.py", 3), state="unknown")
    assert settled(unknown, directives=(make_directive("a.py", 3, "DAT001"),)) == ()


@pytest.mark.parametrize(
    ("pattern", "path", "hidden"),
    [
        ("notebooks/", "notebooks/a.ipynb", True),
        ("notebooks/", "src/notebooks/a.ipynb", True),
        ("/notebooks", "src/notebooks/a.ipynb", False),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/deep/a.py", False),
        ("src/**/*.py", "src/very/deep/a.py", True),
        ("*.ipynb", "src/a.ipynb", True),
        ("*.ipynb", "src/a.py", False),
    ],
)
def test_per_file_ignores(pattern: str, path: str, hidden: bool) -> None:
    findings = settled(make_outcome(DAT, Place(path, 3)), ignores={pattern: ("DAT",)})
    assert said(findings) == [("DAT001", f"per-file-ignores: {pattern}" if hidden else None)]


def test_a_pattern_full_of_stars_takes_no_time() -> None:
    pattern = "**/" * 40 + "*a" * 40
    findings = settled(make_outcome(DAT, Place("a/" * 200 + "b", 1)), ignores={pattern: ("ALL",)})
    assert said(findings) == [("DAT001", None)]


def test_an_unknown_code_in_per_file_ignores_is_the_users_mistake() -> None:
    with pytest.raises(UserError, match=r"per-file-ignores, `a.py`: `DAT01x` is no rule"):
        settled(ignores={"a.py": ("DAT01x",)})


@pytest.mark.parametrize(
    ("unit", "of", "suppressed"),
    [
        (".", "models/a", "old data (waived by ada)"),
        ("models", "models/a", "old data (waived by ada)"),
        ("models/a", "models/a", "old data (waived by ada)"),
        ("models/a", "models/ab", None),
        ("models/a", ".", None),
    ],
)
def test_a_waiver_holds_for_its_unit_and_below(unit: str, of: str, suppressed: str | None) -> None:
    waiver = Waiver(rule="DAT001", unit=unit, reason="old data", owner="ada")
    findings = settled(make_outcome(DAT, Place("x.py"), unit=of), waivers=(waiver,))
    assert said(findings) == [("DAT001", suppressed)]


def test_an_expired_waiver_suppresses_nothing_and_is_reported_where_it_stands() -> None:
    waiver = Waiver(
        rule="DAT001",
        reason="old data",
        owner="ada",
        expires=date(2026, 12, 31),
        path="pyproject.toml",
        line=40,
    )
    expired, finding = settled(make_outcome(DAT, Place("x.py")), waivers=(waiver,))
    assert finding.suppressed is None
    assert expired.places == (Place("pyproject.toml", 40),)
    assert expired.message == "The waiver of DAT001 held until 2026-12-31."


def fingerprint(outcome: Outcome, line: str = "") -> str:
    suppressions = Suppressions(known=(DAT, SEC), selected=(DAT, SEC), today=TODAY)
    (finding,) = settle((outcome,), suppressions, lambda _: line)
    return finding.fingerprint


def test_a_fingerprint_survives_moved_lines_and_renamed_files() -> None:
    before = fingerprint(make_outcome(DAT, Place("a.py", 3)), "x = load()")
    assert before == fingerprint(make_outcome(DAT, Place("b.py", 9)), "y  =  load( )")
    assert len(before) == 16


def test_without_a_subject_the_line_decides_whatever_its_spaces() -> None:
    before = fingerprint(make_outcome(SEC, Place("a.py", 3), subject=""), "x = load(y)")
    assert before == fingerprint(make_outcome(SEC, Place("b.py", 9), subject=""), "x=load( y )")
    assert before != fingerprint(make_outcome(SEC, Place("a.py", 3), subject=""), "x = load(z)")


def test_rule_unit_and_subject_make_other_fingerprints() -> None:
    place = Place("a.py", 3)
    outcomes = (
        make_outcome(DAT, place),
        make_outcome(SEC, place),
        make_outcome(DAT, place, unit="models"),
        make_outcome(DAT, place, subject="squad"),
    )
    assert len({fingerprint(outcome) for outcome in outcomes}) == len(outcomes)


def test_what_is_the_same_by_all_else_is_told_apart_by_its_number() -> None:
    same = [make_outcome(SEC, Place(path, 3), subject="") for path in ("a.py", "b.py")]
    suppressions = Suppressions(known=(DAT, SEC), selected=(DAT, SEC), today=TODAY)
    first, second = settle(same, suppressions, lambda _: "torch.load(p)")
    assert first.fingerprint != second.fingerprint
