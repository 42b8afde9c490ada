"""Subjects, groups, units, look-ups, and what an outcome shows."""

# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

import time
from pathlib import Path

import pytest
from rulefiles import NO_DEFAULT, compiled, fact, outcomes, states

from rai_lint.evaluate.stage import evaluate
from rai_lint.model.source import Place
from rai_lint.model.value import ABSENT, Plain


def test_names_of_one_dataset_are_one_subject_with_all_its_places(tmp_path: Path) -> None:
    ids = ("imdb", "squad", "stanfordnlp/imdb", "IMDB@main")
    facts = [fact("dataset-load", line=n, id=name) for n, name in enumerate(ids, 1)]

    found = outcomes(tmp_path, facts, group_by="id")

    assert states(found) == [("fail", "imdb", "train.py:1"), ("fail", "squad", "train.py:2")]
    assert [place.line for place in found[0].places] == [1, 3, 4]


def test_a_name_without_owner_joins_the_only_one_that_has_it(tmp_path: Path) -> None:
    def groups(*ids: str) -> list[str]:
        facts = [fact("dataset-load", line=n, id=name) for n, name in enumerate(ids)]
        return [each.subject for each in outcomes(tmp_path, facts, group_by="id")]

    assert groups("me/reviews", "reviews") == ["me/reviews"]
    assert groups("reviews", "me/reviews") == ["me/reviews"]
    assert groups("me/reviews", "you/reviews", "reviews") == [
        "me/reviews",
        "you/reviews",
        "reviews",
    ]


def test_things_are_grouped_within_their_unit(tmp_path: Path) -> None:
    facts = [fact("dataset-load", f"{unit}/t.py", id="imdb", unit=unit) for unit in ("a", "b")]

    found = outcomes(tmp_path, facts, units=["a", "b"], group_by="id")

    assert [(each.unit, each.subject) for each in found] == [("a", "imdb"), ("b", "imdb")]


def test_unknown_values_are_one_entry_for_each_unit_and_never_join_known_ones(
    tmp_path: Path,
) -> None:
    facts = [
        fact("dataset-load", line=1, id="imdb"),
        fact("dataset-load", line=2, id=NO_DEFAULT),
        fact("dataset-load", line=3, id=NO_DEFAULT),
        fact("dataset-load", "sub/t.py", line=4, id=NO_DEFAULT, unit="sub"),
    ]

    found = outcomes(tmp_path, facts, units=["sub"], group_by="id")

    assert states(found) == [
        ("unknown", "", "sub/t.py:4"),
        ("fail", "imdb", "train.py:1"),
        ("unknown", "", "train.py:2"),
    ]
    assert [place.line for place in found[2].places] == [2, 3]
    assert found[2].because == "`args.dataset`: no default"


def test_unknown_values_that_pass_or_do_not_apply_say_nothing(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", line=1, id=NO_DEFAULT, split="a"),
        fact("dataset-load", line=2, id=NO_DEFAULT, split="b"),
    ]

    (found,) = outcomes(
        tmp_path,
        facts,
        group_by="id",
        when=[{"test": {"split": {"not": {"is": "a"}}}}],
        unless=[{"test": {"split": "b"}}],
    )

    assert found.state == "not-applicable"


def test_things_without_a_name_are_not_the_same_thing(tmp_path: Path) -> None:
    facts = [fact("dataset-load", line=n, id=ABSENT) for n in (1, 2)]

    assert len(outcomes(tmp_path, facts, group_by="id", message="x")) == 2


def test_what_is_no_id_is_grouped_without_case(tmp_path: Path) -> None:
    facts = [fact("data-split", line=n, function=name) for n, name in enumerate(("KFold", "kfold"))]

    found = outcomes(tmp_path, facts, for_each="data-split", group_by="function", message="x")

    assert [each.subject for each in found] == ["KFold"]


def test_several_fields_group_and_the_identity_names_the_group(tmp_path: Path) -> None:
    facts = [
        fact("card-language", "README.md", line, card=card, id="sw")
        for line, card in ((1, "a.md"), (2, "b.md"), (3, "a.md"))
    ]

    found = outcomes(tmp_path, facts, for_each="card-language", group_by=["card", "id"])

    assert [(each.subject, [place.line for place in each.places]) for each in found] == [
        ("sw", [1, 3]),
        ("sw", [2]),
    ]


