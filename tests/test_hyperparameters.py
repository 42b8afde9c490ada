from __future__ import annotations

import pytest
from documents import read, rows

FIELDS = ("line", "name", "value", "printed")


def stated(text: str, path: str = "model_card.md") -> list[tuple[object, object]]:
    """Return name and value of the hyperparameters of a document."""
    return [
        (name, value)
        for name, value in rows(read(text, path), "card-hyperparameter", "name", "value")
    ]


def test_the_list_that_a_trainer_writes() -> None:
    found = read(
        """
        # Fern

        ## Training procedure

        ### Training hyperparameters

        The following were used:
        - learning_rate: 2e-05
        - train_batch_size: 8
        - seed: 42
        - optimizer: Use adamw_torch_fused with betas=(0.9,0.95) and epsilon=1e-06
        - lr_scheduler_type: cosine
        - lr_scheduler_warmup_ratio: 0.1
        - num_epochs: 3.0
        """
    )

    assert rows(found, "card-hyperparameter", *FIELDS) == [
        (8, "learning_rate", 2e-5, "2e-05"),
        (9, "batch_size", 8, "8"),
        (10, "seed", 42, "42"),
        (11, "optimizer", "adamw", "adamw_torch_fused"),
        (11, "adam_betas", (0.9, 0.95), "(0.9,0.95)"),
        (11, "adam_epsilon", 1e-6, "1e-06"),
        (12, "lr_scheduler", "cosine", "cosine"),
        (13, "warmup_ratio", 0.1, "0.1"),
        (14, "epochs", 3.0, "3.0"),
    ]
    assert set(rows(found, "card-hyperparameter", "card", "card_kind", "stated_in")) == {
        ("model_card.md", "model", "prose")
    }


def test_bold_labels_and_an_adapter() -> None:
    found = stated(
        """
        # Fern

        ## Fine-tuning with LoRA

        - **Rank (r)**: 16
        - **Alpha:** 32
        - **LoRA Dropout**: 5 %
        - **Target Modules**: `q_proj`, `v_proj`
        - **Optimizer**: Paged AdamW 8-bit
        """
    )

    assert found == [
        ("lora_r", 16),
        ("lora_alpha", 32),
        ("lora_dropout", 0.05),
        ("target_modules", ("q_proj", "v_proj")),
        ("optimizer", "adamw_8bit"),
    ]


def test_letters_are_hyperparameters_only_of_an_adapter() -> None:
    assert stated("# Fern\n\n## Training\n\nCorrelation r = 0.8, alpha = 0.05.\n") == []
    assert stated("# Fern\n\n## Training\n\nLoRA with r=8, alpha=16.\n") == [
        ("lora_r", 8),
        ("lora_alpha", 16),
    ]


def test_sentences() -> None:
    found = stated(
        """
        # Fern

        ## How it was trained

        The network was trained for 12 epochs with a batch size of 64, the Adam optimizer
        and a cosine learning rate schedule; the learning
        rate was set to 3 \u00d7 10⁻⁴ with 1,000 warmup steps.
        """
    )

    assert found == [
        ("epochs", 12),
        ("batch_size", 64),
        ("optimizer", "adam"),
        ("lr_scheduler", "cosine"),
        ("learning_rate", 3e-4),
        ("warmup_steps", 1000),
    ]


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ("Learning rate: 1e-5, 2e-5, 3e-5", "several values are stated"),
        ("Learning rate: between warmups", None),
        ("Learning rate: [1e-5, 1e-4]", "several values are stated"),
        ("Learning rate: 1e-5 to 1e-4", "several values are stated"),
        ("Epochs: up to 20", "only a bound is stated"),
        ("Effective batch size: 32 (8 x 4)", "several values are stated"),
        ("trained for 3-5 epochs", "only a range is stated"),
    ],
)
def test_what_states_no_single_value(line: str, because: str | None) -> None:
    found = [value for _, value in stated(f"# Fern\n\n## Training\n\n{line}\n")]

    assert found == ([f"? {because}"] if because else [])


