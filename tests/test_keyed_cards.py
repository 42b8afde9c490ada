from __future__ import annotations

import json

from documents import rows
from shipped import shipped, source

from rai_lint.extract.keyed_cards import extract_keyed_card
from rai_lint.model.fact import Extraction

TOOLKIT = {
    "model_details": {
        "name": "Fern",
        "overview": "Tells ferns apart.",
        "licenses": [{"identifier": "Apache-2.0"}],
    },
    "model_parameters": {
        "data": [{"name": "FernBench", "description": "Photographs"}, {"name": "train"}],
    },
    "quantitative_analysis": {
        "performance_metrics": [
            {"type": "accuracy", "value": "0.91"},
            {"type": "accuracy", "value": 0.85, "slice": "north"},
        ]
    },
    "considerations": {
        "use_cases": [{"description": "Sorting photographs."}],
        "limitations": [{"description": "None"}],
        "ethical_considerations": [],
    },
}


def read(data: object, path: str = "model_card.json") -> Extraction:
    """Return what a file of keys yields."""
    return extract_keyed_card(source(path), json.dumps(data, indent=1), shipped())


def test_a_card_of_the_model_card_toolkit() -> None:
    found = read(TOOLKIT, "out/card.json")

    assert rows(found, "model-card", "id", "format", "has_metadata") == [("Fern", "json", True)]
    sections = {(row[0], row[1]) for row in rows(found, "card-section", "id", "state")}
    assert {
        ("intended-use", "substantive"),
        ("limitations", "negated"),
        ("ethical-considerations", "empty"),
    } <= sections
    assert rows(found, "card-metric", "name", "value", "slice", "printed") == [
        ("accuracy", 0.91, None, "0.91"),
        ("accuracy", 0.85, "north", "0.85"),
    ]
    assert rows(found, "card-dataset", "id", "role", "card_kind") == [
        ("FernBench", "training", "model")
    ]
    assert rows(found, "licence", "id", "covers", "card") == [
        ("apache-2.0", "model", "out/card.json")
    ]


def test_lines_are_those_of_the_keys() -> None:
    text = json.dumps(TOOLKIT, indent=1).split("\n")
    (line,) = {
        row[0]
        for row in rows(read(TOOLKIT), "card-section", "line", "id")
        if row[1] == "limitations"
    }

    assert "limitations" in text[line - 1]


def test_a_model_of_a_bill_of_materials() -> None:
    found = read(
        {
            "bomFormat": "CycloneDX",
            "components": [
                {"type": "library", "name": "numpy"},
                {
                    "type": "machine-learning-model",
                    "name": "fern",
                    "licenses": [{"license": {"id": "MIT"}}],
                    "modelCard": {
                        "modelParameters": {"datasets": [{"type": "dataset", "name": "FernBench"}]},
                        "quantitativeAnalysis": {
                            "performanceMetrics": [{"type": "F1", "value": "0.8"}]
                        },
                        "considerations": {"technicalLimitations": ["Small leaves only."]},
                    },
                },
            ],
        },
        "bom.json",
    )

    assert rows(found, "model-card", "id") == [("fern",)]
    assert rows(found, "card-metric", "name", "value") == [("F1", 0.8)]
    assert rows(found, "card-dataset", "id") == [("FernBench",)]
    assert rows(found, "licence", "id") == [("mit",)]
    assert ("limitations", "substantive") in rows(found, "card-section", "id", "state")


def test_a_card_as_yaml_by_its_name() -> None:
    text = """
name: Fern
intended_use: Sorting photographs.
limitations: Small leaves only.
training_data: {name: FernBench}
training:
  learning_rate: 2e-5
  num_epochs: 3
  optimizer: AdamW
metrics:
  test_accuracy: 0.91
  latency: 12
"""
    found = extract_keyed_card(source("model_card.yaml"), text, shipped())

    assert rows(found, "model-card", "id") == [("Fern",)]
    assert rows(found, "card-metric", "name", "value", "split") == [("accuracy", 0.91, "test")]
    assert rows(found, "card-hyperparameter", "name", "value", "stated_in") == [
        ("learning_rate", 2e-5, "metadata"),
        ("epochs", 3, "metadata"),
        ("optimizer", "adamw", "metadata"),
    ]
    assert rows(found, "card-dataset", "id") == [("FernBench",)]


def test_other_files_of_keys_are_no_cards() -> None:
    assert read({"model_details": {"layers": 3}, "training": {}}, "config.json").facts == ()
    assert read({"a": 1, "limitations": "none"}).facts == ()
    assert read(["modelCard"], "list.json").facts == ()
    assert read(TOOLKIT, "tests/model_card.json").facts == ()
    assert read(TOOLKIT, "model_card_template.json").facts == ()
    assert extract_keyed_card(source("model_card.json"), "{", shipped()).facts == ()


def test_a_file_about_cards_is_no_card() -> None:
    rule = {
        "name": "model-card-missing",
        "status": "stable",
        "references": ["a paper"],
        "scope": "source",
        "examples": [{"title": "one"}],
    }
    assert not read(rule, "rules/model-card-missing.json").facts
    card = {"name": "fern", "limitations": "Blurred leaves.", "training data": "Photographs."}
    assert not rows(read(card, "model_card.json"), "model-card", "id")
    assert rows(read({**card, "citation": "Ours."}, "model_card.json"), "model-card", "id")
