"""Publishing behind a switch: whether anything in the repository switches it on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

PROGRAM = """
    from transformers import HfArgumentParser, Trainer, TrainingArguments

    settings = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()[0]
    trainer = Trainer(model=model, args=settings)
    if {test}:
        trainer.push_to_hub()
    """
OFF = {"run.yaml": "push_to_hub: false\n"}


def published(tmp_path: Path, test: str, files: dict[str, str]) -> bool:
    everything = {"a.py": PROGRAM.format(test=test), **files}
    return bool(facts(tmp_path, everything, "model-publish"))


@pytest.mark.parametrize("test", ["settings.push_to_hub", "settings.push_to_hub is True"])
def test_what_every_setting_leaves_off_is_not_published(tmp_path: Path, test: str) -> None:
    assert not published(tmp_path, test, OFF)


@pytest.mark.parametrize(
    "files",
    [
        {},
        OFF | {"release.yaml": "push_to_hub: true\n"},
        OFF | {"run.sh": "python a.py --push_to_hub\n"},
        OFF | {"run.sh": "python a.py --push-to-hub True\n"},
        OFF | {"README.md": "# Run\n\n    python a.py run.yaml --push_to_hub=true\n"},
        OFF | {"b.py": "import transformers\nfit(push_to_hub=True)\n"},
        OFF | {"b.py": "import transformers\nclass Settings:\n    push_to_hub: bool = True\n"},
    ],
)
def test_one_that_may_switch_it_on_is_enough(tmp_path: Path, files: dict[str, str]) -> None:
    assert published(tmp_path, "settings.push_to_hub", files)


@pytest.mark.parametrize("test", ["not settings.push_to_hub", "settings.done"])
def test_other_tests_switch_nothing(tmp_path: Path, test: str) -> None:
    assert published(tmp_path, test, OFF)


def test_a_command_may_say_that_it_is_off(tmp_path: Path) -> None:
    files = {"run.sh": "python a.py --push_to_hub False\n"}
    assert not published(tmp_path, "settings.push_to_hub", files)
