"""Bills of models and data, and sheets of openness."""

from __future__ import annotations

import json

from shipped import shipped, some, source

from rai_lint.extract.bills import extract_bills


def _read(document: object, path: str = "bom.json") -> list[tuple[object, ...]]:
    text = json.dumps(document)
    return some(extract_bills(source(path), text, shipped()), "id", "what", "present")


def test_models_and_data_of_a_bill_are_components() -> None:
    """Libraries are left out, and an owner given as a group belongs to the name."""
    found = _read(
        {
            "bomFormat": "CycloneDX",
            "components": [
                {"type": "library", "name": "torch"},
                {"type": "machine-learning-model", "group": "harbour", "name": "ranker"},
                {"type": "data", "name": "harbour/questions"},
            ],
        }
    )
    assert ("harbour/ranker", "model", None) in [each[-3:] for each in found]
    assert len(found) == 3


def test_a_bill_of_libraries_is_none_of_models() -> None:
    """It promises nothing about models, and so cannot be stale."""
    assert _read({"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "a"}]}) == []


def test_what_the_sheet_says_is_not_included_is_not_present() -> None:
    """The tool writes so where there is no component, or no licence for it."""
    parts = [
        {"name": "Model card", "license_name": "MIT"},
        {"name": "Data card", "license_name": "Component not included"},
    ]
    framework = {"name": "Model Openness Framework"}
    found = _read({"framework": framework, "release": {"components": parts}}, "mof.json")
    assert [each[-1] for each in found] == [True, False]


def test_odd_shapes_yield_nothing() -> None:
    """A hostile document costs nothing."""
    for document in (["CycloneDX"], {"bomFormat": "CycloneDX", "components": {"type": "data"}}):
        assert _read(document) == []
