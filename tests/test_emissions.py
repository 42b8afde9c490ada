"""The record of a tracker of energy."""

from __future__ import annotations

import pytest
from shipped import shipped, some, source

from rai_lint.extract.emissions import extract_emissions

HEAD = "timestamp,project_name,run_id,duration,emissions,emissions_rate\n"
TWO = HEAD + "t,router,a1,3600,2.1043,0.1\nt,router,b2,1800,0.4,0.1\n"


def test_each_run_and_all_of_them_are_told_in_grams() -> None:
    found = extract_emissions(source("logs/emissions.csv", len(TWO)), TWO.encode(), shipped())

    assert some(found, "grams", "total") == [(2504.3, 2504.3), (2104.3, 2504.3), (400.0, 2504.3)]
    assert [fact.place.line for fact in found.facts] == [1, 2, 3]


def test_one_run_is_told_once() -> None:
    text = HEAD + "t,router,a1,3600,2.1043,0.1\n"

    found = extract_emissions(source("emissions.csv", len(text)), text.encode(), shipped())

    assert some(found, "kilograms", "grams") == [(2.1043, 2104.3)]


def test_a_run_that_was_saved_while_it_went_on_counts_once() -> None:
    text = HEAD + "t,router,a1,1800,1.1,0.1\nt,router,a1,3600,2.1,0.1\n"

    found = extract_emissions(source("emissions.csv", len(text)), text.encode(), shipped())

    assert some(found, "grams", "total") == [(1100.0, 2100.0), (2100.0, 2100.0)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/emissions.csv", "country,year,emissions\nDE,2020,644\n"),
        ("runs.csv", TWO),
        ("emissions.csv", HEAD),
        ("emissions.csv", HEAD + "t,router,a1,3600,n/a,0.1\n"),
    ],
)
def test_other_tables_are_no_record(path: str, text: str) -> None:
    assert extract_emissions(source(path, len(text)), text.encode(), shipped()).facts == ()


def test_of_a_file_that_is_too_long_nothing_is_known() -> None:
    whole = source("emissions.csv", len(TWO) + 1)

    (fact,) = extract_emissions(whole, TWO.encode(), shipped()).facts

    assert fact.known("grams") is None
    assert fact.known("tool") == "codecarbon"
