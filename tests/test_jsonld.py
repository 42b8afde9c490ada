from __future__ import annotations

import json
from typing import Any

import pytest
from shipped import plain, shipped, source

from rai_lint.extract.jsonld import extract_jsonld
from rai_lint.model.fact import Extraction

CROISSANT: dict[str, Any] = {
    "@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
    "@type": "sc:Dataset",
    "name": "birds",
    "description": "Photos of birds, by hobbyists.",
    "dct:conformsTo": "http://mlcommons.org/croissant/1.0",
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "url": "not a link",
    "datePublished": "2026-01-31",
    "sc:creator": [{"@type": "Person", "name": "Ada"}, {"@type": "Person", "name": "Bob"}],
    "version": "",
    "rai:dataLimitations": "Only Europe.",
    "http://mlcommons.org/croissant/RAI/dataBiases": "Few night birds.",
    "distribution": [{"@type": "cr:FileObject", "name": "birds.csv", "sha256": "abc"}],
    "recordSet": [
        {"name": "main", "field": [{"name": "email"}], "data": [{"email": "a@example.org"}]}
    ],
}


def extract(content: Any, path: str = "croissant.json") -> Extraction:
    text = content if isinstance(content, str) else json.dumps(content, indent=1)
    return extract_jsonld(source(path), text, shipped())


def test_a_croissant_file_is_a_card_of_its_dataset() -> None:
    card = extract(CROISSANT).facts[0]
    assert card.kind == "croissant"
    assert plain(card) == {
        "line": 7,
        "id": "birds",
        "format": "croissant",
        "has_metadata": True,
        "generated": False,
        "words": 5,
    }


def test_properties_are_fields_under_one_spelling_with_what_is_wrong() -> None:
    facts = [plain(fact) for fact in extract(CROISSANT).facts if fact.kind == "card-field"]
    assert all(fact["card"] == "croissant.json" for fact in facts)
    found = {fact["name"]: (fact["value"], fact.get("problem")) for fact in facts}
    assert found == {
        "name": ("birds", None),
        "description": ("Photos of birds, by hobbyists.", None),
        "conformsTo": ("http://mlcommons.org/croissant/1.0", None),
        "license": ("https://creativecommons.org/licenses/by/4.0/", None),
        "url": ("not a link", "not a link"),
        "datePublished": ("2026-01-31", None),
        "creator": (("Ada", "Bob"), None),
        "version": ("", "empty"),
        "rai:dataLimitations": ("Only Europe.", None),
        "rai:dataBiases": ("Few night birds.", None),
        "distribution": (("birds.csv",), None),
        "distribution.0.name": ("birds.csv", None),
        "distribution.0.@type": ("cr:FileObject", None),
        "distribution.0.sha256": ("abc", "not 64 hexadecimal digits"),
        "recordSet": (("main",), None),
        "recordSet.0.name": ("main", None),
        "recordSet.0.field": (("email",), None),
        "recordSet.0.field.0.name": ("email", None),
    }


def test_a_placeholder_is_said_to_be_one() -> None:
    content = {**CROISSANT, "rai:dataBiases": "TODO", "rai:dataLimitations": ["TODO", "Few owls."]}
    facts = [plain(fact) for fact in extract(content).facts if fact.kind == "card-field"]
    problems = {fact["name"]: fact.get("problem") for fact in facts}
    assert problems["rai:dataBiases"] == "a placeholder"
    assert problems["rai:dataLimitations"] is None


def test_names_mean_what_the_context_says() -> None:
    context = [
        {"cr": "http://mlcommons.org/croissant/"},
        {
            "biases": "rai:dataBiases",
            "dataUseCases": {"@id": "rai:dataUseCases"},
            "gaps": "cr:gaps",
        },
    ]
    content = {"@context": context, "@type": "Dataset", "biases": "Few.", "dataUseCases": "Birds."}
    facts = [plain(f) for f in extract({**content, "gaps": "No owls."}).facts]
    assert {"rai:dataBiases", "rai:dataUseCases", "gaps"} <= {fact.get("name") for fact in facts}


