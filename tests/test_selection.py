from __future__ import annotations

import pytest
from builders import make_rule
from msgspec.structs import replace

from rai_lint.errors import UserError
from rai_lint.model.message import Message, Part
from rai_lint.model.pack import Profile
from rai_lint.model.rule import Case
from rai_lint.selection import builtin_rules, find_rule, select_rules

RULES = (
    make_rule("DAT001", "training-dataset-undeclared"),
    make_rule("DAT010", "deprecated-dataset-used", severity="error"),
    make_rule("DAT011", "new-idea", status="preview"),
    make_rule("SEC001", "torch-load-unsafe"),
    make_rule("SEC009", "old-idea", status="deprecated"),
)
PROFILES = (
    Profile(name="basic", title="Basic", select=("DAT",), severity={"DAT001": "note"}),
    Profile(name="early", title="With a preview", select=("SEC001", "DAT011")),
    Profile(name="less", title="All but data", select=("ALL",), ignore=("DAT",)),
)


def chosen(
    profile: str = "basic", select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()
) -> list[str]:
    return [rule.id for rule in select_rules(RULES, PROFILES, profile, select, ignore)]


@pytest.mark.parametrize(
    ("profile", "select", "ignore", "expected"),
    [
        ("basic", (), (), ["DAT001", "DAT010"]),
        ("basic", (), ("DAT010",), ["DAT001"]),
        ("basic", (), ("deprecated-dataset-used",), ["DAT001"]),
        ("basic", (), ("DAT0",), []),
        ("early", (), (), ["DAT011", "SEC001"]),
        ("less", (), (), ["SEC001"]),
        ("strict", (), (), ["DAT001", "DAT010", "DAT011", "SEC001", "SEC009"]),
        ("strict", (), ("SEC", "DAT010"), ["DAT001", "DAT011"]),
        ("basic", ("SEC",), (), ["SEC001"]),
        ("basic", ("ALL",), (), ["DAT001", "DAT010", "SEC001"]),
        ("basic", ("new-idea", "SEC009"), (), ["DAT011", "SEC009"]),
        ("basic", ("DAT001",), ("DAT",), ["DAT001"]),
        ("basic", ("DAT",), ("DAT001",), ["DAT010"]),
        ("basic", ("DAT001",), ("DAT001",), []),
        ("basic", ("RAI001", "SEC001"), (), ["SEC001"]),
    ],
)
def test_selection(
    profile: str, select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    assert chosen(profile, select, ignore) == expected


def test_a_profile_may_change_a_severity() -> None:
    severities = {r.id: r.severity for r in select_rules(RULES, PROFILES, "basic")}
    assert severities == {"DAT001": "note", "DAT010": "error"}


def test_the_severity_of_a_profile_is_that_of_every_case_of_the_rule() -> None:
    cases = (Case((), "error"), Case((), "warning", Message((Part("special"),))))
    rule = replace(make_rule("DAT001"), cases=cases)
    for name, expected in (("basic", ["note", "note"]), ("strict", ["error", "warning"])):
        (chosen_rule,) = select_rules((rule,), PROFILES[:1], name)
        assert [case.severity for case in chosen_rule.cases] == expected
        assert [case.message for case in chosen_rule.cases] == [None, cases[1].message]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("DAT01x", "select: `DAT01x` is no rule; did you mean `DAT011` or `DAT010` or `DAT001`?"),
        ("torch-load-unsave", "`torch-load-unsave` is no rule; did you mean `torch-load-unsafe`?"),
        ("dat", "`dat` is no rule. `rai-lint rules` lists them all."),
        ("QQQ", "`QQQ` is no rule. `rai-lint rules` lists them all."),
    ],
)
def test_an_unknown_code_is_named_with_its_neighbours(code: str, message: str) -> None:
    with pytest.raises(UserError) as caught:
        chosen(select=(code,))
    assert message in str(caught.value)


def test_an_unknown_profile_is_named_with_those_there_are() -> None:
    with pytest.raises(UserError) as caught:
        chosen(profile="basik")
    assert str(caught.value) == (
        "`basik` is no profile (did you mean `basic`?); there are: basic, early, less, strict"
    )


def test_rules_about_suppressions_run_unless_ignored() -> None:
    assert [rule.id for rule in builtin_rules()] == ["RAI001", "RAI002", "RAI003", "RAI004"]
    left = builtin_rules(("RAI001", "suppression-malformed", "RAI004"))
    assert [rule.id for rule in left] == ["RAI003"]
    assert builtin_rules(("RAI",)) == ()


@pytest.mark.parametrize("code", ["DAT001", "dat001", "Training-Dataset-Undeclared"])
def test_a_rule_is_found_by_id_and_name_in_any_case(code: str) -> None:
    assert find_rule(code, RULES).id == "DAT001"


def test_a_family_is_not_one_rule() -> None:
    with pytest.raises(UserError, match="`DAT` is no rule"):
        find_rule("DAT", RULES)
