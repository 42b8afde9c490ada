"""Units: the nearest directory upward that owns a card or a project manifest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from rai_lint.model.fact import Fact
from rai_lint.model.project import MANIFESTS
from rai_lint.model.source import Source

CARDS = frozenset({"model-card", "dataset-card", "datasheet", "croissant"})

#: Folders that hold documents or settings of the project around them, not projects of their own.
_SHELVES = frozenset(
    [
        "docs",
        "doc",
        "documentation",
        "model_cards",
        "model-cards",
        "modelcards",
        "cards",
        "card",
        "data",
        "datasets",
        "dataset",
        ".github",
        "environment",
        "env",
        "requirements",
        "docker",
        "src",
        "huggingface",
        "hub",
        "metadata",
        "croissant",
    ]
)


def owners(sources: Iterable[Source], facts: Iterable[Fact]) -> frozenset[str]:
    """Return the directories that are units; the root (".") always is one.

    A card in a folder without any program (the saved model it describes) belongs to the nearest
    directory above that holds one.
    """
    listed = list(sources)
    coded = {
        str(parent)
        for source in listed
        if source.kind in ("python", "notebook")
        for parent in PurePosixPath(source.path).parents
    }
    found = {"."}
    for source in listed:
        pure = PurePosixPath(source.path)
        if pure.name in MANIFESTS:
            found.add(off_shelf(pure.parent))
    for fact in facts:
        if fact.kind in CARDS and fact.scope not in ("test", "vendored"):
            folder = off_shelf(PurePosixPath(fact.place.path).parent)
            above = (folder, *map(str, PurePosixPath(folder).parents))
            found.add(next((each for each in above if each in coded), folder))
    return frozenset(found)


def unit_of(path: str, units: frozenset[str]) -> str:
    """Return the unit a path belongs to."""
    for parent in PurePosixPath(path).parents:
        if str(parent) in units:
            return str(parent)
    return "."


def off_shelf(folder: PurePosixPath) -> str:
    """Return the folder of the project that what lies in a folder is about."""
    while folder.name.lower() in _SHELVES:
        folder = folder.parent
    return str(folder)
