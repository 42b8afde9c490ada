from __future__ import annotations

import pytest
from documents import read, rows

SCORE = ("line", "name", "value", "dataset", "slice")


def test_model_index_and_metrics_of_the_front_matter() -> None:
    found = read(
        """
        ---
        metrics: [f1]
        model-index:
        - name: router
          results:
          - task: {type: text-classification}
            dataset: {type: stanfordnlp/imdb, name: IMDb, split: test}
            metrics:
            - type: accuracy
              value: 0.93
            - {type: f1, value: "91.5"}
        ---
        # Router
        """
    )

    names = ("line", "name", "value", "dataset", "split", "run", "stated_in")
    assert rows(found, "card-metric", *names) == [
        (2, "f1", None, None, None, None, "metadata"),
        (9, "accuracy", 0.93, "stanfordnlp/imdb", "test", "router", "metadata"),
        (11, "f1", 91.5, "stanfordnlp/imdb", "test", "router", "metadata"),
    ]
    assert rows(found, "card-dataset", "line", "id", "role", "split") == [
        (7, "stanfordnlp/imdb", "evaluation", "test")
    ]


def test_a_table_with_benchmarks_in_rows_and_models_in_columns() -> None:
    found = read(
        """
        # Model Card

        ## Benchmarks

        <table>
        <tr>
          <td>Category</td>
          <td>Benchmark</td>
          <td>Ours 8B</td>
          <td>Theirs 7B</td>
        </tr>
        <tr>
          <td rowspan="2">General</td>
          <td>FernBench (5-shot)</td>
          <td>66.6</td>
          <td>45.7</td>
        </tr>
        <tr>
          <td>MossQA (3-shot, F1)</td>
          <td>44.4</td>
          <td>-</td>
        </tr>
        </table>
        """
    )

    assert rows(found, "card-metric", *SCORE) == [
        (15, "unnamed", 66.6, "FernBench", "Ours 8B"),
        (16, "unnamed", 45.7, "FernBench", "Theirs 7B"),
        (20, "F1", 44.4, "MossQA", "Ours 8B"),
    ]
    assert rows(found, "card-dataset", "line", "id", "role", "stated_in") == [
        (14, "FernBench", "evaluation", "table"),
        (19, "MossQA", "evaluation", "table"),
    ]


def test_a_table_with_models_in_rows_and_metrics_in_columns() -> None:
    found = read(
        """
        # Model Card

        ## Evaluation

        | Model | Params | Accuracy | F1 |
        |---|---|---|---|
        | ours | 110 | **93.2%** | 0.91 ± 0.01 |
        """
    )

    assert rows(found, "card-metric", *SCORE) == [
        (7, "Accuracy", 93.2, None, "ours"),
        (7, "F1", 0.91, None, "ours"),
    ]
    assert rows(found, "card-metric", "printed") == [("93.2%",), ("0.91 ± 0.01",)]


def test_tables_about_other_things_hold_no_metrics() -> None:
    found = read(
        """
        # Model Card

        ## Model Details

        | Model | Layers | Context |
        |---|---|---|
        | ours | 12 | 512 |

        ## Environmental Impact

        | Model | Hours | Emissions |
        |---|---|---|
        | ours | 1.3 | 390 |

        ## Training results

        | Epoch | Validation Loss | Accuracy |
        |---|---|---|
        | 1.0 | 0.21 | 0.92 |
        """
    )

    assert rows(found, "card-metric", *SCORE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It has an accuracy of 98.4% on the MNIST dataset.", [("accuracy", 98.4, "MNIST")]),
        (
            "We judged it on par with the other, with a win rate around 50%.",
            [("win rate", 50, None)],
        ),
        ("- Accuracy: 0.9321\n- F1: 0.87", [("Accuracy", 0.9321, None), ("F1", 0.87, None)]),
        ("It reaches 91.2 F1.", [("F1", 91.2, None)]),
        ("Total emissions were 2290 tCO2eq, 100% of which were offset.", []),
        ("Around 40% of the examples have an input.", []),
        ("We used 80% of the data, and version 2.1 of the library.", []),
        ("Trained with a learning rate of 0.001 and dropout 0.1.", []),
    ],
)
def test_numbers_in_prose(text: str, expected: list[tuple[str, float, str | None]]) -> None:
    found = read(f"# Model Card\n\n## Evaluation\n\n{text}\n")

    assert rows(found, "card-metric", "name", "value", "dataset") == expected


def test_a_metric_is_carried_to_the_next_sentence_with_its_groups() -> None:
    found = read(
        """
        # Model Card

        ## Bias and Fairness

        We tested it on the FairFace dataset. We found accuracy >96% across all groups, with 'North'
        the lowest (95.5%). Additionally, it averaged ~93% for plant classification.
        """
    )

    assert rows(found, "card-metric", *SCORE) == [
        (5, "accuracy", 96.0, "FairFace", "all groups"),
        (6, "accuracy", 95.5, "FairFace", "North"),
        (6, "accuracy", 93.0, "FairFace", "plant classification"),
    ]


def test_a_score_that_is_denied_is_negated() -> None:
    found = read("# Model Card\n\n## Evaluation\n\nAccuracy does not reach 90%.\n")

    assert rows(found, "card-metric", "value", "negated") == [(90.0, True)]
