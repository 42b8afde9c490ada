from __future__ import annotations

import time

import pytest
from documents import read, rows

CARD = "## Model Details\n\nA router.\n\n## Limitations\n\nIt errs.\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("MODEL_CARD.md", "model-card"),
        ("model_card.md", "model-card"),
        ("docs/model-card.md", "model-card"),
        ("model_cards/router.md", "model-card"),
        ("cards/router_model_card.md", "model-card"),
        ("DATASHEET.md", "datasheet"),
        ("data/dataset_card.md", "dataset-card"),
        ("data_card.md", "dataset-card"),
    ],
)
def test_a_file_named_like_a_card_is_one(path: str, kind: str) -> None:
    found = read(CARD, path)

    assert [fact.kind for fact in found.facts][:1] == [kind]
    assert rows(found, kind, "id", "format", "has_metadata", "template", "line") == [
        ("Model Details", "markdown", False, "none", 1)
    ]


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        ("license: mit\npipeline_tag: text-classification", "model-card"),
        ("base_model: google-bert/bert-base-uncased", "model-card"),
        ("license: mit\ndatasets: [imdb]", "model-card"),
        ("license: mit\nlanguage: en", "model-card"),
        ("license: mit\ntask_categories: [text-classification]", "dataset-card"),
        ("pretty_name: Tickets\nlicense: mit", "dataset-card"),
        ("configs:\n- config_name: default\n  data_files: tickets.csv", "dataset-card"),
    ],
)
def test_front_matter_of_the_hub_makes_a_readme_a_card(keys: str, kind: str) -> None:
    found = read(f"---\n{keys}\n---\n# Tickets\n\nOurs.\n", "README.md")

    assert rows(found, kind, "id", "has_metadata", "line") == [("Tickets", True, 1)]


def test_the_readme_of_a_space_is_a_readme() -> None:
    found = read("---\nsdk: gradio\nlicense: mit\n---\n# Limitations\n\nText.\n", "README.md")

    assert {fact.kind for fact in found.facts} == {"readme", "readme-section"}


@pytest.mark.parametrize(
    "keys",
    [
        "layout: default\ntitle: Home",
        "title: Training\nsidebar_position: 3\ntags: [guide]",
        "hide:\n  - navigation",
    ],
)
def test_pages_of_a_site_are_neither_cards_nor_readmes(keys: str) -> None:
    found = read(f"---\n{keys}\n---\n# Limitations\n\nText.\n", "README.md")

    assert {fact.kind for fact in found.facts} == {"readme-section"}


def test_headings_make_a_readme_a_card() -> None:
    found = read(
        """
        # Router

        ## Model Details
        A classifier.

        ## Intended Use
        Tickets.

        ## Limitations
        English only.
        """,
        "README.md",
    )

    assert rows(found, "model-card", "id") == [("Router",)]


@pytest.mark.parametrize(
    "text",
    [
        "# A library\n\n## Installation\n\npip\n\n## Usage\n\n## Limitations\n\nSlow.\n",
        "# Recipe\n\n## Training\n\nRun it.\n\n## Evaluation\n\nRun that.\n",
        "# openwebtext dataset\n\nAfter running prepare.py:\n\n- train.bin is 17GB\n",
        "# How to write model cards\n\n## Model Details\n\n## Intended Use\n\n## Limitations\n",
    ],
)
def test_a_project_readme_is_no_card(text: str) -> None:
    assert [f.kind for f in read(text, "README.md").facts if "card" in f.kind] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/model_card_template.md", CARD),
        ("src/modelcard_template.md", CARD),
        ("model_card.md", "# {{ title }}\n\n{{ description }}\n\n## Uses\n\n{{ uses }}\n"),
        ("model_card.md", ""),
        ("docs/model_cards.md", "# Model cards\n\n## Limitations\n\nWrite what fails.\n"),
        ("docs/guide.md", f"---\nlicense: mit\n---\n{CARD}"),
        ("docs/README.md", f"---\nlicense: mit\npipeline_tag: x\n---\n{CARD}"),
    ],
)
def test_templates_and_documentation_about_cards_are_none(path: str, text: str) -> None:
    assert read(text, path).facts == ()


def test_an_opening_rule_that_is_never_closed_hides_nothing() -> None:
    found = read("---\n# Router Model Card\n\n## Limitations\n\nEnglish only.\n")

    assert rows(found, "model-card", "id", "has_metadata", "line") == [
        ("Router Model Card", False, 2)
    ]
    assert rows(found, "card-section", "id") == [("limitations",)]


def test_the_template_a_card_grew_from_is_told() -> None:
    hub = read("# Model Card for Router\n\n## Bias, Risks, and Limitations\n\nEnglish only.\n")
    google = read("# Model Card\n\n## Caveats and Recommendations\n\nEnglish only.\n")

    assert rows(hub, "model-card", "template") == [("hf",)]
    assert rows(google, "model-card", "template") == [("google",)]


def test_front_matter_that_does_not_parse_is_a_wrong_field_and_skipped() -> None:
    found = read("---\nlicense: [mit\ndatasets: x\n---\n# Model Card\n")

    ((line, name, valid, problem),) = rows(found, "card-field", "line", "name", "valid", "problem")
    assert (line, name, valid) == (1, "front-matter", False)
    assert problem.startswith("not YAML at 3:")
    assert [item.because for item in found.skipped] == [f"front matter: {problem}"]


