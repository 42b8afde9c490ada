"""What tests of the whole program share."""

from __future__ import annotations

import pytest


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep caches and settings of the person who runs the tests out of them."""
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("HOME", str(base / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(base / "cache"))
    monkeypatch.delenv("FORCE_COLOR", raising=False)
