# ruff: noqa: E501 - tables with one case to a line
from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rulefiles import VOCABULARY, compiled, fact, rule_text, write_pack

from rai_lint.errors import PackError
from rai_lint.evaluate.stage import evaluate
from rai_lint.evaluate.trace import trace
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.outcome import Outcome
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place, Skipped
from rai_lint.model.value import Plain, Unknown
from rai_lint.packs.exampledocs import load_examples
from rai_lint.packs.store import load_pack
from rai_lint.testing import run_examples, write_files


def check(
    root: Path, rules: Sequence[Rule], knowledge: Knowledge, profile: str
) -> tuple[Outcome, ...]:
    """Stand in for the pipeline: every line `load ID` of a file is a dataset load."""
    facts: list[Fact] = []
    for path in sorted(root.rglob("*")):
        for number, line in enumerate(path.read_text().splitlines() if path.is_file() else (), 1):
            word, _, name = line.partition(" ")
            value: Plain = Unknown(name, "no default") if name.startswith("?") else name
            if word == "load":
                place = path.relative_to(root).as_posix()
                facts.append(fact("dataset-load", place, number, id=value))
    return evaluate(rules, facts, (), (), (), knowledge, profile)


def example(text: str, **expected: Plain) -> dict[str, Plain]:
    named = {key.replace("_", "-"): value for key, value in expected.items()}
    return {"title": text, "files": {"a/b.txt": text}, **named}


SPOT = {"path": "a/b.txt", "line": 1}
GOOD = [
    example("load imdb", expect=[{**SPOT, "severity": "warning", "subject": "imdb"}]),
    example("load x\nload imdb\nload IMDB", expect=[{**SPOT, "line": 2}]),
    example("load squad", expect=[]),
    example("load ?name", expect_unknown=[SPOT]),
]


def results(folder: Path, *extra: Plain, **changes: Plain) -> list[tuple[str, tuple[str, ...]]]:
    """Return the examples that differ, with their difference."""
    rule = rule_text(
        examples=[*GOOD, *extra], group_by="id", where={"id": {"in": ["imdb"]}}, **changes
    )
    write_pack(folder, {"dat/rule.yaml": rule})
    return [
        (each.example.title, each.difference)
        for each in run_examples(folder, check)
        if not each.passed
    ]


def test_examples_that_say_what_the_rule_says_pass(tmp_path: Path) -> None:
    assert results(tmp_path) == []


@pytest.mark.parametrize(
    ("added", "difference"),
    [
        (example("load imdb", expect=[]),
         ("+ finding at a/b.txt:1 warning imdb: `imdb` is not declared.",)),
        (example("load squad", expect=[SPOT]),
         ("- finding at a/b.txt:1",
          "  not-applicable: no dataset load that the rule is about")),
        (example("load imdb", expect=[{**SPOT, "line": 2}]),
         ("- finding at a/b.txt:2", "+ finding at a/b.txt:1 warning imdb: `imdb` is not declared.")),
        (example("load imdb", expect=[{**SPOT, "severity": "error"}]),
         ("- finding at a/b.txt:1 error",
          "+ finding at a/b.txt:1 warning imdb: `imdb` is not declared.")),
        (example("load imdb", expect=[{**SPOT, "subject": "squad"}]),
         ("- finding at a/b.txt:1 squad",
          "+ finding at a/b.txt:1 warning imdb: `imdb` is not declared.")),
        (example("load imdb", expect=[{**SPOT, "cell": 0}]),
         ("- finding at a/b.txt cell 0:1",
          "+ finding at a/b.txt:1 warning imdb: `imdb` is not declared.")),
        (example("load imdb", expect=[SPOT, SPOT]), ("- finding at a/b.txt:1",)),
        (example("load ?name", expect=[]), ("+ unknown at a/b.txt:1: `?name`: no default",)),
        (example("load imdb", expect_unknown=[SPOT]),
         ("+ finding at a/b.txt:1 warning imdb: `imdb` is not declared.",
          "- unknown at a/b.txt:1")),
    ],
)  # fmt: skip
def test_a_difference_is_shown_line_by_line(
    tmp_path: Path, added: dict[str, Plain], difference: tuple[str, ...]
) -> None:
    assert results(tmp_path, added) == [(added["title"], difference)]


