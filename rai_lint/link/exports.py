"""Cards that a program also writes as keys: `fern_card.json` beside `fern_card.md` is one card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from rai_lint.model.fact import Fact

_MARKDOWN = frozenset({".md", ".markdown"})
_KEYS = frozenset({".json", ".yaml", ".yml"})


def without_exports(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the facts without those of cards in keys that stand beside the same card in words."""
    cards = [PurePosixPath(fact.place.path) for fact in facts if fact.kind == "model-card"]
    told = [path for path in cards if path.suffix.lower() in _MARKDOWN]
    exports = {
        str(path)
        for path in cards
        if path.suffix.lower() in _KEYS and any(_same(path, card) for card in told)
    }
    for fact in facts:
        if fact.place.path not in exports or not _of_card(fact.kind):
            yield fact


def _of_card(kind: str) -> bool:
    return kind in ("model-card", "licence") or kind.startswith("card-")


def _same(export: PurePosixPath, card: PurePosixPath) -> bool:
    """Say whether one file is named for the other: by its whole name, or with an addition."""
    return export.parent == card.parent and (
        export.stem == card.stem or export.stem.startswith((f"{card.stem}_", f"{card.stem}-"))
    )
