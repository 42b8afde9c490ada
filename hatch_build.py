"""Puts the compiled rules into the wheel, so that a first run need not compile them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):
    """Compiles the built-in rules when a wheel is built; an editable one reads the checkout's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled rules to the files of the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from rai_lint.packs.store import ship  # noqa: PLC0415 - from the tree that is built

        self._folder = tempfile.TemporaryDirectory()
        place = Path(self._folder.name) / "_compiled.msgpack"
        ship(root / "rules", place)
        build_data["force_include"][str(place)] = "rai_lint/_compiled.msgpack"

    def finalize(self, *_: object) -> None:
        """Remove what was written beside the tree."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()
