from __future__ import annotations

import textwrap
from itertools import pairwise

import pytest

from rai_lint.extract.front_matter import (
    MAX_ENTRIES,
    FrontMatter,
    entries,
    read_front_matter,
    strings,
    text_at,
)


def front(text: str) -> FrontMatter:
    found = read_front_matter(textwrap.dedent(text).lstrip("\n"))
    assert found is not None
    return found


def test_every_value_has_its_path_and_line() -> None:
    found = front(
        """
        ---
        license: mit
        datasets:
        - imdb
        - stanfordnlp/sst2
        model-index:
        - name: router
          results:
          - task: {type: text-classification}
        ---
        # Title
        """
    )

    assert (found.line, found.end_line, found.problem) == (1, 10, "")
    assert [(entry.path, entry.line) for entry in entries(found)] == [
        ("license", 2),
        ("datasets", 3),
        ("datasets.0", 4),
        ("datasets.1", 5),
        ("model-index", 6),
        ("model-index.0", 7),
        ("model-index.0.name", 7),
        ("model-index.0.results", 8),
        ("model-index.0.results.0", 9),
        ("model-index.0.results.0.task", 9),
        ("model-index.0.results.0.task.type", 9),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\n# A Card\n\nNever closed.\n",
        "---\n# A Card\n\nProse: yes.\n\n---\n\nMore.\n",
        "---\nA sentence about the model.\n\n---\n",
        "# Title\n\n---\nlicense: mit\n---\n",
        "license: mit\n",
        "----\nlicense: mit\n----\n",
        "",
    ],
)
def test_a_thematic_break_is_no_front_matter(text: str) -> None:
    assert read_front_matter(text) is None


def test_blank_lines_and_windows_lines_may_come_before() -> None:
    found = read_front_matter("\ufeff\r\n---\r\nlicense: mit\r\n---\r\n# Title\r\n")

    assert found is not None
    assert (found.line, found.end_line, found.keys) == (2, 4, ("license",))
    assert [entry.line for entry in entries(found)] == [3]


def test_what_does_not_parse_is_front_matter_with_a_problem() -> None:
    found = front("---\nlicense: [mit\ntags: a\n---\n")

    assert found.tree is None
    assert found.problem.startswith("not YAML at ")


def test_tags_construct_nothing() -> None:
    found = front('---\nlicense: !!python/object/apply:os.system ["true"]\ntags: !x y\n---\n')

    assert text_at(found.tree, "tags") == "y"
    assert [entry.path for entry in entries(found)] == ["license", "license.0", "tags"]


def test_aliases_cannot_multiply_without_end() -> None:
    bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    names = "abcdefghij"
    for last, name in pairwise(names):
        bomb.append(f"{name}: &{name} [{', '.join([f'*{last}'] * 10)}]")
    found = read_front_matter("\n".join(["---", *bomb, "---"]))

    assert found is not None
    assert "more than" in found.problem


def test_the_number_of_entries_is_bounded() -> None:
    keys = "\n".join(f"key{number}: {number}" for number in range(MAX_ENTRIES + 10))
    found = read_front_matter(f"---\n{keys}\n---\n")

    assert found is not None
    assert sum(1 for _ in entries(found)) == MAX_ENTRIES


def test_norwegian_is_a_language() -> None:
    found = front("---\nlanguage: [en, no]\nlanguages: no\n---\n")

    assert [item.value for item in strings(found.get("language"))] == ["en", "no"]
    assert [item.value for item in strings(found.get("languages"))] == ["no"]
