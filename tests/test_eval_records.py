"""Records of evaluations: valid ones, and what is wrong with the others."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from shipped import shipped, some, source

from rai_lint.extract.eval_records import extract_eval_records

GOOD = """\
- dataset:
    id: cais/hle
    task_id: default
  value: 20.9
"""


def records(text: str, path: str = ".eval_results/hle.yaml") -> list[tuple[Any, ...]]:
    found = extract_eval_records(source(path), textwrap.dedent(text), shipped())
    return some(found, "line", "id", "problem", "minor")


def test_a_record_with_all_that_is_required_has_no_problem() -> None:
    assert records(GOOD) == [(1, "cais/hle", None, None)]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('  date: "31.01.2026"\n', "`date` is no ISO 8601 date"),
        ("  source: {name: logs}\n", "`source` has no `url`"),
        ("  source: https://example.org\n", "`source` has no `url`"),
    ],
)
def test_what_is_added_must_be_right(more: str, problem: str) -> None:
    assert records(GOOD + more) == [(5, "cais/hle", problem, False)]


def test_dates_of_yaml_and_times_are_dates() -> None:
    assert records(GOOD + "  date: 2026-01-31\n")[0][2] is None
    assert records(GOOD + '  date: "2026-01-31T10:15:00Z"\n')[0][2] is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("dataset: x\n", "the file is no list"),
        ("- 41\n", "the record is no mapping with `dataset` and `value`"),
        ("- value: 1\n", "`dataset` is no mapping with `id` and `task_id`"),
        ("- {dataset: {id: a/b}, value: 1}\n", "`dataset.task_id` is missing"),
        ("- {dataset: {id: a/b, task_id: c}}\n", "`value` is missing"),
        ("- {dataset: {id: a/b, task_id: c}, value: high}\n", "`value` is no number"),
    ],
)
def test_what_the_hub_rejects(text: str, problem: str) -> None:
    assert [row[2:] for row in records(text)] == [(problem, False)]


def test_an_unknown_key_is_minor_and_comes_after_what_is_missing() -> None:
    assert records(GOOD + "  metric: acc\n") == [
        (5, "cais/hle", "`metric` is no key of such a record", True)
    ]
    assert records("- {metric: acc, dataset: {id: a/b, task_id: c}}\n")[0][2:] == (
        "`value` is missing",
        False,
    )


def test_a_benchmark_needs_tasks_with_ids() -> None:
    head = "name: N\ndescription: D\nevaluation_framework: math-arena\n"
    assert records(head + "tasks: [{id: a}]\n", "eval.yaml") == [(1, "N", None, None)]
    assert records(head + "tasks: [{split: test}]\n", "eval.yaml")[0][2] == "a task has no `id`"
    assert records(head, "eval.yaml")[0][2] == "`tasks` is no list of tasks"


def test_other_files_of_that_name_are_no_benchmarks() -> None:
    assert records("tasks: [a]\nbatch_size: 8\n", "eval.yaml") == []
    assert records(GOOD, "results/hle.yaml") == []