def test_front_matter_that_is_not_read_is_skipped_in_a_readme_that_is_no_card_too() -> None:
    bomb = "a: &a [x]\n" + "b: &b [" + "*a, " * 200 + "]\n" + "c: [" + "*b, " * 1000 + "]\n"

    found = read(f"---\n{bomb}---\n# Router\n", "README.md")

    assert [(item.path, item.because[:30]) for item in found.skipped] == [
        ("README.md", "front matter: more than 100000")
    ]


@pytest.mark.parametrize(
    ("keys", "name", "problem"),
    [
        ("license: mit", "license", None),
        ("license: Apache 2.0", "license", "`Apache 2.0` must be written `apache-2.0`"),
        ("license: ours", "license", "`ours` is not a value of `license` that the Hub knows"),
        ("license: mit\ndatasets: imdb", "datasets", "`datasets` must be list"),
        ("license: mit\nlanguage: [en, no]", "language.1", None),
        ("license: mit\nlanguage: English", "language", "`English` must be written `en`"),
        ("license: mit\nlanguage: [xx]", "language.0", "`xx` is not a language code"),
        ("license: mit\nlanguage: kek", "language", None),
        ("license: mit\nbase_model_relation: lora", "base_model_relation", "is not a value of"),
        ("license: mit\nlicense: mit", "license", "the key is given twice"),
        ("license: mit\nour_key: anything", "our_key", None),
        (
            "license: mit\nco2_eq_emissions: {emissions: lots}",
            "co2_eq_emissions.emissions",
            "number",
        ),
    ],
)
def test_fields_are_checked_against_what_the_hub_takes(
    keys: str, name: str, problem: str | None
) -> None:
    found = read(f"---\n{keys}\n---\n# Router\n", "model_card.md")

    fields = [
        row for row in rows(found, "card-field", "name", "valid", "problem") if row[0] == name
    ]
    _, valid, said = fields[-1]
    assert valid is (problem is None)
    assert (said is None) if problem is None else (problem in said)


def test_a_result_that_lacks_what_the_hub_asks_for_is_told() -> None:
    found = read(
        """
        ---
        model-index:
        - name: router
          results:
          - task: {type: text-classification}
            dataset: {name: Tickets}
            metrics:
            - type: accuracy
        ---
        # Router
        """
    )

    wrong = [row for row in rows(found, "card-field", "line", "problem", "valid") if not row[2]]
    assert wrong == [
        (5, "the result does not say `dataset.type`", False),
        (5, "the result does not say `metrics.0.value`", False),
    ]


def test_hostile_documents_end_soon() -> None:
    started = time.perf_counter()
    for text in (
        "**a** " * 5_000,
        "word " * 20_000,
        "accuracy 12.3% " * 2_000,
        "trained on the " * 3_000,
        "(" * 50_000,
        "# h\n" * 2_000,
        "| a " * 5_000 + "\n" + "|---" * 5_000 + "\n",
    ):
        read(f"# Model Card\n\n## Evaluation\n\n{text}\n")

    assert time.perf_counter() - started < 30


FILLED = """
# Model Card

## Model Details
A forest of two hundred trees, trained in May 2024 by the pricing team.

## Intended Use
Estimates rents of flats for our own agents, never for tenants.

## Training Data
Adverts of the years 2019 to 2023, read from our own archive.

## Metrics
The mean absolute error on 2,000 held-out adverts is 61 euros.

## Caveats and Recommendations
Prices after 2023 are underestimated; check them by hand.
"""


def test_a_template_that_was_filled_in_under_its_name_is_a_card() -> None:
    assert rows(read(FILLED, "model_card_template.md"), "model-card", "id") == [("Model Card",)]


def test_a_template_with_one_blank_for_a_program_is_none() -> None:
    blank = FILLED.replace("A forest", "A forest named {{ name }}")

    assert "{{" in blank
    assert rows(read(blank, "model_card_template.md"), "model-card", "id") == []


def test_a_template_that_was_not_is_none() -> None:
    empty = "# Model Card\n\n## Model Details\n\n## Intended Use\n\n## Metrics\n_Please fill in._\n"

    assert rows(read(empty, "model_card_template.md"), "model-card", "id") == []


def test_the_draft_that_a_trainer_writes_beside_a_checkpoint_is_none() -> None:
    assert rows(read(FILLED, "out/checkpoint-500/README.md"), "model-card", "id") == []


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("licence: mit", [("licence", "the key must be written `license`")]),
        ("licence: MIT, see LICENSE\nlicense: mit", []),
        ("License: mit", []),
        ("my_own_key: 1", []),
    ],
)
def test_a_key_that_the_hub_does_not_read(front: str, expected: list[tuple[str, str]]) -> None:
    found = read(f"---\n{front}\npipeline_tag: other\n---\n# Router\n", "README.md")
    named = rows(found, "card-field", "name", "problem")
    assert [row for row in named if row[1]] == expected


def test_a_model_index_without_results() -> None:
    text = "---\nmodel-index:\n- name: router\n  results: []\n- name: other\n---\n# Router\n"
    wrong = [
        row
        for row in rows(read(text, "README.md"), "card-field", "name", "line", "valid")
        if row[2] is False
    ]
    assert wrong == [
        ("model-index.0.results", 4, False),
        ("model-index.1.results", 5, False),
    ]