@pytest.mark.parametrize(
    "text",
    [
        "## Usage\n\nTrain with `--learning_rate 2e-5` for 3 epochs.",
        "## Evaluation\n\nWe evaluated with a batch size of 8 and seed 1.",
        "## Training\n\nAt inference a batch size of 1 is used.",
        "## Training\n\nYou can lower the learning rate to 1e-5.",
        "## Search space for training\n\n- learning rate: 0.1",
        "## Training\n\n| Epoch | Training loss |\n|---|---|\n| 1 | 0.9 |\n| 2 | 0.5 |",
        "## Training\n\nThe best checkpoint came from epoch 7 of Python 3.11.",
        "## Training\n\nWithout dropout 0.5 it overfits.",
    ],
)
def test_what_is_no_setting_of_the_training(text: str) -> None:
    assert stated(f"# Fern\n\n{text}\n") == []


def test_tables_name_the_run() -> None:
    found = read(
        """
        # Fern

        ## Training

        | Parameter | Small | Large |
        |---|---|---|
        | Learning rate | 2e-5 | 1e-5 |
        | Epochs | 3 | 5 |

        | Run | Learning rate | Max depth | Notes |
        |---|---|---|---|
        | a | 0.1 | 4 | 7 epochs |
        """
    )

    assert rows(found, "card-hyperparameter", "line", "name", "value", "run", "stated_in") == [
        (7, "learning_rate", 2e-5, "Small", "table"),
        (7, "learning_rate", 1e-5, "Large", "table"),
        (8, "epochs", 3, "Small", "table"),
        (8, "epochs", 5, "Large", "table"),
        (12, "learning_rate", 0.1, "a", "table"),
        (12, "max_depth", 4, "a", "table"),
    ]


def test_a_table_of_details_holds_only_names_with_no_other_use() -> None:
    found = stated(
        """
        # Fern

        ## Model Details

        | Attribute | Value |
        |---|---|
        | Seed | 1 |
        | LoRA Rank | r=16, \u03b1=32 |
        | Number of trees | 500 |
        """
    )

    assert found == [("lora_r", 16), ("lora_alpha", 32)]


def test_code_under_training_in_a_card() -> None:
    text = """
        # Fern

        ## Training Procedure

        ```python
        TrainingArguments(
            num_train_epochs = 4,  # not 5 epochs
            learning_rate=5e-5,
            optim="adamw_torch",
        )
        ```
        """

    assert rows(read(text), "card-hyperparameter", "line", "name", "value", "stated_in") == [
        (7, "epochs", 4, "code"),
        (8, "learning_rate", 5e-5, "code"),
        (9, "optimizer", "adamw", "code"),
    ]
    assert stated(text, "README.md") == []


def test_a_readme_that_is_no_card() -> None:
    found = read("# Fern\n\n## Training\n\nTrained for 3 epochs.\n", "README.md")

    assert rows(found, "card-hyperparameter", "name", "value", "card", "card_kind") == [
        ("epochs", 3, None, None)
    ]


def test_other_languages() -> None:
    assert stated("# 模型卡\n\n## 训练参数\n\n- 学习率: 1e-4\n- 批次大小\uff1a16\n") == [
        ("learning_rate", 1e-4),
        ("batch_size", 16),
    ]
    assert stated("# Karte\n\n## Trainingsdetails\n\n- Lernrate: 0,001\n- Epochen: 4\n") == [
        ("learning_rate", 0.001),
        ("epochs", 4),
    ]


def test_a_batch_of_one_device_is_not_the_whole_batch() -> None:
    text = "# Fern\n\n## Training\n\nA batch size of 16 per GPU; effective batch size: 64.\n"

    assert stated(text) == [("per_device_batch_size", 16), ("effective_batch_size", 64)]


@pytest.mark.parametrize(
    "text",
    [
        "Does it train with a batch size of 64?",
        "TODO: learning_rate: 3e-5",
        "We could train with learning_rate: 3e-5 next.",
        'You need to provide `optim="adafactor"` to save memory.',
        "On peut essayer learning_rate: 3e-5.",
        "Man kann auch learning_rate: 3e-5 versuchen.",
        "To save memory one can experiment with:\n\n- optimizer: Adafactor",
    ],
)
def test_advice_and_questions_state_nothing(text: str) -> None:
    assert stated(f"# Fern\n\n## Training\n\n{text}\n") == []


def test_sections_of_questions_and_tips_state_nothing() -> None:
    for heading in ("TODO", "Questions", "Tips for training", "Astuces"):
        assert stated(f"# Fern\n\n## {heading}\n\n- learning_rate: 3e-5\n") == []
