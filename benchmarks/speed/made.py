"""Made trees: as many files as wanted, of the kinds and shares that repositories have."""

from __future__ import annotations

from pathlib import Path

_PLAIN = '''"""Helpers of part {n}."""

import os
from dataclasses import dataclass


@dataclass
class Part{n}:
    """Holds what part {n} needs; see `datasets.load_dataset` for where it comes from."""

    name: str = "part-{n}"
    size: int = {n}

    def path(self, root: str) -> str:
        return os.path.join(root, self.name)


def total(parts: list[Part{n}]) -> int:
    return sum(part.size for part in parts if part.name)
'''
_TRAINS = """import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

from helpers.part{before} import Part{before}

NAME = "owner/data-{n}"


def main() -> None:
    data = load_dataset(NAME, split="train")
    model = AutoModelForCausalLM.from_pretrained("owner/model-{n}")
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data)
    trainer.train()
    torch.save(model.state_dict(), Part{before}().path("out"))


main()
"""
_CONFIG = "name: run-{n}\nmodel: owner/model-{n}\ntraining:\n  epochs: 3\n  seed: {n}\n"
_PAGE = (
    "# Part {n}\n\nThis page tells how part {n} is used.\n\n## Usage\n\nRun `python part{n}.py`.\n"
)


def make_tree(root: Path, files: int) -> None:
    """Write a tree of so many files: of ten, seven are programs and one of these trains."""
    for number in range(files):
        match number % 10:
            case 0:
                name, text = f"train/run{number}.py", _TRAINS
            case 1 | 2 | 3 | 4 | 5 | 6:
                name, text = f"helpers/part{number}.py", _PLAIN
            case 7:
                name, text = f"conf/run{number}.yaml", _CONFIG
            case 8:
                name, text = f"docs/part{number}.md", _PAGE
            case _:
                name, text = f"assets/{number}.svg", "<svg/>\n"
        file = root / f"group{number // 1000}" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(n=number, before=max(number - 9, 1)), encoding="utf-8")
