from __future__ import annotations

from builders import make_rule
from msgspec.structs import replace

from rai_lint.evaluate.shown import item_rules
from rai_lint.evaluate.stage import evaluate
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.pack import Guideline, GuidelineItem, Level
from rai_lint.model.report import Finding, Report
from rai_lint.model.rule import Condition
from rai_lint.model.source import Place, Skipped
from rai_lint.report.evidence import Reached, items, levels
from rai_lint.report.guideline_text import guideline_lines

MOF = Guideline(
    id="mof",
    title="Openness",
    source="https://example.org",
    items=(
        GuidelineItem(id="card", text="A card.", shown_by=(Condition("exists", "model-card"),)),
        GuidelineItem(id="code", text="Code.", shown_by=(Condition("exists", "model-train"),)),
        GuidelineItem(id="staff", text="Staff.", checkable=False),
    ),
    levels=(Level(name="Open Model", needs=("card",)), Level(name="Open Tooling", needs=("code",))),
)
CARD = Fact(kind="model-card", place=Place("README.md", 1), scope="source", unit=".", fields={})
NOTEBOOK = Skipped("run.ipynb", "not JSON", "notebook", "source")


def report(*facts: Fact, skipped: tuple[Skipped, ...] = ()) -> Report:
    rules = item_rules((MOF,), ("mof",))
    shown = evaluate(rules, facts, (), skipped, ("mof",), Knowledge())
    return Report(root=".", version="0", guidelines=(MOF,), asked=("mof",), shown=shown)


def test_items_are_asked_only_by_profiles_that_are_for_their_guideline() -> None:
    assert item_rules((MOF,), ()) == ()

    (first, *_) = items(Report(root=".", version="0", guidelines=(MOF,)))

    assert first.state == "not-checked"
    assert first.because == "asked by profiles that are for this guideline"


def test_what_is_there_is_evidence_with_its_place_and_what_is_not_is_a_gap() -> None:
    card, code, staff = items(report(CARD))

    assert (card.state, card.places) == ("evidence", (Place("README.md", 1),))
    assert (code.state, code.because) == ("gap", "nothing in the repository shows it")
    assert staff.because == "no machine can see this in a repository"


def test_a_file_that_was_not_read_may_hold_it() -> None:
    _, code, _ = items(report(CARD, skipped=(NOTEBOOK,)))

    assert code.state == "unknown"


def test_the_level_is_the_highest_with_all_that_it_and_those_below_need() -> None:
    train = Fact(kind="model-train", place=Place("a.py", 1), scope="source", unit=".", fields={})

    def reached(found: Report) -> Reached:
        return levels(found, items(found))["mof"]

    assert reached(report()) == Reached("", "Open Model", ("card",))
    assert reached(report(CARD)) == Reached("Open Model", "Open Tooling", ("code",))
    assert reached(report(CARD, train)) == Reached("Open Tooling")
    assert reached(report(train)) == Reached("", "Open Model", ("card",))


def test_people_see_the_level_and_what_is_open() -> None:
    assert [*guideline_lines(report(CARD))] == [
        "  Openness: 1 with evidence, 1 with a gap, 1 not checked",
        "    the repository shows Open Model",
        "    Open Tooling lacks code",
        "    gap      code  Code.  nothing in the repository shows it",
    ]


def test_a_profile_without_guidelines_shows_none() -> None:
    assert [*guideline_lines(Report(root=".", version="0", guidelines=(MOF,)))] == []


def test_a_gap_that_is_a_finding_names_its_place_and_rule() -> None:
    rule = make_rule(references=("mof/card",))
    finding = Finding(
        rule=rule,
        severity="warning",
        subject="",
        unit=".",
        message="no card",
        places=(Place("train.py", 3),),
    )

    lines = [*guideline_lines(replace(report(CARD), findings=(finding,)))]

    assert f"    gap      card  A card.  train.py:3 ({rule.id})" in lines
