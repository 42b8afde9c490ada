from __future__ import annotations

from pathlib import Path

from tree import facts

CARD = "# Model card: ferns\n\n## Limitations\n\nBlurred leaves are mistaken for moss.\n"
KEYS = '{"name": "ferns", "limitations": "Blurred.", "training_data": "Photographs.", "metrics": 1}'


def cards(tmp_path: Path, name: str) -> list[str]:
    files = {"cards/fern_model_card.md": CARD, name: KEYS}
    return [fact.place.path for fact in facts(tmp_path, files, "model-card")]


def test_a_card_in_keys_beside_the_same_in_words_is_one_card(tmp_path: Path) -> None:
    assert cards(tmp_path, "cards/fern_model_card.json") == ["cards/fern_model_card.md"]


def test_an_addition_to_the_name_makes_no_other_card(tmp_path: Path) -> None:
    assert cards(tmp_path, "cards/fern_model_card_metadata.json") == ["cards/fern_model_card.md"]


def test_a_card_of_another_name_is_another_card(tmp_path: Path) -> None:
    assert len(cards(tmp_path, "cards/moss_model_card.json")) == 2
    assert len(cards(tmp_path / "b", "fern_model_card.json")) == 2
