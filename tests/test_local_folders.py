from __future__ import annotations

from pathlib import Path

import pytest
from tree import facts

PROGRAM = """
    from transformers import AutoModel

    AutoModel.from_pretrained("{name}")
    """


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("acme/best-model", "local"),
        ("best-model", "local"),
        ("acme/other-model", "hub"),
        ("gpt2", "hub"),
    ],
)
def test_a_folder_of_the_repository_is_no_hub(tmp_path: Path, name: str, origin: str) -> None:
    files = {
        "acme/best-model/config.json": "{}",
        "gpt2/train.py": "import torch\n",
        "acme/use.py": PROGRAM.format(name=name),
    }
    (found,) = facts(tmp_path, files, "model-load")
    assert found.known("origin") == origin


@pytest.mark.parametrize(
    ("files", "origin"),
    [
        ({".gitignore": "/base5\n"}, "local"),
        ({".gitignore": "# base5\n!base5\nbase*\n"}, "hub"),
        ({"README.md": "# T\n\n    tar -zxf weights.tar.gz  # base5/\n"}, "local"),
        ({"README.md": "# T\n\n    git clone https://example.org/acme/base5\n"}, "local"),
        ({"README.md": "# T\n\n    hf download acme/base --local-dir base5\n"}, "local"),
        ({"README.md": "# T\n\nWe start from base5.\n\n    tar -xf base50.tar\n"}, "hub"),
    ],
)
def test_a_folder_that_the_repository_speaks_of_is_no_hub(
    tmp_path: Path, files: dict[str, str], origin: str
) -> None:
    program = {"use.py": PROGRAM.format(name="base5")}
    (found,) = facts(tmp_path, {**program, **files}, "model-load")
    assert found.known("origin") == origin
