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


def switch(tmp_path: Path, test: str, files: dict[str, str]) -> object:
    everything = {"a.py": PROGRAM.format(test=test), **files}
    (found,) = facts(tmp_path, everything, "model-publish")
    return found.known("switch")


@pytest.mark.parametrize("files", [{}, {"run.sh": "python a.py --epochs 3\n"}])
def test_a_switch_that_nothing_sets_is_named(tmp_path: Path, files: dict[str, str]) -> None:
    assert switch(tmp_path, "settings.push_to_hub", files) == "push_to_hub"


@pytest.mark.parametrize(
    ("test", "files"),
    [
        ("settings.push_to_hub", {"run.sh": "python a.py --push_to_hub\n"}),
        ("not settings.push_to_hub", {}),
        ("settings.is_main", {}),
        ("main", {}),
        ("upload", {"b.py": "import torch\nupload = rank() == 0\n"}),
    ],
)
def test_what_somebody_sets_or_is_no_switch_is_none(
    tmp_path: Path, test: str, files: dict[str, str]
) -> None:
    assert switch(tmp_path, test, files) is None


@pytest.mark.parametrize("run", ["{}.py", "-m {}", "-m tools.{}"])
def test_an_option_is_set_by_commands_of_its_own_program(tmp_path: Path, run: str) -> None:
    option = (
        "import argparse\nimport wandb\nwandb.init(project='x')\n"
        "parser = argparse.ArgumentParser()\nparser.add_argument('--upload')\n"
    )
    files = {"b.py": option, "run.sh": f"python {run.format('b')} --upload me/rows\n"}
    assert switch(tmp_path, "settings.upload", files) == "upload"
    own = {"c.sh": f"python {run.format('a')} --upload x\n"}
    assert switch(tmp_path, "settings.upload", files | own) is None


ENTRIES = """
    import yaml
    from transformers import AutoModel

    model = AutoModel.from_pretrained("acme/base")
    settings = yaml.safe_load(open("run.yaml"))
    push = settings.get("push_to_hub")
    {test}
        model.push_to_hub("acme/router")
    """


@pytest.mark.parametrize(
    "test",
    [
        'if settings["push_to_hub"]:',
        'if settings["hub"]["push_to_hub"]:',
        'if settings.get("push_to_hub", False):',
        'if bool(settings.get("push_to_hub")):',
        'if getattr(settings, "push_to_hub", False):',
        "if push:",
    ],
)
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"run.yaml": "hub:\n  push_to_hub: false\n"}, False),
        ({"run.yaml": "hub:\n  push_to_hub: true\n"}, True),
        ({"b.py": "import torch\nSETTINGS = {'hub': {'push_to_hub': False}}\n"}, False),
        ({"b.py": "import torch\nSETTINGS = {'hub': {'push_to_hub': True}}\n"}, True),
        (OFF | {"b.py": "import torch\nsettings['push_to_hub'] = True\n"}, True),
    ],
)
def test_a_switch_may_be_an_entry_of_the_settings(
    tmp_path: Path, test: str, files: dict[str, str], *, expected: bool
) -> None:
    everything = {"a.py": ENTRIES.format(test=test), **files}
    assert bool(facts(tmp_path, everything, "model-publish")) is expected


def test_a_variable_with_several_meanings_is_no_entry(tmp_path: Path) -> None:
    text = ENTRIES.format(test="push = push or True\n    if push:")
    assert facts(tmp_path, {"a.py": text, **OFF}, "model-publish")
