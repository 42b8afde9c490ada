from __future__ import annotations

import json
from typing import Any

import pytest
from shipped import plain, shipped, some, source

from rai_lint.extract.result_tables import extract_result_table
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
            "average": "unstated",
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


@pytest.mark.parametrize("folder", ["results", "out/metrics/small", "eval_results", "evaluation"])
def test_in_a_folder_of_results_the_names_of_metrics_count(folder: str) -> None:
    content = {"forest": {"accuracy": 0.8, "depth": 7}}
    assert scores(f"{folder}/forest.json", content) == [("accuracy", 0.8, None, None, None)]


@pytest.mark.parametrize(
    "path", ["resulting/forest.json", "metrics/forest.yaml", "x/results.d/a.json"]
)
def test_other_folders_and_what_configures_metrics_are_no_results(path: str) -> None:
    assert scores(path, '{"accuracy": 0.8}') == []


def test_an_average_over_runs_is_the_value_of_its_metric() -> None:
    content = {"forest": {"accuracy": {"mean": 0.8, "std": 0.01}}}
    found = scores("metrics.json", content)
    assert ("accuracy", 0.8, None, None, None) in found


def test_the_beginning_of_a_name_says_the_split_before_the_file_does() -> None:
    found = scores("metrics/training_metrics.json", {"test_accuracy": 0.8, "cv_accuracy": 0.7})
    assert [(name, split) for name, _, _, split, _ in found] == [
        ("test_accuracy", "test"),
        ("cv_accuracy", "train"),
    ]


def test_an_evaluation_of_any_kind_is_not_of_the_validation_rows() -> None:
    assert scores("results/robustness_eval.json", {"f1": 0.5}) == [("f1", 0.5, None, None, None)]
    assert scores("eval_results.json", {"f1": 0.5}) == [("f1", 0.5, None, "validation", None)]


@pytest.mark.parametrize(
    ("name", "average"),
    [
        ("f1_macro", "macro"),
        ("weighted F1", "weighted"),
        ("f1", "unstated"),
        ("microphone", "unstated"),
    ],
)
def test_a_score_says_how_it_was_averaged(name: str, average: str) -> None:
    found = extract_results(source("metrics.json"), json.dumps({name: 0.5}), shipped())
    assert some(found, "average") == [(average,)]


def table(path: str, text: str) -> list[tuple[Any, ...]]:
    found = extract_result_table(source(path), text.encode(), shipped())
    return [(fact.place.line, fact.known("name"), fact.known("value")) for fact in found.facts]


@pytest.mark.parametrize("path", ["results/models.csv", "model_scores.csv"])
def test_columns_of_a_table_of_results_are_metrics(path: str) -> None:
    text = 'model,Accuracy,seconds,F1 (macro)\n"a, b",0.8,3,0.7\nc,nan,4,\nd,0.6 ± 0.1,1\n'
    assert table(path, text) == [(2, "Accuracy", 0.8), (2, "F1 (macro)", 0.7)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/models.csv", "model,accuracy\na,0.8\n"),
        ("results/models.csv", "model,colour\na,0.8\n"),
        ("results/log.csv", "step,accuracy\n" + "1,0.5\n" * 201),
        ("results/models.csv", ""),
    ],
)
def test_other_tables_are_no_results(path: str, text: str) -> None:
    assert table(path, text) == []
