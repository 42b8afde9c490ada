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
        (7, "Accuracy", 93.2, None, None),
        (7, "F1", 0.91, None, None),
    ]
    assert rows(found, "card-metric", "run") == [("ours",), ("ours",)]
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


RUN = ("line", "name", "value", "dataset", "split", "slice", "run")


def test_a_list_of_names_and_values() -> None:
    found = read(
        """
        # Fern

        On the evaluation set of FernBench:

        - Training loss: 1.80
        - **Test F1 (macro)**: 0.87 (30 samples)
        - ROUGE-L: 29.42
        - Version: 1.50
        - Parameters: 110.5 M
        """
    )

    assert rows(found, "card-metric", "line", "name", "value", "split", "stated_in") == [
        (5, "loss", 1.8, "train", "list"),
        (6, "F1", 0.87, "test", "list"),
        (7, "ROUGE-L", 29.42, None, "list"),
    ]


def test_a_colon_binds_a_number_to_the_name_before_it() -> None:
    found = read("# Fern\n\nFbeta score: 0.66\nprecision: 0.73,\nrecall: 0.61\n")

    assert rows(found, "card-metric", "line", "name", "value") == [
        (3, "Fbeta score", 0.66),
        (4, "precision", 0.73),
        (5, "recall", 0.61),
    ]


def test_a_list_in_a_sentence_names_the_slices() -> None:
    found = read(
        "# Fern\n\n## Metrics\n\nPer-class AUROC: leaf 0.94, moss 0.96 and tree bark 0.97.\n"
    )

    assert rows(found, "card-metric", "name", "value", "slice") == [
        ("AUROC", 0.94, "leaf"),
        ("AUROC", 0.96, "moss"),
        ("AUROC", 0.97, "tree bark"),
    ]


def test_items_below_a_metric_are_its_slices() -> None:
    found = read("# Fern\n\n## Metrics\n\nAccuracy by region:\n\n- north: 0.91\n- south: 0.85\n")

    assert rows(found, "card-metric", "name", "value", "slice") == [
        ("Accuracy", 0.91, "north"),
        ("Accuracy", 0.85, "south"),
    ]


def test_headings_and_paragraphs_say_what_a_table_was_measured_on() -> None:
    found = read(
        """
        # Fern

        ## Results on the FernBench test set

        | Metric | Score |
        |---|---|
        | Accuracy | 93.33 % |
        | Test F1 (macro) | 93.2 [91.0, 95.1] |

        ## Metrics

        Measured on the validation split:

        | Class | Precision | Recall | Support |
        |---|---|---|---|
        | oak | 0.80 | 1.00 | 1,200 |
        | Overall | 0.85 | 0.90 | 2,000 |
        """
    )

    assert rows(found, "card-metric", *RUN) == [
        (7, "Accuracy", 93.33, "FernBench", "test", None, None),
        (8, "F1 (macro)", 93.2, "FernBench", "test", None, None),
        (16, "Precision", 0.8, None, "validation", "oak", None),
        (16, "Recall", 1.0, None, "validation", "oak", None),
        (17, "Precision", 0.85, None, "validation", None, None),
        (17, "Recall", 0.9, None, "validation", None, None),
    ]


def test_two_rows_of_headings() -> None:
    found = read(
        """
        # Fern

        ## Evaluation

        | Model | IMDb | | SST-2 | |
        |---|---|---|---|---|
        | | Acc | F1 | Acc | F1 |
        | small | 0.81 | 0.82 | 0.83 | 0.84 |
        | large | 0.91 | 0.92 | 0.93 | 0.94 |
        """
    )

    assert rows(found, "card-metric", *RUN)[:4] == [
        (8, "Acc", 0.81, "IMDb", None, "small", "small"),
        (8, "F1", 0.82, "IMDb", None, "small", "small"),
        (8, "Acc", 0.83, "SST-2", None, "small", "small"),
        (8, "F1", 0.84, "SST-2", None, "small", "small"),
    ]


def test_blank_cells_carry_on() -> None:
    found = read(
        """
        # Fern

        ## Evaluation

        | Dataset | Split | Metric | Value |
        |---|---|---|---|
        | IMDb | test | Accuracy | 0.9 |
        | | | F1 | 0.8 |
        | | validation | F1 | 1,024.5 |
        """
    )

    assert rows(found, "card-metric", *RUN) == [
        (7, "Accuracy", 0.9, "IMDb", "test", None, None),
        (8, "F1", 0.8, "IMDb", "test", None, None),
        (9, "F1", 1024.5, "IMDb", "validation", None, None),
    ]


def test_a_readme_that_is_no_card_states_results_too() -> None:
    found = read("# Ticket router\n\n## Results\n\n- Accuracy: 87.3%\n", "README.md")

    assert rows(found, "readme", "line", "id") == [(1, "Ticket router")]
    assert rows(found, "readme-metric", "name", "printed") == [("Accuracy", "87.3%")]


def test_a_long_list_is_of_one_metric_to_its_end() -> None:
    names = [f"fern{chr(97 + number)}" for number in range(20)]
    text = ", ".join(f"{name} 0.9{number % 10}" for number, name in enumerate(names))
    found = read(f"# Fern\n\n## Metrics\n\nAUROC by class: {text}.\n")

    assert [row[0] for row in rows(found, "card-metric", "slice")] == names
    assert {row[0] for row in rows(found, "card-metric", "name")} == {"AUROC"}


@pytest.mark.parametrize(
    ("sentence", "name", "value"),
    [
        ("Over three seeds the BLEU is **4.86** on average.", "BLEU", 4.86),
        ("ROUGE-1 **0.36**, BLEU **4.86 ± 0.68**.", "BLEU", 4.86),
        ("It has an mAP **50.2%** there.", "mAP", 50.2),
        ("It reaches Recall@5 **0.71** there.", "Recall@5", 0.71),
        ("It reaches BLEU-4 31.2 there.", "BLEU-4", 31.2),
        ("It reaches BLEU 4 **31.2** there.", "BLEU 4", 31.2),
        ("The F1 is **0.88**.", "F1", 0.88),
        ("F1 **0.88** on the test set.", "F1", 0.88),
        ("Une précision globale **0,91**, et ROUGE **1.5**.", "ROUGE", 1.5),
    ],
)
def test_a_number_after_a_name_is_its_value(sentence: str, name: str, value: float) -> None:
    found = read(f"# Model Card\n\n## Evaluation\n\n{sentence}\n")

    assert (name, value) in rows(found, "card-metric", "name", "value")


def test_a_deviation_is_no_score() -> None:
    found = read(
        "# Model Card\n\n## Evaluation\n\nROUGE-1 is 0.3632 ± 0.0043, with bounds of confidence "
        "at 95%.\n"
    )

    assert ("ROUGE-1", 0.3632) in rows(found, "card-metric", "name", "value")
    assert ("ROUGE-1", 0.0043) not in rows(found, "card-metric", "name", "value")
