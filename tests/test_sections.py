from __future__ import annotations

import pytest
from documents import read, rows
from shipped import shipped

from rai_lint.extract.headings import Headings


@pytest.mark.parametrize(
    ("heading", "ids"),
    [
        ("Limitations", {"limitations"}),
        ("3.1 Limitations:", {"limitations"}),
        ("⚠️ Limitations [optional]", {"limitations"}),
        ("Ethical Considerations & Limitations", {"ethical-considerations", "limitations"}),
        ("Performance and Limitations", {"evaluation", "limitations"}),
        ("Out-of-Scope Use Cases", {"out-of-scope-use"}),
        ("Is there a label or target associated with each instance?", {"annotations"}),
        ("Critical risks", {"bias-risks"}),
        ("Base pretrained models", set()),
        ("A word on the weather", set()),
    ],
)
def test_headings_are_known_in_the_wording_of_real_cards(heading: str, ids: set[str]) -> None:
    found = set(Headings(shipped().table("sections")).classify(heading))

    assert found == ids or (not ids and found <= {"evaluation", "other"})


def test_headings_bold_lines_and_run_in_words_are_sections() -> None:
    found = read(
        """
        # Model Card: Router

        ## Model Details

        **Model date**
        May 2026

        **License** A custom license of ours, at the address below.

        ## Intended Use

        **Intended Use Cases** Sorting tickets of our own help desk.

        **Out-of-scope** Anything that decides about people.

        <span style="text-decoration:underline;">Refusals</span>

        It refuses nothing.
        """
    )

    assert rows(found, "card-section", "line", "id", "heading", "state") == [
        (3, "model-details", "Model Details", "substantive"),
        (5, "model-details", "Model date", "substantive"),
        (8, "licence", "License", "substantive"),
        (10, "intended-use", "Intended Use", "substantive"),
        (14, "out-of-scope-use", "Out-of-scope", "substantive"),
        (16, "bias-risks", "Refusals", "substantive"),
    ]


def test_bold_sentences_and_emphasis_are_no_headings() -> None:
    found = read(
        """
        # Model Card

        ## Uses

        **Any** deployed use is out of the question.

        **Please read the paper before you use this model.**

        - **Fast** and small
        """
    )

    assert rows(found, "card-section", "line", "heading") == [(3, "Uses")]


def test_a_double_heading_yields_both_meanings() -> None:
    found = read("# Model Card\n\n## Ethical Considerations and Limitations\n\nIt errs on names.\n")

    assert rows(found, "card-section", "id", "line") == [
        ("ethical-considerations", 3),
        ("limitations", 3),
    ]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("It confuses billing with fraud in one ticket of ten.", "substantive"),
        ("### Known ones\n\nIt confuses billing with fraud.", "substantive"),
        ("[More Information Needed]", "placeholder"),
        ("**More information needed**", "placeholder"),
        ("TODO", "placeholder"),
        ("<!-- This section is meant to convey limits. -->", "placeholder"),
        ("Please see our post at `link` for more.", "placeholder"),
        (
            "- **Names:** [More Information Needed]\n- **Dates:** [More Information Needed]",
            "placeholder",
        ),
        (
            "Use the code below to get started with the model.\n\n- **A:** TODO",
            "placeholder",
        ),
        ("", "empty"),
        ("None.", "negated"),
        ("not applicable", "negated"),
        ("No.", "negated"),
        ("```\nx = 1\n```", "substantive"),
        ("No limits are known for English; other languages were never tried.", "substantive"),
    ],
)
def test_the_state_says_whether_a_section_has_an_answer(body: str, state: str) -> None:
    found = read(f"# Model Card\n\n## Limitations\n\n{body}\n\n## Contact\n\nada@example.org\n")

    assert rows(found, "card-section", "state")[0] == (state,)


def test_a_placeholder_left_in_a_filled_section_is_told_at_its_line() -> None:
    found = read(
        """
        # Model Card

        ## Model Details

        A classifier for support tickets, made by the help desk team of a bank in May 2026
        for its own use, and trained on the tickets of the year before.

        - **Developed by:** The help desk team
        - **Funded by [optional]:** [More Information Needed]
        """
    )

    states = rows(found, "card-section", "line", "heading", "state", "optional")
    assert states == [
        (3, "Model Details", "substantive", False),
        (9, "Funded by [optional]", "placeholder", True),
    ]


def test_words_count_what_stands_below_sub_headings() -> None:
    found = read("# Model Card\n\n## Uses\n\nOne two.\n\n### Direct Use\n\nThree four five.\n")

    assert rows(found, "card-section", "heading", "words", "text") == [
        ("Uses", 5, "One two.\nThree four five."),
        ("Direct Use", 3, "Three four five."),
    ]


def test_the_text_of_a_section_is_bounded() -> None:
    found = read("# Model Card\n\n## Limitations\n\n" + "many words here " * 1000)

    ((text, words),) = rows(found, "card-section", "text", "words")
    assert (len(text), words) == (4000, 3000)


def test_marks_that_tools_leave_are_no_template() -> None:
    card = "# Card\n\n## Metrics\n\n<!-- metrics:start -->\n<!-- auto-generated, do not edit -->\n"
    template = "# Card\n\n## Metrics\n\n<!-- Say which metrics were chosen, and why. -->\n"

    assert rows(read(card), "card-section", "heading", "state") == [("Metrics", "empty")]
    assert rows(read(template), "card-section", "heading", "state") == [("Metrics", "placeholder")]