def test_facts_of_several_kinds_are_subjects_and_join_in_a_group(tmp_path: Path) -> None:
    facts = [
        fact("readme-metric", "README.md", 7, name="f1"),
        fact("card-metric", "CARD.md", 3, card="CARD.md", name="f1"),
        fact("readme-metric", "CARD.md", 9, name="accuracy"),
        fact("card-language", "README.md", 1, card="README.md", id="sw"),
    ]

    found = outcomes(
        tmp_path, facts, for_each=["card-metric", "readme-metric"], group_by="path", message="x"
    )

    assert [(each.subject, [place.line for place in each.places]) for each in found] == [
        ("CARD.md", [3, 9]),
        ("README.md", [7]),
    ]


def test_a_field_that_only_one_of_the_kinds_has_is_absent_from_the_others(tmp_path: Path) -> None:
    facts = [
        fact("readme-metric", "README.md", 7, name="f1"),
        fact("card-metric", "CARD.md", 3, card="CARD.md", name="f1"),
    ]

    found = outcomes(
        tmp_path,
        facts,
        for_each=["card-metric", "readme-metric"],
        where={"card": {"absent": True}},
        message="x",
    )

    assert states(found) == [("fail", "f1", "README.md:7")]


@pytest.mark.parametrize(
    ("splits", "state", "lines"),
    [
        (("a", "b", "b"), "fail", [1]),
        (("b", "b", "b"), "pass", [1, 2, 3]),
        (("b", NO_DEFAULT, "b"), "unknown", [2]),
        (("a", NO_DEFAULT, "a"), "fail", [1, 3]),
    ],
)
def test_members_that_fail_make_the_outcome_of_a_group(
    tmp_path: Path, splits: tuple[Plain, ...], state: str, lines: list[int]
) -> None:
    facts = [fact("dataset-load", line=n, id="imdb", split=s) for n, s in enumerate(splits, 1)]

    (found,) = outcomes(tmp_path, facts, group_by="id", unless=[{"test": {"split": "b"}}])

    assert (found.state, [place.line for place in found.places]) == (state, lines)


def test_the_gravest_member_speaks_for_its_group(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", line=1, id="imdb", split="train"),
        fact("dataset-load", line=2, id="imdb", split="test"),
    ]
    case = {
        "when": [{"test": {"split": "test"}}],
        "severity": "error",
        "message": "Line {{ line }}!",
    }

    (found,) = outcomes(tmp_path, facts, group_by="id", severity="note", cases=[case])

    assert (found.severity, found.message) == ("error", "Line 2!")
    assert [place.line for place in found.places] == [2, 1]


def test_members_are_told_apart_by_what_is_said_of_them(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", line=line, id="imdb", split=split)
        for line, split in enumerate(("train", "test", "train", "test"), 1)
    ]
    case = {"when": [{"test": {"split": "test"}}], "severity": "error", "message": "{{ split }}!"}

    found = outcomes(
        tmp_path, facts, group_by="id", tell_apart=True, severity="note", message="x", cases=[case]
    )

    said = [(each.severity, each.message, [p.line for p in each.places]) for each in found]
    assert said == [("note", "x", [1, 3]), ("error", "test!", [2, 4])]


def test_the_first_case_that_holds_speaks(tmp_path: Path) -> None:
    cases = [
        {"when": [{"test": {"config": "known"}}], "severity": "error"},
        {"when": [{"exists": "model-card", "as": "card"}], "severity": "note",
         "message": "{{ card.path }} says nothing of {{ id }}."},
        {"when": [{"test": {"id": "imdb"}}], "severity": "error"},
    ]  # fmt: skip
    facts = [
        fact("dataset-load", id="imdb", config=NO_DEFAULT),
        fact("model-card", "README.md", id="m"),
    ]

    (found,) = outcomes(tmp_path, facts, cases=cases)

    assert (found.severity, found.message) == ("note", "README.md says nothing of imdb.")
    assert [related.place.path for related in found.related] == ["README.md"]


def test_a_finding_stands_where_the_rule_says_and_shows_its_evidence(tmp_path: Path) -> None:
    facts = [fact("dataset-load", line=3, id="imdb"), fact("model-card", "README.md", id="Reviews")]

    (found,) = outcomes(
        tmp_path,
        facts,
        when=[{"exists": "model-card", "as": "card"}],
        at="$card",
        message="`{{ id }}` ({{ config }}) is missing in {{ card.path }}.",
    )

    assert found.places == (Place("README.md"),)
    assert [(each.place.line, each.message) for each in found.related] == [
        (3, "dataset load `imdb`")
    ]
    assert found.message == "`imdb` ((unknown)) is missing in README.md."


