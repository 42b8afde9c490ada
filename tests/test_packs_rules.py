# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

from pathlib import Path

import pytest
from rulefiles import VOCABULARY, compiled, problems_of, rule_text

from rai_lint.model.message import Part
from rai_lint.model.rule import Clause, Condition, Lookup
from rai_lint.model.value import Plain

SUBJECTS = "`for-each`, `for-unit`, `for-repository`"
OPS = "exists, absent, count, any, all, not, test, profile"
ALLOWED = "a message may hold names, dotted fields and filters without arguments only"


def complaints(folder: Path, **changes: Plain) -> list[str]:
    """Return what is wrong with the usual rule after a change, without the places."""
    lines = problems_of(folder, {**VOCABULARY, "dat/rule.yaml": rule_text(**changes)})
    return [line.split(": ", 1)[1] for line in lines]


def test_everything_wrong_with_the_keys_of_a_rule_is_said_at_once_with_its_place(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "rules"
    text = """\
id: dat1
name: Some Name
title: ""
severty: warning
severity: fatal
confidence: high
since: 0.1
message: [a]
when:
  - exists: model-card
    wher: {}
  - 3
examples:
  - title: x
    files: {a.py: 3}
    expect: [{path: a.py, line: one}]
"""
    lines = problems_of(folder, {"dat/x.yaml": text})

    assert lines == [
        f"rules/dat/x.yaml:1:1: a rule has one of {SUBJECTS}; found none of them",
        "rules/dat/x.yaml:1:1: the key `fix-text` is missing",
        "rules/dat/x.yaml:1:1: the key `why` is missing",
        "rules/dat/x.yaml:1:5: `dat1` does not have the form ^[A-Z]{2,10}[0-9]{3}$",
        "rules/dat/x.yaml:2:7: `Some Name` does not have the form ^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
        "rules/dat/x.yaml:3:8: expected some text, found none",
        "rules/dat/x.yaml:4:1: unknown key `severty`; did you mean `severity`?",
        "rules/dat/x.yaml:5:11: `fatal` is not allowed here; allowed: error, note, warning",
        "rules/dat/x.yaml:7:8: expected text, found `0.1`",
        "rules/dat/x.yaml:8:10: expected text, found a list",
        "rules/dat/x.yaml:11:5: unknown key `wher`; did you mean `where`?",
        "rules/dat/x.yaml:12:5: expected a mapping, found `3`",
        "rules/dat/x.yaml:13:1: a rule needs 2 examples that fire and 2 that do not; found 1 and 0",
        "rules/dat/x.yaml:15:19: expected text or a mapping, found `3`",
        "rules/dat/x.yaml:16:33: expected a whole number, found `one`",
    ]


def test_wrong_keys_do_not_hide_what_is_wrong_with_the_rest(tmp_path: Path) -> None:
    text = """\
id: DAT001
name: bad-rule
title: A bad rule
severity: error
confidence: low
messagge: typo
for-each: dataset-load
where:
  id: {mtaches: "a"}
  split: {matches: "(a"}
let:
  terms: {lookup: dataset, off: $idx}
when:
  - exits: model-card
    as: card
  - exists: modelcard
  - exists: card-dataset
    where: {id: {same-dataset: $idx}}
    unless: 3
message: "{{ nope.x }} {{ id|shout }} {{ card.path }}"
cases:
  - {severity: fatal, message: "{{ idd }}"}
examples:
  - title: no files
    expect: []
  - title: empty files
    files: {}
    expect: [{path: a.py}]
  - title: half a notebook
    files: {a.ipynb: {notebook: [{}]}, b.py: {jsn: 1}}
    expect: [{path: c.py, line: one}, {path: b.py}]
"""
    lines = problems_of(tmp_path / "rules", {"dat/x.yaml": text})

    assert [line.removeprefix("rules/dat/x.yaml:") for line in lines] == [
        "1:1: the key `fix-text` is missing",
        "1:1: the key `since` is missing",
        "1:1: the key `why` is missing",
        "4:11: an error must be sure: `confidence` is low, not high",
        "6:1: unknown key `messagge`; did you mean `message`?",
        "9:8: unknown predicate `mtaches`; did you mean `matches`?",
        "10:20: not an RE2 pattern: missing ): (a",
        "12:19: unknown vocabulary `dataset`",
        "12:28: unknown key `off`; did you mean `of`?",
        "14:5: unknown key `exits`; did you mean `exists`?",
        "16:13: unknown kind of fact `modelcard`; did you mean `model-card`?",
        "18:32: `$idx` is neither a field of the subject nor bound; did you mean `id`?",
        "19:13: expected a list, found `3`",
        "20:10: nothing is bound as `nope`; allowed: card, terms",
        f"20:10: unknown filter `shout`; allowed: join, lower, upper, length, first; {ALLOWED}",
        "22:5: the key `when` is missing",
        "22:16: `fatal` is not allowed here; allowed: error, note, warning",
        "22:32: the message names `idd`, which the subject does not have; did you mean `id`?",
        "23:1: a rule needs 2 examples that fire and 2 that do not; found 2 and 1",
        "24:5: the key `files` is missing",
        "27:5: an example has at least one file",
        "30:34: a cell is text (code), or has exactly one of code, markdown, raw",
        "30:47: unknown key `jsn`; did you mean `json`?",
        "31:33: expected a whole number, found `one`",
    ]


def test_what_a_broken_part_gives_rise_to_is_no_problem_of_its_own(tmp_path: Path) -> None:
    lines = complaints(
        tmp_path,
        for_each={"dataset-load": 1},
        confidence="lwo",
        severity="error",
        where={"name": "x"},
        let={"terms": {"lookup": 3, "of": "$id"}},
        when=[
            {"exists": 3, "as": "card"},
            {"test": []},
            {"any": {}},
            {"count": "model-card", "at-leats": 1},
        ],
        message="{{ card.any }} {{ terms.every }} {{ id }} {{ identity }}",
    )

    assert sorted(lines) == [
        "`lwo` is not allowed here; allowed: high, low, medium",
        "expected a list, found a mapping",
        "expected a mapping, found a list",
        "expected text or a list, found a mapping",
        "expected text, found `3`",
        "expected text, found `3`",
        "unknown key `at-leats`; did you mean `at-least`?",
    ]


def test_everything_wrong_with_the_meaning_is_said_at_once_with_its_place(tmp_path: Path) -> None:
    text = rule_text(
        where=None, scope=["sorce"], applies_to=["training"], confidence="low", severity="error"
    ).replace(
        "message: '`{{ id }}` is not declared.'",
        """\
where:
  idd: {is: imdb}
  split: {iss: train}
  revision: {matches: "(a"}
  config: [a, b]
when:
  - exists: modelcard
    as: card
  - exists: card-dataset
    where: {id: {same-dataset: $idx}, role: {is: $cart.path}}
    at-least: 2
  - test: {card.path: {known: maybe}}
  - {exists: model-card, absent: datasheet}
at: cards
message: "{{ id|shout }} {{ cards.path }}"\
""",
    )
    lines = problems_of(tmp_path / "rules", {"dat/x.yaml": text})

    assert [line.removeprefix("rules/dat/x.yaml:") for line in lines] == [
        "4:11: an error must be sure: `confidence` is low, not high",
        "12:3: unknown field `idd`; did you mean `id`?",
        "13:11: unknown predicate `iss`; did you mean `is`?",
        "14:23: not an RE2 pattern: missing ): (a",
        "15:11: a list needs a predicate; did you mean `in`?",
        "17:13: unknown kind of fact `modelcard`; did you mean `model-card`?",
        "20:32: `$idx` is neither a field of the subject nor bound; did you mean `id`?",
        "20:50: nothing is bound as `cart`; did you mean `card`?",
        "21:5: `at-least` has no meaning beside `exists`; allowed: where, unless, as, look",
        "22:31: `known` takes true or false",
        f"23:5: a condition has exactly one of {OPS}; found `exists` and `absent`",
        "24:5: nothing is bound as `cards`; did you mean `card`?",
        "25:10: nothing is bound as `cards`; did you mean `card`?",
        f"25:10: unknown filter `shout`; allowed: join, lower, upper, length, first; {ALLOWED}",
        "51:3: unknown scope `sorce`; did you mean `source`?",
        "53:3: unknown role `training`; did you mean `trains`?",
    ]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"for_unit": True}, "a rule has one of `for-each`, `for-unit`, `for-repository`"),
        ({"for_each": None}, "a rule has one of `for-each`, `for-unit`, `for-repository`"),
        ({"for_each": "datasetload"}, "unknown kind of fact `datasetload`; did you mean `dataset-load`?"),
        ({"for_each": ["dataset-load", "datasetlod"]}, "unknown kind of fact `datasetlod`; did you mean `dataset-load`?"),
        ({"for_each": []}, "an empty list: name the kinds of facts that are subjects"),
        ({"for_each": ["dataset-load", "readme"], "group_by": "txt"}, "`dataset-load` has no field `txt`; did you mean `text`?"),
        ({"group_by": "ids"}, "`dataset-load` has no field `ids`; did you mean `id`?"),
        ({"group_by": ["id", "spilt"]}, "`dataset-load` has no field `spilt`; did you mean `split`?"),
        ({"with_each": "wantd"}, "unknown vocabulary `wantd`; did you mean `wanted`?"),
        ({"let": {"terms": {"lookup": "dataset", "of": "$id"}}}, "unknown vocabulary `dataset`; did you mean `datasets`?"),
        ({"let": {"terms": {"lookup": "datasets"}}}, "a look-up has one of `of` and `of-all`"),
        ({"let": {"terms": {"lookup": "datasets", "of": "$ids"}}}, "`$ids` is neither a field of the subject nor bound"),
        ({"let": {"terms": {"lookup": "datasets", "of": "imdb"}}}, "expected a reference such as `$id`, found `imdb`"),
        ({"let": {"terms": {"lookup": "datasets", "of": "$id"}}, "message": "{{ terms.title }}"}, "`terms` has no field `title`"),
        ({"let": {"terms": {"lookup": "datasets", "of": "$id"}}, "message": "{{ terms }}"}, "the message names `terms`, which the subject does not have; `terms` needs a field"),
        ({"message": "{{ card.path }}"}, "nothing is bound as `card`"),
        ({"message": "{{ identity }}"}, "the message names `identity`, which the subject does not have"),
        ({"where": {"id": {}}}, "no predicate here"),
        ({"where": {"all": []}}, "expected a list of mappings"),
        ({"where": {"not": 3}}, "expected a mapping of fields to what must hold for them"),
        ({"where": {"id": {"in": "imdb"}}}, "`in` takes a list"),
        ({"where": {"id": {"is": [1]}}}, "expected a plain value or a reference such as `$id`"),
        ({"where": {"id": {"matches": 3}}}, "`matches` takes text"),
        ({"where": {"id": {"matches": "a" * 3000}}}, "a pattern longer than 2000 characters"),
        ({"where": {"id": {"matches": "(?=a)"}}}, "not an RE2 pattern"),
        ({"where": {"id": {"at-least": "ten"}}}, "`at-least` takes a number or a reference"),
        ({"where": {"id": {"allows-below": "two"}}}, "`two` is not a version"),
        ({"where": {"id": {"mentions": "biass"}}}, "unknown phrase set `biass` (vocabulary `phrases`); did you mean `bias`?"),
        ({"where": {"id": {"has-duty": "noncommercial"}}}, "unknown duty `noncommercial`; did you mean `non-commercial`?"),
        ({"where": {"id": {"has-duty": ["notice", "nice"]}}}, "unknown duty `nice`; did you mean `notice`?"),
        ({"when": [{"count": "model-card"}]}, "`count` needs `at-least` or `at-most`"),
        ({"when": [{"absent": "model-card", "as": "card"}]}, "`as` has no meaning beside `absent`"),
        ({"when": [{"exists": "model-card", "as": "subject"}]}, "`subject` has a meaning of its own; bind another name"),
        ({"when": [{"profile": "strikt"}]}, "`strikt` is no profile; did you mean `strict`?"),
        ({"when": [{"profile": "strict", "look": "around"}]}, "`look` has no meaning beside `profile`"),
        ({"examples": [{"title": "a", "files": {"a": ""}, "expect": [], "profile": "strikt"}]}, "`strikt` is no profile; did you mean `strict`?"),
        ({"when": [{"any": []}]}, "expected at least one condition"),
        ({"cases": [{"when": [{"test": {"origin": "hub"}}], "severity": "error"}], "confidence": "medium"}, "an error must be sure: `confidence` is medium, not high"),
        ({"for_each": None, "for_unit": True, "where": {"unit": "."}, "message": "x"}, "`where` narrows `for-each`; use `when` here"),
        ({"for_each": None, "for_repository": True, "group_by": "unit", "message": "x"}, "only the facts of `for-each` can be grouped"),
        ({"tell_apart": True}, "only members of a `group-by` can be told apart"),
        ({"references": ["no clause"]}, "`no clause` does not have the form"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_is_named(
    tmp_path: Path, changes: dict[str, Plain], complaint: str
) -> None:
    assert any(line.startswith(complaint) for line in complaints(tmp_path, **changes))


def test_a_kind_that_does_not_exist_is_reported_once_and_not_for_each_of_its_fields(
    tmp_path: Path,
) -> None:
    lines = complaints(
        tmp_path,
        when=[{"exists": "modelcard", "as": "card", "where": {"title": "x"}}],
        message="{{ card.title }}",
    )

    assert lines == ["unknown kind of fact `modelcard`; did you mean `model-card`?"]


def test_names_bound_in_a_case_do_not_leak_into_the_next(tmp_path: Path) -> None:
    lines = complaints(
        tmp_path,
        cases=[
            {"when": [{"exists": "model-card", "as": "card"}], "severity": "note"},
            {
                "when": [{"test": {"origin": "hub"}}],
                "severity": "note",
                "message": "{{ card.path }}",
            },
        ],
    )

    assert lines == ["nothing is bound as `card`"]


def test_a_rule_is_compiled_to_plain_values(tmp_path: Path) -> None:
    rule, _ = compiled(
        tmp_path,
        where={"origin": {"in": ["hub", "url"]}, "id": {"known": True, "not": {"is": "$split"}}},
        let={"terms": {"lookup": "datasets", "of_all".replace("_", "-"): ["$id", "$card.id"]}},
        when=[{"exists": "model-card", "as": "card", "look": "around"}],
        at="card",
        message="`{{ id }}`: {{ terms.licence|upper }} in {{ card.path }}\n",
    )

    assert rule.where == (
        Clause("in", "origin", ("hub", "url")),
        Clause(
            "all",
            clauses=(
                Clause("known", "id", argument=True),
                Clause("not", clauses=(Clause("is", "id", "$split"),)),
            ),
        ),
    )
    assert rule.when == (Condition("exists", "model-card", bind="card", look="around"),)
    assert rule.let == (Lookup("terms", "datasets", ("$id", "$card.id"), several=True),)
    assert rule.message.parts == (
        Part("`"),
        Part(path=("id",)),
        Part("`: "),
        Part(path=("terms", "licence"), filters=("upper",)),
        Part(" in "),
        Part(path=("card", "path")),
    )
    assert (rule.at, rule.family, rule.scope, rule.path) == (
        "$card", "DAT", ("source",), f"{tmp_path.name}/dat/rule.yaml",
    )  # fmt: skip


def test_a_rule_about_the_repository_looks_everywhere_unless_it_says_otherwise(
    tmp_path: Path,
) -> None:
    rule, _ = compiled(
        tmp_path,
        for_each=None,
        for_repository=True,
        message="x",
        when=[{"exists": "model-train"}, {"exists": "model-card", "look": "outward"}],
    )

    assert [condition.look for condition in rule.when] == ["repository", "outward"]


def test_ids_and_names_are_used_once(tmp_path: Path) -> None:
    files = {"dat/a.yaml": rule_text(), "dat/b.yaml": rule_text()}

    lines = problems_of(tmp_path / "rules", files)

    assert lines == [
        "rules/dat/b.yaml:1:5: the id `DAT001` is already that of rules/dat/a.yaml",
        "rules/dat/b.yaml:2:7: the name `dataset-undeclared` is already that of rules/dat/a.yaml",
    ]


@pytest.mark.parametrize(
    ("examples", "complaint"),
    [
        ([], "a rule needs 2 examples that fire and 2 that do not; found 0 and 0"),
        ([{"title": "a", "files": {}, "expect": []}], "an example has at least one file"),
        ([{"title": "a", "files": {"a": ""}}], "an example says `expect` or `expect-unknown`"),
        ([{"title": "a", "files": {"../a": ""}, "expect": []}], "`../a` must be a relative path"),
        ([{"title": "a", "files": {"/etc/a": ""}, "expect": []}], "`/etc/a` must be a relative path"),
        ([{"title": "a", "files": {"a\\b": ""}, "expect": []}], "`a\\b` must be a relative path"),
        ([{"title": "a", "files": {"C:a": ""}, "expect": []}], "`C:a` must be a relative path"),
        ([{"title": "a", "files": {"a": {"json": 1, "base64": ""}}, "expect": []}],
         "a file is text, or has exactly one of base64, json, notebook"),
        ([{"title": "a", "files": {"a": ""}, "expect": [{"path": "b"}]}],
         "`b` is no file of this example"),
        ([{"title": "a", "files": {"a": {"jsn": 1}}, "expect": []}], "unknown key `jsn`; did you mean `json`?"),
    ],
)  # fmt: skip
def test_examples_are_checked(tmp_path: Path, examples: list[Plain], complaint: str) -> None:
    assert any(line.startswith(complaint) for line in complaints(tmp_path, examples=examples))


def test_a_rule_file_with_a_hundred_thousand_mistakes_is_answered_in_bounds(tmp_path: Path) -> None:
    lines = complaints(tmp_path, references=["x"] * 100_000)

    assert len(lines) == 51
    assert lines.count("more problems than are worth listing") == 1


def test_a_file_that_is_no_text_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "dat").mkdir()
    (tmp_path / "dat" / "x.yaml").write_bytes(b"\xff\xfe\x00")

    lines = problems_of(tmp_path, {})

    assert lines == [f"{tmp_path.name}/dat/x.yaml:1:1: not UTF-8 text: invalid start byte"]
