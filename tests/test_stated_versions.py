"""Versions that documents state, versions that environments have, and whether they agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from documents import read, rows
from tree import facts, shown

from rai_lint.evaluate.version_sets import shares_version
from rai_lint.extract.version_words import versions_said


def stated(text: str) -> list[tuple[Any, ...]]:
    found = read("# Router\n\n" + text, "README.md")
    return rows(found, "stated-version", "name", "value", "stated_in", "line")


@pytest.mark.parametrize(
    ("text", "name", "specifiers", "lowest"),
    [
        ("Python 3.12", "python", ("==3.12.*",), "==3.12.*"),
        ("python3 3.10.4", "python", ("==3.10.*",), "==3.10.*"),
        ("Python 3.8+", "python", (">=3.8",), "==3.8.*"),
        ("Python >= 3.8", "python", (">=3.8",), "==3.8.*"),
        ("at least Python 3.8", "python", (">=3.8",), "==3.8.*"),
        ("Python 3.8 or higher", "python", (">=3.8",), "==3.8.*"),
        ("Python (3.8\u20133.11)", "python", (">=3.8,<=3.11.999",), "==3.8.*"),
        ("Python 3.8\u53ca\u4ee5\u4e0a", "python", (">=3.8",), "==3.8.*"),
        ("Python 3.10 | 3.9", "python", ("==3.10.*", "==3.9.*"), "==3.9.*"),
        ("python>=3.8,<3.12", "python", (">=3.8,<3.12",), "==3.8.*"),
        ("PyTorch < 2.0", "torch", ("<2.0",), ""),
        ("PyTorch 2.5.1+cu121", "torch", ("==2.5.*",), "==2.5.*"),
        ("**Transformers**: 4.36", "transformers", ("==4.36.*",), "==4.36.*"),
    ],
)
def test_versions_in_words(text: str, name: str, specifiers: tuple[str, ...], lowest: str) -> None:
    (said,) = versions_said(text)
    assert (said.name, said.specifiers, said.lowest) == (name, specifiers, lowest)


@pytest.mark.parametrize(
    "text", ["torch 91.2%", "my-python 3.8", "TensorFlow 2.x", "Python 3", "keras 2.3 GB", "v3.8"]
)
def test_other_numbers_are_no_versions(text: str) -> None:
    assert not list(versions_said(text))


def test_badges_tables_lists_sentences_and_commands_state_versions() -> None:
    text = """\
![Python 3.11+](https://img.shields.io/badge/Python-3.11%20%7C%203.12-blue)
![torch](https://img.shields.io/badge/PyTorch-2.5-red) ![n](https://img.shields.io/badge/F1-0.9-red)

Needs Python 3.11.

## Tech stack

| Part | Choice |
| --- | --- |
| Language | Python 3.11 |
| CUDA | 12.4 |

## Install

- **Python** 3.11
- Tested with PyTorch 2.4

```
conda create -n router python=3.10
pip install "transformers==4.36.2" rich
```
"""
    assert stated(text) == [
        ("python", ("==3.11.*", "==3.12.*", ">=3.11"), "badge", 3),
        ("torch", ("==2.5.*",), "badge", 4),
        ("python", ("==3.11.*",), "prose", 6),
        ("python", ("==3.11.*",), "table", 12),
        ("cuda", ("==12.4.*",), "table", 13),
        ("python", ("==3.11.*",), "list", 17),
        ("torch", ("==2.4.*",), "prose", 18),
        ("python", ("==3.10.*",), "code", 21),
        ("transformers", ("==4.36.*",), "code", 22),
    ]


def test_the_past_results_and_exceptions_state_nothing() -> None:
    text = """\
The first router was trained with Python 3.7. If you use Python 3.8, ask us.
PyTorch 2.0 is recommended.

## Results

| Python | 3.10 |
| --- | --- |
| PyTorch | 2.1 |

## Changelog

- Python 3.9

## Framework versions

- PyTorch 2.1.0

## Other projects

```
git clone https://example.org/other
pip install torch==1.13.1
```
"""
    assert stated(text) == []


def test_environments_have_versions(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Dockerfile": (
            "ARG PY=3.12\nFROM python:${PY}-slim AS base\n"
            "RUN pip install torch==2.5.1 rich==13.0\n# RUN pip install torch==1.0.0\n"
        ),
        "gpu.dockerfile": "FROM nvidia/cuda:12.4.1-runtime-ubuntu22.04\n",
        "env.def": "Bootstrap: docker\nFrom: python:3.9\n%post\n    pip install trl==0.9.6\n",
        "exports.def": "EXPORTS\n  python:3.1\n",
        ".python-version": "3.11\n",
        "runtime.txt": "python-3.11.4\n",
        "pyproject.toml": '[project]\nname = "r"\nrequires-python = ">=3.10"\n',
        "setup.py": 'from setuptools import setup\nsetup(name="r", python_requires="~=3.8")\n',
        ".github/workflows/ci.yml": (
            "jobs:\n  a:\n    strategy:\n      matrix:\n"
            "        python-version: [3.10, '3.x', '3.12']\n"
            "    steps:\n      - with: {python-version: '${{ matrix.python-version }}'}\n"
            "      - run: pytest\n"
        ),
        ".github/workflows/lint.yml": (
            "jobs:\n  a:\n    steps:\n      - with: {python-version: '3.8'}\n      - run: pytest\n"
        ),
    }
    found = facts(tmp_path, files, "environment-version")
    assert [
        (fact.place.path, fact.place.line, *shown(fact, "name", "specifier", "tool"))
        for fact in found
    ] == [
        (".github/workflows/ci.yml", 5, "python", "3.10", "ci"),
        (".github/workflows/ci.yml", 5, "python", "3.12", "ci"),
        (".python-version", 1, "python", "3.11", "pin"),
        ("Dockerfile", 2, "python", "3.12", "image"),
        ("Dockerfile", 3, "torch", "==2.5.1", "image"),
        ("env.def", 2, "python", "3.9", "image"),
        ("env.def", 4, "trl", "==0.9.6", "image"),
        ("gpu.dockerfile", 1, "cuda", "12.4", "image"),
        ("pyproject.toml", 3, "python", ">=3.10", "manifest"),
        ("runtime.txt", 1, "python", "3.11.4", "pin"),
        ("setup.py", 2, "python", "~=3.8", "manifest"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("==3.12.*", "3.12", True),
        ("==3.12.*", "3.12.4", True),
        ("==3.12.*", "3.9", False),
        ("==2.5.*", "==2.5.1", True),
        ("==2.5.*", "==2.5.1+cu121", True),
        ("==2.5.*", ">=2.0", True),
        ("==2.5.*", ">=2.6,<3", False),
        (">=3.8", ">=3.10", True),
        ("<2.0", "==2.1", False),
        (">=3.8,<=3.11.999", "3.11", True),
        (">=3.8,<=3.11.999", "3.12", False),
        ("==3.12.*", "^3.11", True),
        ("==3.10.*", "^3.11", False),
        ("==0.3.*", "^0.2.1", False),
        ("==3.10.*", "~3.10", True),
        ("==2.9.0.post0", "==2.9.0.post0", True),
        ("==0.1.5.post20221221", "^0.1.5.post20221221", True),
        ("==3.12.*", "three", None),
        ("9" * 400, "==1", None),
    ],
)
def test_specifiers_share_a_version(one: str, other: str, shared: bool | None) -> None:
    assert shares_version(one, other) is shared
    assert shares_version(other, one) is shared
