"""Units: every file belongs to the nearest folder upward that owns a card or a manifest."""

from __future__ import annotations

import pytest

from rai_lint.link.units import owners, unit_of
from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Scope, Source


def card(path: str, kind: str = "model-card", scope: Scope = "source") -> Fact:
    return Fact(kind=kind, place=Place(path), scope=scope)


def source(path: str) -> Source:
    return Source(path, "python" if path.endswith(".py") else "config", "source")


def test_a_repository_without_cards_and_manifests_is_one_unit() -> None:
    assert owners([source("src/train.py"), source("README.md")], []) == {"."}


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.txt", "MLproject", "dvc.yaml"])
def test_a_manifest_makes_its_folder_a_unit(name: str) -> None:
    found = owners([source(f"projects/whisper/{name}"), source("train.py")], [])

    assert found == {".", "projects/whisper"}


@pytest.mark.parametrize("kind", ["model-card", "dataset-card", "datasheet", "croissant"])
def test_a_card_makes_its_folder_a_unit(kind: str) -> None:
    assert owners([], [card("models/whisper/README.md", kind)]) == {".", "models/whisper"}


def test_the_card_of_a_saved_model_speaks_for_the_code_above_it() -> None:
    found = owners([source("whisper/train.py")], [card("whisper/out/checkpoint/README.md")])

    assert found == {".", "whisper"}


def test_other_facts_make_no_unit() -> None:
    assert owners([], [card("models/whisper/train.py", "model-train")]) == {"."}


@pytest.mark.parametrize("scope", ["test", "vendored"])
def test_cards_of_tests_and_vendored_code_make_no_unit(scope: Scope) -> None:
    assert owners([], [card("fixtures/README.md", scope=scope)]) == {"."}


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("docs/model_card.md", "."),
        ("whisper/docs/card.md", "whisper"),
        ("whisper/Docs/cards/card.md", "whisper"),
        ("data/README.md", "."),
    ],
)
def test_a_card_on_a_shelf_speaks_of_the_folder_around_it(path: str, unit: str) -> None:
    assert owners([], [card(path)]) == {".", unit}


def test_a_manifest_on_a_shelf_speaks_of_the_folder_around_it() -> None:
    assert owners([source("whisper/docker/requirements.txt")], []) == {".", "whisper"}


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("train.py", "."),
        ("projects/train.py", "."),
        ("projects/whisper/train.py", "projects/whisper"),
        ("projects/whisper/src/a/b.py", "projects/whisper"),
        ("projects/whisper-2/train.py", "."),
    ],
)
def test_a_file_belongs_to_the_nearest_unit_upward(path: str, unit: str) -> None:
    assert unit_of(path, frozenset({".", "projects/whisper"})) == unit
