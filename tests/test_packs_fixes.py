# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

from pathlib import Path

import pytest
from rulefiles import VOCABULARY, compiled, fact, outcomes, problems_of, rule_text

from rai_lint.asked import asked_kinds
from rai_lint.model.rule import Recipe
from rai_lint.model.source import Place
from rai_lint.model.value import Plain

CALL: dict[str, Plain] = {"set-argument": "seed", "to": 42, "of": "load"}
CARD: dict[str, Plain] = {"add-item": "datasets", "to": "$id", "in": "$card.path"}


def complaint(folder: Path, fix: Plain, **changes: Plain) -> list[str]:
    """Return what is wrong with a rule that has these fixes."""
    text = rule_text(fix=fix, **changes)
    lines = problems_of(folder, {**VOCABULARY, "dat/rule.yaml": text})
    return [line.split(": ", 1)[1] for line in lines]


def test_a_rule_with_a_fix_is_fixable(tmp_path: Path) -> None:
    rule, _ = compiled(tmp_path / "a", fix=[{**CALL, "safe": True, "unsafe-in-loops": True}])
    assert rule.fixable
    assert rule.fixes == (
        Recipe("set-argument", "seed", 42, of=("load",), safe=True, in_loops=False),
    )
    plain, _ = compiled(tmp_path / "b")
    assert not plain.fixable


OPS = "set-argument, remove-argument, add-item, add-key, set-value, make-list"


@pytest.mark.parametrize(
    ("fix", "said"),
    [
        ({}, f"a fix has exactly one of {OPS}; found none"),
        ({**CALL, "add-key": "a"}, f"a fix has exactly one of {OPS}; found `set-argument` and `add-key`"),
        ({"set-argument": "seed", "to": 1}, "`set-argument` needs `of`"),
        ({"remove-argument": "seed", "of": "f"}, "`remove-argument` needs `is`"),
        ({"make-list": "tags"}, "`make-list` needs `in`"),
        ({**CALL, "in": "$id"}, "`in` has no meaning beside `set-argument`; allowed: to, of"),
        ({**CALL, "to": 'a"b'}, "only plain text of printable ASCII can be written into code"),
        ({**CALL, "set-argument": "a b"}, "`a b` is no name of Python"),
        ({**CALL, "of": ["a.b"]}, "`a.b` is no name of Python"),
        ({**CALL, "safe": True, "safe-if-passed-to": "f"}, "a fix is `safe`, or `safe-if-passed-to` a function"),
        ({**CARD, "unsafe-in-loops": True}, "only a call can stand in a loop"),
        ({**CARD, "in": "README.md"}, "expected a reference such as `$card.path`, found `README.md`"),
        ({**CARD, "to": "$nothing"}, "`$nothing` is neither a field of the subject nor bound"),
        ({**CARD, "to": 3}, "expected text or a reference such as `$id`"),
        ({**CARD, "tO": 3}, "unknown key `tO`"),
        ({**CALL, "when": [{"exists": "nothing"}]}, "unknown kind of fact `nothing`"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_fix_is_said_where_it_stands(
    tmp_path: Path, fix: Plain, said: str
) -> None:
    when: Plain = [{"exists": "model-card", "as": "card"}]
    (line,) = complaint(tmp_path / "rules", [fix], when=when)
    assert line.startswith(said)


def test_a_unit_has_no_call_to_change(tmp_path: Path) -> None:
    found = complaint(
        tmp_path / "rules", [CALL], for_each=None, for_unit=True, message="Nothing is declared."
    )
    assert found == ["`set-argument` changes the call of a fact of `for-each`"]


def test_each_call_of_a_finding_is_mended_and_a_card_once(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", "a.py", 3, id="imdb"),
        fact("dataset-load", "a.py", 9, id="imdb"),
        fact("model-card", "README.md", 1, id="M"),
    ]
    when: Plain = [{"exists": "model-card", "as": "card"}]
    (found,) = outcomes(tmp_path / "a", facts, when=when, group_by="id", fix=[CALL])
    assert [fix.at for fix in found.fixes] == [Place("a.py", 3), Place("a.py", 9)]
    (found,) = outcomes(tmp_path / "b", facts, when=when, group_by="id", fix=[CARD])
    (fix,) = found.fixes
    assert (fix.at, fix.name, fix.value) == (Place("README.md"), "datasets", "imdb")
    assert fix.places == (Place("a.py", 3), Place("a.py", 9))


def test_the_first_fix_whose_circumstances_are_known_to_hold_counts(tmp_path: Path) -> None:
    facts = [fact("dataset-load", "a.py", 3, id="imdb", split="train")]
    fixes: Plain = [
        {**CALL, "to": 1, "when": [{"test": {"split": {"is": "test"}}}]},
        {**CALL, "to": 2, "when": [{"exists": "model-card"}]},
        {**CALL, "to": 3, "when": [{"test": {"split": {"is": "train"}}}]},
        {**CALL, "to": 4},
    ]
    (found,) = outcomes(tmp_path / "a", facts, fix=fixes)
    assert [fix.value for fix in found.fixes] == [3]


def test_a_value_that_is_not_known_is_not_written(tmp_path: Path) -> None:
    facts = [
        fact("dataset-load", "a.py", 3),
        fact("model-card", "README.md", 1, id="M"),
    ]
    when: Plain = [{"exists": "model-card", "as": "card"}]
    (found,) = outcomes(tmp_path / "a", facts, when=when, fix=[CARD])
    assert found.state == "fail"
    assert found.fixes == ()


def test_what_fixes_ask_for_is_looked_for(tmp_path: Path) -> None:
    rule, _ = compiled(tmp_path / "a", fix=[{**CALL, "when": [{"exists": "seed-set"}]}])
    assert "seed-set" in asked_kinds([rule])
