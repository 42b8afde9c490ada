"""Text that no parser takes: encodings that are none, half characters, numbers without an end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import rai_lint

LOADS = 'import torch\n\ntorch.load("a.pt", weights_only=False)\n'


def checked(root: Path, name: str, content: bytes) -> tuple[int, list[str], set[str]]:
    """Return the exit code, why the file was not read, and where the load is found."""
    (root / name).write_bytes(content)
    (root / "other.py").write_text(LOADS, encoding="utf-8")
    ran = rai_lint("check", ".", "--no-cache", "--format", "json", "--select", "SEC001", cwd=root)
    report = json.loads(ran.stdout)
    places = {each["path"] for found in report["findings"] for each in found["locations"]}
    because = [each["because"] for each in report["skipped"] if each["path"] == name]
    return ran.returncode, because, places


@pytest.mark.parametrize(
    ("coding", "because"),
    [
        ("undefined", "its encoding cannot be read"),
        ("punycode", "is for names of hosts"),
        ("unicode_escape", "half characters"),
        ("rot13", "its encoding cannot be read"),
    ],
)
def test_a_program_that_cannot_be_decoded_costs_itself(
    tmp_path: Path, coding: str, because: str
) -> None:
    program = f'# coding: {coding}\nx = "\\ud800"\n'.encode()

    code, reasons, places = checked(tmp_path, "a.py", program)

    assert (code, places) == (0, {"other.py"})
    assert len(reasons) == 1
    assert because in reasons[0]


def test_half_a_character_in_a_cell_hides_nothing(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": f"x = '\ud800\0'\n{LOADS}", "outputs": []}
    notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}).encode()

    assert checked(tmp_path, "a.ipynb", notebook) == (0, [], {"a.ipynb", "other.py"})


def test_a_number_of_thousands_of_digits_is_no_notebook(tmp_path: Path) -> None:
    code, reasons, places = checked(tmp_path, "a.ipynb", b'{"cells": [' + b"9" * 5000 + b"]}")

    assert (code, places) == (0, {"other.py"})
    assert reasons