def test_precise_expectations_choose_before_vague_ones(tmp_path: Path) -> None:
    both = example("load imdb", expect=[{"path": "a/b.txt"}, {"path": "c.txt", "subject": "imdb"}])
    both["files"] = {"a/b.txt": "load imdb", "c.txt": "load imdb"}

    assert results(tmp_path, both) == [
        ("load imdb", ("- finding at c.txt imdb",)),
    ]


def test_only_some_rules_are_run_by_id_or_name(tmp_path: Path) -> None:
    files = {
        "dat/a.yaml": rule_text(examples=GOOD, group_by="id"),
        "dat/b.yaml": rule_text(id="DAT002", name="other", examples=GOOD, group_by="id"),
    }
    write_pack(tmp_path, files)

    def rules(*only: str) -> set[str]:
        return {each.rule.id for each in run_examples(tmp_path, check, only)}

    assert rules() == {"DAT001", "DAT002"}
    assert rules("DAT002") == rules("other") == {"DAT002"}


def test_the_rules_of_another_pack_may_use_the_vocabularies_of_the_first(tmp_path: Path) -> None:
    base = load_pack(write_pack(tmp_path / "base", VOCABULARY), None)
    rule = rule_text(
        examples=GOOD, group_by="id", where={"id": {"same-dataset": "stanfordnlp/imdb"}}
    )
    folder = write_pack(tmp_path / "acme", {"own/rule.yaml": rule})

    assert all(each.passed for each in run_examples(folder, check, base=base))


def test_files_of_an_example_are_text_json_base64_or_notebooks(tmp_path: Path) -> None:
    added = {
        "title": "files",
        "files": {
            "a.json": {"json": {"b": [1, None]}},
            "b.bin": {"base64": base64.b64encode(b"\xff\x00").decode()},
            "c.ipynb": {"notebook": ["x = 1\ny = 2", {"markdown": "# Title"}]},
            "d.md": "ä\n",
        },
        "expect": [],
    }
    write_pack(tmp_path, {"dat/rule.yaml": rule_text(examples=[*GOOD, added])})
    files = load_examples(tmp_path)["DAT001"][-1].files

    assert json.loads(files["a.json"]) == {"b": [1, None]}
    assert files["b.bin"] == b"\xff\x00"
    assert files["d.md"] == "ä\n".encode()
    cells = json.loads(files["c.ipynb"])["cells"]
    assert [(cell["cell_type"], cell["source"]) for cell in cells] == [
        ("code", ["x = 1\n", "y = 2"]),
        ("markdown", ["# Title"]),
    ]


def test_a_file_that_is_not_base64_is_a_problem_at_its_line(tmp_path: Path) -> None:
    added = {"title": "x", "files": {"a": {"base64": "%%"}}, "expect": []}
    write_pack(tmp_path, {"dat/rule.yaml": rule_text(examples=[*GOOD, added])})

    with pytest.raises(PackError, match=r"rule\.yaml:\d+:\d+: not base64: "):
        load_examples(tmp_path)


def test_an_example_knows_where_it_is_written(tmp_path: Path) -> None:
    write_pack(tmp_path, {"dat/rule.yaml": rule_text(examples=GOOD)})
    lines = (tmp_path / "dat/rule.yaml").read_text().splitlines()
    second = load_examples(tmp_path)["DAT001"][1]

    assert second.path == f"{tmp_path.name}/dat/rule.yaml"
    assert lines[second.line - 1].startswith("- title: 'load x")


def test_files_are_written_into_folders_of_the_example(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/b/c.txt": b"1", "d.txt": b"2"})

    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "d.txt"]