def test_properties_of_the_dataset_are_read_however_many_records_stand_before_them() -> None:
    fields = [{"name": f"f{number}"} for number in range(700)]
    content = {**CROISSANT, "recordSet": [{"name": "main", "field": fields}], "version": "1.0.0"}
    content["rai:dataUseCases"] = {"@type": "Text", "text": "Telling birds apart."}
    facts = [plain(fact) for fact in extract(content).facts if fact.kind == "card-field"]
    found = {fact["name"]: fact["value"] for fact in facts}
    assert found["rai:dataUseCases"] == "Telling birds apart."


def test_no_data_inside_a_croissant_file_is_kept() -> None:
    assert "a@example.org" not in repr(extract(CROISSANT))


def test_the_licence_covers_the_data() -> None:
    (fact,) = (fact for fact in extract(CROISSANT).facts if fact.kind == "licence")
    assert plain(fact) == {
        "line": 10,
        "id": "cc-by-4.0",
        "raw": "https://creativecommons.org/licenses/by/4.0/",
        "covers": "data",
        "stated_in": "metadata",
        "card": "croissant.json",
        "card_kind": "dataset",
    }


@pytest.mark.parametrize(
    "content",
    [
        {"@context": "https://schema.org/", "@type": "Dataset", "name": "x"},
        {**CROISSANT, "@type": "sc:Organization"},
        [CROISSANT],
        "",
    ],
)
def test_other_json_ld_yields_nothing(content: Any) -> None:
    assert extract(content) == Extraction()


def test_a_broken_or_hostile_file_is_skipped() -> None:
    text = '{"@context": "http://mlcommons.org/croissant/", "a": ' + '{"b":' * 5000
    (skipped,) = extract(text, "data/a.jsonld").skipped
    assert skipped.because == "nested deeper than 100 at line 1"
    assert skipped.kind == "jsonld"


def test_other_json_ld_is_skipped_where_it_does_not_parse() -> None:
    (skipped,) = extract(
        '{"@context": "https://schema.org", "a": ' + "[" * 5000, "a.jsonld"
    ).skipped
    assert skipped.because == "nested deeper than 100 at line 1"


def test_croissant_in_any_json_file_counts() -> None:
    assert extract(CROISSANT, "metadata.json").facts[0].kind == "croissant"


def test_files_without_a_checksum_are_named() -> None:
    parts = [
        {"@type": "cr:FileObject", "contentUrl": "https://birds.example.org/a.csv"},
        {
            "@type": "cr:FileObject",
            "contentUrl": "https://git.example.org",
            "encodingFormat": "git+https",
        },
        {"@type": "cr:FileObject", "contentUrl": "b.csv", "containedIn": {"@id": "zip"}},
        {"@type": "cr:FileObject", "contentUrl": "https://birds.example.org/c.csv", "md5": "00"},
    ]
    facts = extract({**CROISSANT, "distribution": parts}).facts
    missing = [plain(fact)["name"] for fact in facts if plain(fact).get("problem") == "missing"]
    assert missing == ["distribution.0.sha256"]


def test_live_data_need_no_checksum() -> None:
    parts = [{"@type": "cr:FileObject", "contentUrl": "https://birds.example.org/a.csv"}]
    facts = extract({**CROISSANT, "distribution": parts, "isLiveDataset": True}).facts
    assert not [fact for fact in facts if plain(fact).get("problem") == "missing"]


@pytest.mark.parametrize(
    ("path", "address", "found"),
    [
        ("croissant.json", "https://git.example.org/birds", ["data/*.jsonl"]),
        ("collection/croissant.json", "https://git.example.org/birds", []),
        ("croissant.json", "https://hub.example.org/tree/refs%2Fconvert%2Fparquet", []),
    ],
)
def test_files_of_the_repository_around_are_references(
    path: str, address: str, found: list[str]
) -> None:
    parts = [
        {"@id": "repo", "contentUrl": address, "encodingFormat": "git+https"},
        {"@id": "rows", "containedIn": {"@id": "repo"}, "includes": "data/*.jsonl"},
        {"@id": "more", "containedIn": {"@id": "zip"}, "includes": "*.csv"},
    ]
    facts = extract({**CROISSANT, "distribution": parts}, path).facts
    assert [fact.known("id") for fact in facts if fact.kind == "local-reference"] == found
