"""Metrics that get predictions where the truth belongs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts, shown

HEAD = """
    import numpy as np
    import sklearn.metrics
    from sklearn import metrics
    from sklearn.metrics import classification_report, fbeta_score, f1_score
    from sklearn.metrics import recall_score, confusion_matrix as cm

    answers = model.predict(words)
    y_pred = np.argmax(scores, axis=1)
"""


def swapped(tmp_path: Path, line: str) -> list[tuple[object, ...]]:
    found = facts(tmp_path, {"a.py": f"{HEAD}    {line}\n"}, "swapped-metric")
    return [shown(fact, "id", "effect") for fact in found]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("classification_report(y_pred, y_test)", ("classification_report", "precision-recall")),
        ("print(recall_score(answers, y_true))", ("recall_score", "precision-recall")),
        (
            "metrics.recall_score(y_pred.round(), test['label'])",
            ("recall_score", "precision-recall"),
        ),
        ("sklearn.metrics.r2_score(predictions, targets)", ("r2_score", "value")),
        ("cm(np.array(preds), labels.cpu().numpy())", ("confusion_matrix", "matrix")),
        ("cm(model.predict(x_test), y_test)", ("confusion_matrix", "matrix")),
        ("f1_score(y_hat, y_val, average='weighted')", ("f1_score", "support")),
        ("recall_score(y_true=preds, y_pred=gold)", ("recall_score", "precision-recall")),
        ("cm(y_test_pred, y_test)", ("confusion_matrix", "matrix")),
    ],
)
def test_predictions_come_second(tmp_path: Path, line: str, told: tuple[str, str]) -> None:
    assert swapped(tmp_path, line) == [told]


@pytest.mark.parametrize(
    "line",
    [
        "classification_report(y_test, y_pred)",
        "recall_score(y_pred=y_pred, y_true=y_test)",
        "recall_score(y_pred, y_test, average='micro')",
        "recall_score(y_pred, y_test, average=chosen)",
        "f1_score(y_pred, y_test)",
        "metrics.accuracy_score(y_pred, y_test)",
        "cm(first, second)",
        "cm(true_predictions, labels)",
        "cm(y_pred, other_pred)",
        "cm(y_pred, y_test).T",
        "own.recall_score(y_pred, y_test)",
        "recall_score(*pair)",
        "cm(y_train, y_test)",
        "labels = model.predict(words); cm(y_pred, labels)",
    ],
)
def test_nothing_is_said_where_it_is_right_or_unsure(tmp_path: Path, line: str) -> None:
    assert swapped(tmp_path, line) == []


def test_a_function_of_the_program_has_an_order_of_its_own(tmp_path: Path) -> None:
    program = """
        from sklearn.metrics import recall_score

        def recall_score(predicted, true):
            return 1

        recall_score(y_pred, y_test)
    """
    assert not facts(tmp_path, {"a.py": program}, "swapped-metric")


def test_names_that_lead_back_to_themselves_end(tmp_path: Path) -> None:
    lines = "\n".join(["first = second.round()", "second = first.round()"] * 400)
    program = f"from sklearn.metrics import recall_score\n{lines}\nrecall_score(first, y_test)\n"
    assert not facts(tmp_path, {"a.py": program}, "swapped-metric")


def test_arguments_nested_deeply_are_told_in_short(tmp_path: Path) -> None:
    deep = "y_pred" + ".data" * 900
    program = f"from sklearn.metrics import recall_score\nrecall_score({deep}, y_test)\n"
    found = facts(tmp_path, {"a.py": program}, "swapped-metric")
    assert all(len(str(fact.known("first"))) <= 80 for fact in found)