def test_a_pass_carries_the_facts_that_settled_it(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", line=3, id="imdb"),
        fact("card-dataset", "README.md", 5, id="squad"),
        fact("card-dataset", "README.md", 6, id="stanfordnlp/imdb"),
    ]
    unless = [{"exists": "card-dataset", "where": {"id": {"same-dataset": "$id"}}}]

    (found,) = outcomes(tmp_path, facts, unless=unless)

    assert (found.state, found.places) == ("pass", (Place("train.py", 3),))
    assert [(each.place.line, each.message) for each in found.related] == [
        (6, "card dataset `stanfordnlp/imdb`")
    ]


def test_a_condition_binds_the_first_fact_that_fits_nearest_unit_first(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", "a/b/t.py", id="imdb", unit="a/b"),
        fact("model-card", "README.md", id="root"),
        fact("model-card", "a/README.md", id="near", unit="a"),
        fact("model-card", "c/README.md", id="aside", unit="c"),
    ]

    (found,) = outcomes(
        tmp_path,
        facts,
        units=["a", "a/b", "c"],
        when=[{"exists": "model-card", "as": "card"}],
        message="{{ card.id }}",
    )

    assert found.message == "near"


@pytest.mark.parametrize(
    ("look", "cards"),
    [
        ("outward", ["a", "."]),
        ("inward", ["a", "a/b", "a/c"]),
        ("around", ["a", ".", "a/b", "a/c"]),
        ("repository", ["a", ".", "a/b", "a/c", "ab"]),
    ],
)
def test_units_that_are_searched(tmp_path: Path, look: str, cards: list[str]) -> None:
    units = [".", "a", "a/b", "a/c", "ab"]
    for unit in units:
        facts = [
            fact("dataset-load", "a/t.py", id="imdb", unit="a"),
            fact("model-card", f"{unit}/x.md", id="m", unit=unit),
        ]
        condition = {"exists": "model-card", "look": look}

        (found,) = outcomes(tmp_path, facts, units=units, unless=[condition])

        assert (found.state == "pass") is (unit in cards), unit


def test_every_unit_is_a_subject_and_stands_at_its_card(tmp_path: Path) -> None:
    facts = [
        fact("model-train", "a/t.py", 7, unit="a"),
        fact("model-train", "b/t.py", 8, unit="b"),
        fact("model-card", "a/README.md", 1, unit="a", id="A"),
    ]

    found = outcomes(
        tmp_path,
        facts,
        units=["a", "b"],
        for_each=None,
        for_unit=True,
        when=[{"exists": "model-train", "look": "inward"}],
        message="In {{ unit }}",
    )

    assert states(found) == [
        ("fail", "a", "a/README.md:1"),
        ("fail", ".", "a/t.py:7"),
        ("fail", "b", "b/t.py:8"),
    ]
    assert {each.message for each in found} == {"In .", "In a", "In b"}


def test_the_repository_is_one_subject_that_looks_everywhere(tmp_path: Path) -> None:
    facts = [fact("model-train", "a/t.py", 7, unit="a")]

    found = outcomes(
        tmp_path,
        facts,
        for_each=None,
        for_repository=True,
        when=[{"exists": "model-train", "as": "train"}],
        at="train",
        message="x",
    )

    assert states(found) == [("fail", ".", "a/t.py:7")]


def test_each_entry_of_a_vocabulary_is_a_subject_of_its_own(tmp_path: Path) -> None:
    facts = [
        fact("dataset-card", "README.md", id="Reviews"),
        fact("card-field", "README.md", 2, card="README.md", name="license"),
    ]

    found = outcomes(
        tmp_path,
        facts,
        for_each="dataset-card",
        with_each="wanted",
        unless=[
            {"exists": "card-field", "where": {"card": "$path", "name": {"in": "$entry.words"}}}
        ],
        message="{{ entry.id }} is missing ({{ entry.words|join }})",
    )

    assert states(found) == [
        ("fail", "Reviews contact", "README.md:1"),
        ("pass", "Reviews licence", "README.md:1"),
    ]
    assert found[0].message == "contact is missing (contact)"


