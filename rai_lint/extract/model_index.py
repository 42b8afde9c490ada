"""Results in the `model-index` of a card's front matter."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rai_lint.extract.front_matter import FrontMatter
from rai_lint.extract.tree import Items, Keys, Node


class Result(Struct, frozen=True):
    """One entry of `results`: where it stands, its dataset, and its metrics."""

    line: int
    run: str
    dataset: Keys | None
    metrics: tuple[Keys, ...]


def _mappings(node: Node | None) -> tuple[Keys, ...]:
    items = node.items if isinstance(node, Items) else (node,)
    return tuple(item for item in items if isinstance(item, Keys))


def results(front_matter: FrontMatter) -> Iterator[Result]:
    """Yield the results that the front matter states."""
    for model in _mappings(front_matter.get("model-index")):
        name = model.get("name")
        run = str(getattr(name, "value", "") or "")
        for result in _mappings(model.get("results")):
            dataset = result.get("dataset")
            found = dataset if isinstance(dataset, Keys) else None
            yield Result(result.line, run, found, _mappings(result.get("metrics")))
