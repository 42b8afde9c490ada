from __future__ import annotations

import pytest
from documents import read, rows

STATED = ("id", "covers", "stated_in")


def stated(text: str, path: str = "README.md") -> list[tuple[str, str, str]]:
    return rows(read(text, path), "licence", *STATED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## License\n\nThe router is licensed under the MIT License.", [("mit", "code")]),
        ("## License\n\nMIT", [("mit", "code")]),
        ("This code is released under the Apache License 2.0.", [("apache-2.0", "code")]),
        (
            "Code and data are licensed under the Apache 2.0 license.",
            [("apache-2.0", "data"), ("apache-2.0", "code")],
        ),
        (
            "The code is licensed under the MIT License; the dataset is CC BY-NC 4.0.",
            [("mit", "code"), ("cc-by-nc-4.0", "data")],
        ),
        ("The weight diff is also CC BY NC 4.0.", [("cc-by-nc-4.0", "model")]),
        (
            "- **License:** MIT (code), CC-BY-NC-4.0 (model weights), CC-BY-NC-4.0 (training data)",
            [("mit", "code"), ("cc-by-nc-4.0", "model"), ("cc-by-nc-4.0", "data")],
        ),
        (
            "## License\n\nWe use the MIT License for the code.",
            [("mit", "code")],
        ),
        (
            "## License\n\nThe data are under [this licence](https://creativecommons.org/licenses/by/4.0/).",
            [("cc-by-4.0", "data")],
        ),
        ("**Usage and License Notices**: The dataset is CC BY-NC 4.0.", [("cc-by-nc-4.0", "data")]),
    ],
)
def test_sentences_say_what_a_licence_covers(text: str, expected: list[tuple[str, str]]) -> None:
    assert stated(f"# Router\n\n{text}\n") == [(*row, "prose") for row in expected]


@pytest.mark.parametrize(
    "text",
    [
        "It grew up at MIT.",
        "## License\n\nSee [LICENSE](LICENSE).",
        "## License\n\nSee the LICENSE file for details.",
        "The code is not licensed under the MIT License.",
        "Third-party code is licensed under the MIT License.",
        "By contributing you agree that your work is licensed under the MIT License.",
        "```\nlicensed under the MIT License\n```",
        "Wikipedia's CC BY-SA 3.0 text was one idea among many.",
    ],
)
def test_other_mentions_state_nothing(text: str) -> None:
    assert [row for row in stated(f"# Router\n\n{text}\n") if not str(row[0]).startswith("?")] == []


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("It is dual-licensed under the MIT License and Apache 2.0.", "one of several licences"),
        ("It is licensed under either the MIT License or Apache 2.0.", "one of several licences"),
        ("It is licensed under a modified MIT License.", "the licence was modified"),
        ("## License\n\nThis is licensed under the terms of the house.", "names no licence"),
    ],
)
def test_what_cannot_be_told_is_unknown(text: str, because: str) -> None:
    ((found, covers, _),) = stated(f"# Router\n\n{text}\n")

    assert found.startswith("? ")
    assert because in found
    assert covers == "code"


@pytest.mark.parametrize(
    ("badge", "expected"),
    [
        (
            "[![Code License](https://img.shields.io/badge/Code%20License-Apache_2.0-green.svg)](x)",
            [("apache-2.0", "code", "badge")],
        ),
        (
            "![Data License](https://img.shields.io/badge/Data%20License-CC%20By%20NC%204.0-red.svg)",
            [("cc-by-nc-4.0", "data", "badge")],
        ),
        (
            "![license](https://img.shields.io/badge/License-MIT-green.svg)",
            [("mit", "code", "badge")],
        ),
        (
            '<p><a href="x"><img alt="License" src="https://img.shields.io/badge/license-MIT-blue"></a></p>',
            [("mit", "code", "badge")],
        ),
        (
            '<img src="https://img.shields.io/static/v1?label=License&amp;message=MIT&amp;color=blue">',
            [("mit", "code", "badge")],
        ),
        (
            "![](https://badgen.net/badge/license/BSD-3-Clause/blue)",
            [("bsd-3-clause", "code", "badge")],
        ),
        (
            "![CC](https://i.creativecommons.org/l/by-nc/4.0/88x31.png)",
            [("cc-by-nc-4.0", "code", "badge")],
        ),
        (
            "![License: MIT](https://img.shields.io/github/license/acme/router.svg)",
            [("mit", "code", "badge")],
        ),
        ("![License: MIT](docs/screenshot.png)", []),
        ("![License](https://img.shields.io/github/license/acme/router.svg)", []),
        ("![Python](https://img.shields.io/badge/python-3.9-blue.svg)", []),
    ],
)
def test_badges_state_licences(badge: str, expected: list[tuple[str, str, str]]) -> None:
    assert stated(f"# Router\n\n{badge}\n") == expected


def test_front_matter_covers_what_the_card_is_about() -> None:
    model = read("---\nlicense: apache-2.0\npipeline_tag: x\n---\n# Router\n", "README.md")
    data = read("---\nlicense: [cc-by-4.0, mit]\npretty_name: T\n---\n# T\n", "README.md")

    names = ("line", "id", "covers", "card", "card_kind", "stated_in")
    assert rows(model, "licence", *names) == [
        (2, "apache-2.0", "model", "README.md", "model", "metadata")
    ]
    assert rows(data, "licence", *names) == [
        (2, "cc-by-4.0", "data", "README.md", "dataset", "metadata"),
        (2, "mit", "data", "README.md", "dataset", "metadata"),
    ]


def test_other_licences_of_the_front_matter() -> None:
    named = read("---\nlicense: other\nlicense_name: llama3\n---\n# R\n", "model_card.md")
    ours = read("---\nlicense: other\nlicense_name: our-terms\n---\n# R\n", "model_card.md")
    wrong = read("---\nlicense: our terms\n---\n# R\n", "model_card.md")

    assert rows(named, "licence", "id", "raw") == [("llama3", "llama3")]
    assert rows(ours, "licence", "id", "raw") == [("other", "our-terms")]
    assert rows(wrong, "licence", "id", "raw") == [
        ("? it is no licence id of the Hub or SPDX", "our terms")
    ]


def test_a_bold_label_of_a_model_card_covers_the_model() -> None:
    text = (
        "# Model Card\n\n**License** A custom license, at https://llama.meta.com/llama3/license\n"
    )

    assert stated(text, "model_card.md") == [("llama3", "model", "prose")]


def test_documentation_states_no_licence_of_the_repository() -> None:
    assert stated("# Guide\n\n## License\n\nMIT License\n", "docs/README.md") == []
    assert stated("# Notes\n\n## License\n\nMIT License\n", "notes.md") == []


def test_software_in_the_name_of_a_company_is_not_what_is_licensed() -> None:
    sentence = "FernBench is released by Fern Software GmbH under the CC BY 4.0 license."

    assert stated(f"# Dataset Card\n\n{sentence}\n", "dataset_card.md") == [
        ("cc-by-4.0", "data", "prose")
    ]