def look_up(tmp_path: Path, name: Plain, **changes: Plain) -> tuple[str, str]:
    let = {"terms": {"lookup": "datasets", "of": "$id"}}
    (found,) = outcomes(tmp_path, [fact("dataset-load", id=name)], **{"let": let, **changes})
    return found.state, found.message if found.state == "fail" else found.because


@pytest.mark.parametrize(
    ("name", "when", "result"),
    [
        ("old/faces", {"terms.withdrawn": {"given": True}}, ("fail", "old/faces: consent was missing")),
        ("imdb@main", {"terms.found": True}, ("fail", "stanfordnlp/imdb: (unknown)")),
        ("unheard/of", {"terms.found": False}, ("fail", "(unknown): (unknown)")),
        ("unheard/of", {"terms.found": True}, ("not-applicable", "it is not of the sort the rule is about")),
        ("imdb", {"terms.withdrawn": {"given": True}}, ("not-applicable", "it is not of the sort the rule is about")),
        ("unheard/of", {"terms.withdrawn": "x"}, ("unknown", "`unheard/of`: not in the vocabulary `datasets`")),
        (ABSENT, {"terms.found": False}, ("fail", "(unknown): (unknown)")),
        (ABSENT, {"terms.withdrawn": "x"}, ("unknown", "`nothing`: not in the vocabulary `datasets`")),
        (NO_DEFAULT, {"terms.found": True}, ("unknown", "`args.dataset`: no default")),
    ],
)  # fmt: skip
def test_a_look_up_binds_an_entry(
    tmp_path: Path, name: Plain, when: Plain, result: tuple[str, str]
) -> None:
    message = "{{ terms.id }}: {{ terms.withdrawn }}"

    assert look_up(tmp_path, name, when=[{"test": when}], message=message) == result


@pytest.mark.parametrize(
    ("licence", "ids", "state"),
    [
        ("mit", ("big/crawl", "stanfordnlp/imdb"), "pass"),
        ("cc-by-nc-4.0", ("big/crawl",), "fail"),
        ("cc-by-nc-4.0", ("big/crawl", "unheard/of"), "unknown"),
        ("mit", ("unheard/of", "big/crawl"), "pass"),
        ("mit", ("unheard/of",), "unknown"),
    ],
)
def test_duties_of_several_sources_are_joined(
    tmp_path: Path, licence: str, ids: tuple[str, ...], state: str
) -> None:
    (found,) = outcomes(
        tmp_path,
        [fact("data-write", id="out", sources=ids), fact("licence", "LICENSE", id=licence)],
        for_each="data-write",
        let={"terms": {"lookup": "datasets", "of-all": ["$sources"]}},
        unless=[{"exists": "licence", "where": {"id": {"drops-duty-of": "$terms"}}}],
    )

    assert found.state == state


def test_a_look_up_may_use_what_a_condition_binds_and_another_look_up(tmp_path: Path) -> None:
    facts = [fact("dataset-load", id="imdb"), fact("card-dataset", "README.md", id="big/crawl")]

    (found,) = outcomes(
        tmp_path,
        facts,
        let={
            "terms": {"lookup": "datasets", "of": "$card.id"},
            "licence": {"lookup": "licences", "of": "$terms.licence"},
        },
        when=[{"exists": "card-dataset", "as": "card"}],
        message="{{ licence.duties }}",
    )

    assert found.message == "attribution, non-commercial"


def test_outcomes_come_in_the_order_of_places(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", "b.ipynb", 1, cell=10, id="j"),
        fact("dataset-load", "b.ipynb", 9, cell=2, id="i"),
        fact("dataset-load", "a.py", 5, id="k"),
    ]

    assert [each.subject for each in outcomes(tmp_path, facts)] == ["k", "i", "j"]


def test_thousands_of_facts_are_joined_in_reasonable_time(tmp_path: Path) -> None:
    rule, knowledge = compiled(
        tmp_path,
        group_by="id",
        unless=[{"exists": "card-dataset", "where": {"id": {"same-dataset": "$id"}}}],
    )
    facts = [fact("dataset-load", f"f{n}.py", id=f"me/set{n % 300}") for n in range(5_000)]
    facts += [fact("card-dataset", "README.md", n, id=f"you/other{n}") for n in range(300)]

    started = time.perf_counter()
    found = evaluate((rule,), facts, (), (), (), knowledge)

    assert len(found) == 300
    assert time.perf_counter() - started < 20