def test_a_trace_says_which_clause_held_and_which_did_not(tmp_path: Path) -> None:
    rule, knowledge = compiled(
        tmp_path,
        where={"origin": {"in": ["hub", "url"]}},
        when=[{"exists": "model-card", "as": "card"}],
        unless=[
            {
                "exists": "card-dataset",
                "where": {"id": {"same-dataset": "$id"}, "card": "$card.path"},
            },
            {"test": {"split": {"known": True}}},
        ],
    )
    facts = [
        fact("dataset-load", line=3, id="imdb", origin="hub"),
        fact("model-card", "README.md", id="m"),
        fact("card-dataset", "README.md", 4, id="squad", card="README.md"),
        fact("card-dataset", "README.md", 5, id="imdb", card="other.md"),
    ]
    skipped = [Skipped("notes.md", "too large", "markdown")]

    assert trace(rule, facts, (), skipped, (), knowledge) == (
        "DAT001 dataset-load imdb at train.py:3\n"
        "  where\n"
        "    true  origin in hub, url  [hub]\n"
        "  when\n"
        "    true  exists model-card as card\n"
        "      README.md:1  true\n"
        "  unless\n"
        "    unknown  exists card-dataset  (notes.md was not read: too large)\n"
        "      README.md:4  false  id same-dataset $id  [squad]\n"
        "      README.md:5  false  card is $card.path  [other.md]\n"
        "    false  test split known True\n"
        "  = unknown: notes.md was not read: too large"
    )


def test_a_trace_of_a_rule_that_does_not_apply_says_why(tmp_path: Path) -> None:
    rule, knowledge = compiled(tmp_path, applies_to=["trains"])

    assert trace(rule, [], (), (), (), knowledge) == (
        "DAT001: not applicable: the repository plays none of these roles: trains"
    )
    assert (
        trace(rule, [], ("trains",), (), (), knowledge) == "DAT001: not applicable: no dataset-load"
    )


def test_the_place_of_a_cell_is_compared(tmp_path: Path) -> None:
    def cells(
        root: Path, rules: Sequence[Rule], knowledge: Knowledge, profile: str
    ) -> tuple[Outcome, ...]:
        place = Place("n.ipynb", 2, cell=3)
        found = Fact(kind="dataset-load", place=place)
        return evaluate(
            rules, [found] if (root / "n.ipynb").exists() else [], (), (), (), knowledge, profile
        )

    notebook = {"title": "n", "files": {"n.ipynb": {"notebook": ["x"]}}}
    right = {**notebook, "expect": [{"path": "n.ipynb", "cell": 3, "line": 2}]}
    wrong = {**notebook, "expect": [{"path": "n.ipynb", "cell": 2, "line": 2}]}
    silent = [{"title": "s", "files": {"a": ""}, "expect": []}] * 2
    write_pack(tmp_path, {"d/r.yaml": rule_text(message="x", examples=[right, wrong, *silent])})

    passed = [each.passed for each in run_examples(tmp_path, cells)]

    assert passed == [True, False, True, True]


def test_an_example_says_which_profile_is_in_use(tmp_path: Path) -> None:
    write_pack(tmp_path, {"profiles/strict.yaml": "name: careful\ntitle: Careful\nselect: [DAT]\n"})
    asked = {**example("load imdb", expect=[SPOT]), "profile": "careful"}
    wrong = {**example("load imdb\n# strict", expect=[SPOT]), "profile": "strict"}
    none = example("load imdb\n# none", expect=[])
    rule = rule_text(when=[{"profile": "careful"}], examples=[asked, wrong, none, none])
    write_pack(tmp_path, {"dat/rule.yaml": rule})

    found = [each.difference for each in run_examples(tmp_path, check)]

    assert found == [
        (),
        ("- finding at a/b.txt:1", "  not-applicable: the profile in use is not careful"),
        (),
        (),
    ]


def test_a_trace_shows_the_profile_that_is_asked_for(tmp_path: Path) -> None:
    rule, knowledge = compiled(tmp_path, when=[{"profile": "strict"}])
    facts = [fact("dataset-load", "a.py", 1, id="imdb")]

    assert "    true  profile strict\n" in trace(rule, facts, (), (), (), knowledge, "strict")
    assert "    false  profile strict\n" in trace(rule, facts, (), (), (), knowledge, "basic")
