"""The order of a decision, three values throughout, and what skipped sources may hide."""

from __future__ import annotations

from pathlib import Path

import pytest
from rulefiles import NO_DEFAULT, fact, outcomes, states

from rai_lint.model.fact import Fact
from rai_lint.model.outcome import Outcome
from rai_lint.model.source import Scope, Skipped, SourceKind
from rai_lint.model.value import Plain

CARD = fact("model-card", "README.md", id="A model")
LOAD = fact("dataset-load", line=3, id="imdb", origin="hub")
NO, YES, MAYBE = "squad", "imdb", NO_DEFAULT


def declared(value: Plain) -> Fact:
    return fact("card-dataset", "README.md", 4, id=value)


WHEN: Plain = [{"exists": "model-card", "as": "card"}]
UNLESS: Plain = [{"exists": "card-dataset", "where": {"id": {"same-dataset": "$id"}}}]


@pytest.mark.parametrize(
    ("where", "when", "unless", "state"),
    [
        (NO, YES, YES, "not-applicable"),
        (NO, MAYBE, NO, "not-applicable"),
        (YES, NO, YES, "not-applicable"),
        (MAYBE, NO, YES, "not-applicable"),
        (YES, YES, YES, "pass"),
        (MAYBE, YES, YES, "pass"),
        (YES, MAYBE, YES, "pass"),
        (MAYBE, YES, NO, "unknown"),
        (YES, MAYBE, NO, "unknown"),
        (YES, YES, MAYBE, "unknown"),
        (YES, YES, NO, "fail"),
    ],
)
def test_the_order_of_a_decision(
    tmp_path: Path, where: Plain, when: Plain, unless: Plain, state: str
) -> None:
    facts = [fact("dataset-load", id=where, config=when, split=unless)]

    (found,) = outcomes(
        tmp_path,
        facts,
        where={"id": "imdb"},
        when=[{"test": {"config": "imdb"}}],
        unless=[{"test": {"split": "imdb"}}],
        message="x",
    )

    assert found.state == state


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        (YES, YES, "pass"), (YES, NO, "fail"), (NO, YES, "fail"), (NO, NO, "fail"),
        (YES, MAYBE, "unknown"), (MAYBE, MAYBE, "unknown"), (NO, MAYBE, "fail"),
    ],
)  # fmt: skip
def test_every_requirement_must_be_met(
    tmp_path: Path, first: Plain, second: Plain, state: str
) -> None:
    (found,) = outcomes(
        tmp_path,
        [fact("dataset-load", id=first, split=second)],
        require=[{"test": {"id": "imdb"}}, {"test": {"split": "imdb"}}],
    )

    assert found.state == state


@pytest.mark.parametrize(("value", "state"), [(YES, "pass"), (NO, "fail"), (MAYBE, "unknown")])
def test_a_fact_declared_elsewhere(tmp_path: Path, value: Plain, state: str) -> None:
    (found,) = outcomes(tmp_path, [LOAD, CARD, declared(value)], when=WHEN, unless=UNLESS)

    assert found.state == state


def test_an_unknown_outcome_says_what_could_not_be_settled(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, [LOAD, CARD, declared(MAYBE)], when=WHEN, unless=UNLESS)

    assert found.because == "`args.dataset`: no default"
    assert found.message == "A dataset is not declared"


def test_several_reasons_are_named_once_each(tmp_path: Path) -> None:
    cards = [declared(MAYBE), declared(MAYBE)]
    skipped = [Skipped("MODEL_CARD.md", "not UTF-8", "markdown")]

    (found,) = outcomes(tmp_path, [LOAD, CARD, *cards], skipped=skipped, unless=UNLESS)

    assert found.because == "`args.dataset`: no default; MODEL_CARD.md was not read: not UTF-8"


def test_what_does_not_apply_says_why_once(tmp_path: Path) -> None:
    loads = [LOAD, fact("dataset-load", line=9, id="squad")]

    (found,) = outcomes(tmp_path, loads, when=WHEN)

    assert (found.state, found.because, found.places) == ("not-applicable", "no model card", ())


def test_a_rule_without_subjects_does_not_apply(tmp_path: Path) -> None:
    (found,) = outcomes(tmp_path, [CARD])

    assert (found.state, found.because) == (
        "not-applicable",
        "no dataset load that the rule is about",
    )


def test_one_subject_that_counts_silences_the_reasons_of_the_others(tmp_path: Path) -> None:
    loads = [LOAD, fact("dataset-load", line=9, id="squad")]

    found = outcomes(tmp_path, loads, when=[{"test": {"id": "imdb"}}])

    assert states(found) == [("fail", "imdb", "train.py:3")]


@pytest.mark.parametrize(
    ("roles", "changes", "because"),
    [
        ((), {"applies_to": ["trains", "serves"]},
         "the repository plays none of these roles: trains, serves"),
        (("trains", "library"), {"applies_to": ["trains"], "silent_in": ["teaching", "library"]},
         "the rule is silent in this role of the repository: library"),
        (("trains",), {"applies_to": ["trains"], "silent_in": ["library"]}, None),
        ((), {"silent_in": ["library"]}, None),
    ],
)  # fmt: skip
def test_roles_decide_whether_a_rule_applies(
    tmp_path: Path, roles: tuple[str, ...], changes: dict[str, Plain], because: str | None
) -> None:
    (found,) = outcomes(tmp_path, [LOAD], roles=roles, **changes)

    expected = ("fail", "") if because is None else ("not-applicable", because)
    assert (found.state, found.because) == expected


