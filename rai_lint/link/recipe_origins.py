"""The origin of ids that recipes of the repository give: code reads them by the recipe's key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import ApiRecipe
from rai_lint.model.value import Known, Unknown, Value

_LOADS = ("dataset-load", "model-load")


def origins_by_recipe(
    facts: Sequence[Fact], recipes: Iterable[ApiRecipe], from_recipes: Iterable[Fact]
) -> Iterator[Fact]:
    """Yield the facts; an unknown origin is that of the recipes which give such an id.

    `facts` are those of code, `from_recipes` those that the same repository's recipes yield. An id
    counts as a recipe's if its expression ends in the recipe's key: `args.dataset_name`.
    """
    keys = _keys(recipes)
    shown: dict[str, dict[str, None]] = {}
    for fact in from_recipes:
        origin = fact.known("origin")
        if fact.scope not in ("test", "vendored") and isinstance(origin, str):
            shown.setdefault(fact.kind, {})[origin] = None
    for fact in facts:
        yield _with_origin(fact, keys, tuple(shown.get(fact.kind, ())))


def _with_origin(fact: Fact, keys: Mapping[str, frozenset[str]], shown: tuple[str, ...]) -> Fact:
    identity, origin = fact.get("id"), fact.get("origin")
    if not shown or not isinstance(identity, Unknown) or not isinstance(origin, Unknown):
        return fact
    if identity.text.rpartition(".")[2] not in keys.get(fact.kind, frozenset()):
        return fact
    found: Value = Known(shown[0], "config")
    if len(shown) > 1:
        found = Unknown("origin", "recipes give ids of several origins", shown)
    return replace(fact, fields={**fact.fields, "origin": found})


def _keys(recipes: Iterable[ApiRecipe]) -> dict[str, frozenset[str]]:
    """Return the last parts of the keys that give ids, by kind of fact."""
    found: dict[str, set[str]] = {}
    for recipe in recipes:
        if recipe.fact in _LOADS and "id" not in recipe.fields:
            names = {key.rpartition(".")[2].removesuffix("[]") for key in recipe.keys}
            found.setdefault(recipe.fact, set()).update(names)
    return {kind: frozenset(names) for kind, names in found.items()}
