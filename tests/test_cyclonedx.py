"""The AI bill of materials: what it lists, how it is known, and that it is valid."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rai_lint.cli import cli
from rai_lint.errors import UserError
from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Skipped
from rai_lint.model.value import Known, Unknown
from rai_lint.report.cyclonedx import render_cyclonedx

CARD = {"card": Known("README.md"), "card_kind": Known("model")}


def fact(kind: str, path: str = "train.py", line: int = 1, **fields: Any) -> Fact:
    values = {
        name: value if isinstance(value, (Known, Unknown)) else Known(value)
        for name, value in fields.items()
    }
    return Fact(kind=kind, place=Place(path, line), fields=values)


FACTS = (
    fact("model-load", line=3, id="bert-base", revision="a" * 40),
    fact("dataset-load", line=5, id="imdb"),
    fact("dataset-load", line=6, id=Unknown("args.data", "no default"), revision="main"),
    fact("model-train", line=9, model="bert-base", dataset="imdb"),
    fact("model-card", "README.md", 1, id="Reviews"),
    fact("card-dataset", "README.md", 4, id="imdb", role="training", **CARD),
    fact(
        "card-metric", "README.md", 7, name="f1", value=0.91, printed="91 %", split="test", **CARD
    ),
    fact("result-file", "results.json", 2, name="f1", value=0.9),
    fact("licence", "LICENSE", 1, id="apache-2.0", covers="code"),
    fact("licence", "README.md", 2, id="my-own-terms", covers="model", **CARD),
)


def written(*facts: Fact, skipped: tuple[Skipped, ...] = ()) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_cyclonedx(facts, skipped, "reviews", "0.1.0"))
    return document


def component(document: dict[str, Any], reference: str) -> dict[str, Any]:
    return next(each for each in document["components"] if each["bom-ref"] == reference)


def said(entry: dict[str, Any], name: str) -> list[str]:
    return [each["value"] for each in entry["properties"] if each["name"] == f"rai-lint:{name}"]


def test_what_is_declared_observed_and_unknown() -> None:
    document = written(*FACTS)
    assert said(component(document, "dataset:imdb"), "state") == ["declared", "observed"]
    assert said(component(document, "model:bert-base"), "state") == ["observed"]
    unknown = component(document, "dataset:args.data")
    assert said(unknown, "state") == ["unknown"]
    assert said(unknown, "because") == ["no default"]


def test_revisions_are_told_or_said_to_be_missing() -> None:
    document = written(*FACTS)
    assert component(document, "model:bert-base")["version"] == "a" * 40
    assert said(component(document, "dataset:imdb"), "revision") == ["not stated"]


def test_each_place_is_an_occurrence() -> None:
    found = component(written(*FACTS), "dataset:imdb")["evidence"]["occurrences"]
    places = sorted((each["location"], each["line"]) for each in found)
    assert places == [("README.md", 4), ("train.py", 5)]


def test_the_model_made_here_has_its_data_and_its_numbers() -> None:
    document = written(*FACTS)
    own = component(document, "made-here:1")
    assert own["name"] == "Reviews"
    assert own["licenses"] == [{"license": {"name": "my-own-terms"}}]
    card = own["modelCard"]
    assert card["modelParameters"]["datasets"] == [{"ref": "dataset:imdb"}]
    assert card["quantitativeAnalysis"]["performanceMetrics"] == [
        {"type": "f1", "value": "91 %", "slice": "test"},
        {"type": "f1", "value": "0.9"},
    ]
    edges = {each["ref"]: each.get("dependsOn", []) for each in document["dependencies"]}
    assert edges["made-here:1"] == ["dataset:imdb", "model:bert-base"]
    assert edges["repository"] == ["made-here:1"]


def test_a_training_without_a_card_is_listed_too() -> None:
    own = component(written(FACTS[0], FACTS[3]), "made-here:1")
    assert own["name"] == "the model of reviews"
    assert said(own, "state") == ["observed"]


def test_licences_of_the_code_are_those_of_the_repository() -> None:
    root = written(*FACTS)["metadata"]["component"]
    assert root["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert said(root, "licence") == [
        "apache-2.0 (code, LICENSE:1)",
        "my-own-terms (model, README.md:2)",
    ]


def test_what_was_not_looked_at_is_in_it() -> None:
    root = written(skipped=(Skipped("a.py", "not UTF-8"),))["metadata"]["component"]
    assert said(root, "not-looked-at") == ["a.py: not UTF-8"]


def test_tests_and_denials_are_left_out() -> None:
    test = Fact(kind="dataset-load", place=Place("t.py"), fields={"id": Known("x")}, scope="test")
    denied = fact("card-dataset", "README.md", 2, id="y", negated=True, **CARD)
    assert "components" not in written(test, denied)


def test_the_same_facts_give_the_same_bytes() -> None:
    texts = {render_cyclonedx(FACTS, (), "reviews", "0.1.0") for _ in range(12)}
    assert len(texts) == 1
    assert "serialNumber" not in texts.pop()


def test_names_of_strangers_are_text() -> None:
    hostile = "\x1b[31m\u202e \x00\udc80"
    document = written(
        fact("model-load", hostile, 3, id=hostile, provider=hostile, revision=hostile),
        fact("licence", hostile, 1, id=hostile, covers="code"),
        skipped=(Skipped(hostile, hostile),),
    )
    assert document["components"][0]["name"] == r"\x1b[31m\u202e \x00\udc80"


def test_without_the_library_the_user_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cyclonedx.output.json", None)
    with pytest.raises(UserError, match=r"rai-lint\[cyclonedx\]"):
        render_cyclonedx(FACTS, (), "reviews", "0.1.0")


def test_the_command_writes_it(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text('from datasets import load_dataset\nload_dataset("imdb")\n')
    out = tmp_path / "bom.json"
    arguments = ["inventory", str(tmp_path), "--format", "cyclonedx", "--output", str(out)]
    CliRunner().invoke(cli, [*arguments, "--no-progress", "--no-cache"], catch_exceptions=False)
    document = json.loads(out.read_text())
    assert document["specVersion"] == "1.6"
    assert component(document, "dataset:imdb")["type"] == "data"
