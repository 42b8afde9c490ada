from __future__ import annotations

import json
from typing import Any

import pytest
from shipped import plain, shipped, some, source

from rai_lint.extract.results import extract_results
from rai_lint.model.fact import Extraction


def scores(path: str, content: Any) -> list[tuple[Any, ...]]:
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    found = extract_results(source(path), text, shipped())
    return some(found, "name", "value", "dataset", "split", "harness")


def test_the_trainer_scores_have_their_split_in_the_name() -> None:
    content = {
        "epoch": 3.0,
        "eval_accuracy": 0.91,
        "eval_runtime": 12.0,
        "eval_samples": 100,
        "eval_steps_per_second": 3.1,
        "test_f1": 0.88,
        "train_loss": 0.2,
    }
    assert scores("out/all_results.json", content) == [
        ("accuracy", 0.91, None, "validation", "transformers"),
        ("f1", 0.88, None, "test", "transformers"),
        ("loss", 0.2, None, "train", "transformers"),
    ]


def test_of_the_trainer_log_the_last_evaluation_counts() -> None:
    log = [{"eval_loss": 2.0}, {"loss": 0.5}, {"eval_loss": 1.5, "eval_runtime": 1}, {"loss": 0.4}]
    content = {"best_metric": 1.5, "log_history": log}
    assert scores("trainer_state.json", content) == [
        ("loss", 1.5, None, "validation", "transformers")
    ]


def test_lm_eval_names_task_and_metric() -> None:
    content = {
        "results": {
            "arc_easy": {"alias": "arc_easy", "acc,none": 0.7, "acc_stderr,none": 0.01},
            "mmlu": {"acc,none": 0.5},
        },
        "configs": {"arc_easy": {"num_fewshot": 0}},
        "config": {"model": "hf", "batch_size": 8},
    }
    assert scores("results_2026-01-01T00-00.json", content) == [
        ("acc", 0.7, "arc_easy", None, "lm-eval"),
        ("acc", 0.5, "mmlu", None, "lm-eval"),
    ]


def test_lighteval_names_the_task_between_bars() -> None:
    content = {
        "config_general": {"model_name": "org/x"},
        "results": {"leaderboard|gsm8k|5": {"qem": 0.2, "qem_stderr": 0.1}, "all": {"qem": 0.2}},
    }
    assert scores("results.json", content) == [("qem", 0.2, "gsm8k", None, "lighteval")]


def test_the_hubs_result_files_name_dataset_and_task() -> None:
    text = "- dataset:\n    id: org/bench\n    task_id: hard\n  value: 20.9\n"
    found = extract_results(source(".eval_results/bench.yaml"), text, shipped())
    assert [plain(fact) for fact in found.facts] == [
        {
            "line": 4,
            "name": "hard",
            "value": 20.9,
            "raw": "20.9",
            "run": ".eval_results/bench.yaml",
            "harness": "hub",
            "dataset": "org/bench",
        }
    ]


@pytest.mark.parametrize("path", ["metrics.json", "eval/metrics.yaml", "run_metrics.json"])
def test_any_file_of_metrics_has_its_numbers_read(path: str) -> None:
    text = '{"dataset": "org/bench", "test": {"acc": 0.5, "time": 3}, "curve": [1, 2], "ok": true}'
    assert scores(path, text) == [("acc", 0.5, "org/bench", "test", None)]


def test_the_file_name_may_say_the_split() -> None:
    assert scores("test_metrics.json", {"acc": 0.5}) == [("acc", 0.5, None, "test", None)]


@pytest.mark.parametrize("path", ["config.json", "params.yaml", "metricsets.json"])
def test_numbers_elsewhere_are_no_results(path: str) -> None:
    assert scores(path, '{"acc": 0.5}') == []


@pytest.mark.parametrize("text", ["", "3", "[1, 2]", "not json", '{"results": {}}'])
def test_odd_files_yield_nothing(text: str) -> None:
    assert scores("results.json", text) == []


def test_a_file_of_very_many_numbers_is_bounded() -> None:
    content = {f"acc{number}": 0.5 for number in range(2000)}
    assert len(scores("metrics.json", content)) == 500


def test_a_list_of_results_elsewhere_is_left_alone() -> None:
    assert extract_results(source("data/results.json"), "[{}]", shipped()) == Extraction()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"f1": 0.9, "per_category": {"bottle": {"f1": 0.8}}}, [(0.9, None), (0.8, "bottle")]),
        ({"by_sex": {"female": {"f1": 0.7}}}, [(0.7, "female")]),
        ({"slices": {"en": {"f1": 0.6}}}, [(0.6, "en")]),
        ({"test": {"f1": 0.5}}, [(0.5, None)]),
    ],
)
def test_results_of_parts_of_the_data_name_the_part(content: Any, expected: Any) -> None:
    found = extract_results(source("metrics.json"), json.dumps(content), shipped())
    assert some(found, "value", "slice") == expected


def test_a_limit_of_the_run_goes_with_each_score() -> None:
    content = {"results": {"gsm8k": {"acc,none": 0.5}}, "configs": {}, "config": {"limit": 100.0}}
    found = extract_results(source("results.json"), json.dumps(content), shipped())
    assert some(found, "name", "limit") == [("acc", 100.0)]
    content["config"] = {"limit": None}
    found = extract_results(source("results.json"), json.dumps(content), shipped())
    assert some(found, "name", "limit") == [("acc", None)]
