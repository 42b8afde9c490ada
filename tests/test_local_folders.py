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