@pytest.mark.parametrize(
    ("scopes", "found"),
    [(None, ["a.py"]), (["source"], ["a.py"]), (["test", "docs"], ["d.py", "t.py"])],
)
def test_subjects_stand_in_the_scopes_of_the_rule(
    tmp_path: Path, scopes: Plain, found: list[str]
) -> None:
    scope: Scope
    facts = []
    for path, scope in (("a.py", "source"), ("t.py", "test"), ("d.py", "docs")):
        facts.append(fact("dataset-load", path, id=path, scope=scope))

    results = outcomes(tmp_path, facts, scope=scopes)

    assert [each.places[0].path for each in results] == found


def only(found: list[Outcome]) -> str:
    (outcome,) = found
    return outcome.state


@pytest.mark.parametrize(
    ("kind", "scope", "state"),
    [
        ("markdown", "source", "unknown"),
        ("markdown", "docs", "unknown"),
        ("markdown", "example", "unknown"),
        ("markdown", "test", "fail"),
        ("markdown", "vendored", "fail"),
        ("jsonld", "source", "unknown"),
        ("config", "source", "fail"),
        ("python", "source", "fail"),
        ("artifact", "source", "fail"),
        (None, "source", "fail"),
    ],
)
def test_what_a_skipped_source_may_hold_is_unknown_and_not_missing(
    tmp_path: Path, kind: SourceKind | None, scope: Scope, state: str
) -> None:
    skipped = [Skipped("notes", "too large", kind, scope)]

    assert only(outcomes(tmp_path, [LOAD], skipped=skipped, unless=UNLESS)) == state


def test_a_skipped_source_hides_nothing_that_was_found_elsewhere(tmp_path: Path) -> None:
    skipped = [Skipped("notes.md", "too large", "markdown")]

    assert (
        only(outcomes(tmp_path, [LOAD, declared("imdb")], skipped=skipped, unless=UNLESS)) == "pass"
    )


@pytest.mark.parametrize(
    ("path", "state"), [("train.py", "unknown"), ("other.py", "fail"), ("lib/train.py", "fail")]
)
def test_a_skipped_source_can_only_hold_facts_of_its_own_path(
    tmp_path: Path, path: str, state: str
) -> None:
    found = outcomes(
        tmp_path,
        [LOAD],
        skipped=[Skipped(path, "cell 2 does not parse", "notebook")],
        unless=[{"exists": "seed-set", "where": {"path": "$path", "value": {"known": True}}}],
    )

    assert only(found) == state


@pytest.mark.parametrize(
    ("path", "state"),
    [("sub/card.md", "fail"), ("card.md", "unknown"), ("other/card.md", "unknown")],
)
def test_a_skipped_source_counts_in_the_units_that_are_searched(
    tmp_path: Path, path: str, state: str
) -> None:
    skipped = [Skipped(path, "too large", "markdown")]

    found = outcomes(tmp_path, [LOAD], skipped=skipped, units=["sub"], unless=UNLESS)

    assert only(found) == state


@pytest.mark.parametrize(
    ("condition", "cards", "hidden", "state"),
    [
        ({"absent": "model-card"}, 0, False, "pass"),
        ({"absent": "model-card"}, 1, False, "fail"),
        ({"absent": "model-card"}, 0, True, "unknown"),
        ({"absent": "model-card"}, 1, True, "fail"),
        ({"count": "model-card", "at-least": 2}, 2, False, "pass"),
        ({"count": "model-card", "at-least": 2}, 1, False, "fail"),
        ({"count": "model-card", "at-least": 2}, 1, True, "unknown"),
        ({"count": "model-card", "at-least": 2}, 2, True, "pass"),
        ({"count": "model-card", "at-most": 1}, 1, False, "pass"),
        ({"count": "model-card", "at-most": 1}, 2, True, "fail"),
        ({"count": "model-card", "at-most": 1}, 1, True, "unknown"),
        ({"count": "model-card", "at-least": 1, "at-most": 2}, 2, False, "pass"),
        ({"not": {"exists": "model-card"}}, 0, True, "unknown"),
        ({"any": [{"exists": "model-card"}, {"test": {"id": "imdb"}}]}, 0, True, "pass"),
        ({"all": [{"exists": "model-card"}, {"test": {"id": "squad"}}]}, 0, True, "fail"),
        ({"all": [{"exists": "model-card"}, {"test": {"id": "imdb"}}]}, 0, True, "unknown"),
    ],
)
def test_conditions_have_three_values(
    tmp_path: Path, condition: Plain, cards: int, hidden: bool, state: str
) -> None:
    facts = [LOAD, *(fact("model-card", f"card{n}.md", id="m") for n in range(cards))]
    skipped = [Skipped("x.md", "too large", "markdown")] if hidden else []

    assert only(outcomes(tmp_path, facts, skipped=skipped, unless=[condition])) == state


def test_a_candidate_that_may_fit_counts_as_maybe(tmp_path: Path) -> None:
    cards = [fact("model-card", "a.md", id="A"), fact("model-card", "b.md", id=NO_DEFAULT)]
    condition = {"count": "model-card", "where": {"id": "A"}, "at-least": 2}

    assert only(outcomes(tmp_path, [LOAD, *cards], unless=[condition])) == "unknown"


@pytest.mark.parametrize(
    ("negated", "state"), [(False, "pass"), (True, "fail"), (NO_DEFAULT, "unknown")]
)
def test_a_nested_unless_takes_candidates_away(tmp_path: Path, negated: Plain, state: str) -> None:
    section = fact("card-section", "README.md", 9, card="README.md", state=negated)
    condition = {
        "exists": "model-card",
        "as": "card",
        "unless": [
            {"exists": "card-section", "where": {"card": "$card.path", "state": {"is": True}}}
        ],
    }

    assert only(outcomes(tmp_path, [LOAD, CARD, section], unless=[condition])) == state
