"""The hostile inputs take minutes: they run where they are asked for by their path."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the folder out of a run of all tests: `python -m pytest tests/hostile`."""
    asked = any(Path(argument).parts[:2] == ("tests", "hostile") for argument in config.args)
    return None if asked or collection_path.name == "conftest.py" else True
