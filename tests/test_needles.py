"""Needles: a text that holds none of them is a text that the patterns do not match."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rai_lint.extract.phrases import may_say, says
from rai_lint.model.regex import compiled
from rai_lint.model.vocabulary import Term
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.needles import needles
from rai_lint.packs.store import load_pack


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bcarbon emissions?\b", {"carbon emission"}),
        (r"(?:never|do not)\b[^.]{0,60}\b(?:deploy|use it)", {"deploy", "use it"}),
        (r"foo+bar?", {"foo"}),
        (r"(abc)?def", {"def"}),
        (r"(?i)Colou?r", {"colo"}),
        (r"x\.y", {"x.y"}),
        (r"(?:red|green)+ car", {" car"}),
        (r"(?:wood){2}", {"wood"}),
        (r"one|two", {"one", "two"}),
        (r"STRASSE|Straße", {"strasse"}),
        (r"[]a-z]model", {"model"}),
        (r"[[:alpha:]]model", {"model"}),
        (r"\{name\}", {"{name}"}),
    ],
)
def test_what_a_match_must_hold(pattern: str, expected: set[str]) -> None:
    assert set(needles([pattern])) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        r"a|bcd",
        r"[abc]+",
        r"(?:ab|)",
        r"(?:abc)?",
        r"(?:abc){0,3}",
        r"\w+",
        r"",
        r"\Qabc\E|x",
        "x?",
    ],
)
def test_nothing_is_promised_of_patterns_that_need_no_word(pattern: str) -> None:
    assert needles([pattern]) == ()


def test_one_pattern_without_needles_leaves_none() -> None:
    assert needles(["carbon", r"\d+"]) == ()
    assert set(needles(["carbon", "energy"])) == {"carbon", "energy"}


def test_case_does_not_hide_a_needle() -> None:
    term = Term(id="x", values={"patterns": ("groß",)}, needles=needles(["groß"]))
    assert says(term, "GROẞ und GROß")
    assert not may_say(term, "klein")


def _terms() -> list[object]:
    tables = load_pack(builtin_packs(), None).knowledge.tables
    return [
        pytest.param(term, id=f"{table.name}/{term.id}")
        for table in tables.values()
        for term in table
        if term.needles
    ]


@pytest.mark.parametrize("term", _terms())
def test_every_match_of_a_shipped_pattern_holds_a_needle(term: Term) -> None:
    spelled = [*term.patterns, *map(str, filter(None, [term.values.get("pattern")]))]
    readable = [pattern for pattern in spelled if _readable(pattern)]
    if not readable:
        pytest.skip("written in the syntax of RE2 alone")

    @settings(
        max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.one_of([st.from_regex(pattern) for pattern in readable]))
    def check(text: str) -> None:
        if any(compiled(pattern, cased=False).search(text) for pattern in spelled):
            assert may_say(term, text), text

    check()


def _readable(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
