"""Settings of training: what calls, recipes and adapters say, under the names of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

from rai_lint.evaluate.numbers import same_value
from rai_lint.model.fact import Fact
from rai_lint.model.value import Plain, Unknown


def settings(tmp_path: Path, files: dict[str, str]) -> list[tuple[object, object, object]]:
    """Return name, value and object of the hyperparameters of files."""
    found = facts(tmp_path, files, "hyperparameter")
    return [(fact.known("name"), _shown(fact), fact.known("object")) for fact in found]


def _shown(fact: Fact) -> object:
    return "?" if isinstance(fact.get("value"), Unknown) else fact.known("value")


def test_arguments_that_the_vocabulary_names(tmp_path: Path) -> None:
    program = """
        import sys
        from transformers import TrainingArguments
        from settings import RATE

        TrainingArguments("out", learning_rate=RATE, num_train_epochs=float(sys.argv[1]),
                          optim="adamw_torch", max_steps=-1, report_to="none", weight_decay=None)
    """

    found = settings(tmp_path, {"train.py": program, "settings.py": "RATE = 2e-5\n"})

    assert found == [
        ("learning_rate", 2e-5, "TrainingArguments"),
        ("epochs", "?", "TrainingArguments"),
        ("optimizer", "adamw", "TrainingArguments"),
    ]


def test_an_optimiser_is_a_setting_itself(tmp_path: Path) -> None:
    program = """
        import torch

        torch.optim.AdamW(model.parameters(), 1e-3, weight_decay=0.01)
    """

    assert settings(tmp_path, {"train.py": program}) == [
        ("optimizer", "adamw", "AdamW"),
        ("learning_rate", 1e-3, "AdamW"),
        ("weight_decay", 0.01, "AdamW"),
    ]


def test_short_names_mean_something_only_in_an_adapter(tmp_path: Path) -> None:
    program = """
        from peft import LoraConfig
        from sklearn.linear_model import ElasticNet

        LoraConfig(r=8, target_modules=["q_proj", "v_proj"])
        ElasticNet(alpha=0.5)
    """

    assert settings(tmp_path, {"train.py": program}) == [
        ("lora_r", 8, "LoraConfig"),
        ("target_modules", ("q_proj", "v_proj"), "LoraConfig"),
    ]


def test_a_recipe_counts_if_it_is_about_training(tmp_path: Path) -> None:
    recipe = """
        training:
          learning_rate: 5e-5
          lr_scheduler_type: cosine
        stages:
          - epochs: 3
    """
    files = {"recipes/sft.yaml": recipe, "server.yaml": "seed: 1\nbatch_size: 4\n"}

    assert settings(tmp_path, files) == [
        ("learning_rate", 5e-5, "sft.yaml"),
        ("lr_scheduler", "cosine", "sft.yaml"),
    ]


def test_what_a_trained_adapter_and_a_checkpoint_say(tmp_path: Path) -> None:
    files = {
        "out/adapter_config.json": '{"peft_type": "LORA", "r": 64, "target_modules": ["q_proj"]}',
        "out/trainer_state.json": (
            '{"epoch": 1.5, "log_history": [{"learning_rate": 0.1}], "num_train_epochs": 3}'
        ),
    }

    assert settings(tmp_path, files) == [
        ("lora_r", 64, "adapter_config.json"),
        ("target_modules", ("q_proj",), "adapter_config.json"),
        ("epochs", 3, "trainer_state.json"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (2e-5, "2e-05", True),
        (3.2e-4, 0.00032, True),
        (0.316, 0.3162, True),
        (3, 6, False),
        (100, 101, False),
        (2e-5, 5e-5, False),
        ("AdamW", "adamw", True),
        (("q_proj", "v_proj"), ("v_proj", "q_proj"), True),
        (("q_proj",), ("q_proj", "v_proj"), False),
        ((0.9, 0.999), (0.999, 0.9), False),
    ],
)
def test_settings_that_are_the_same(one: Plain, other: Plain, same: bool) -> None:
    assert same_value(one, other) is same
