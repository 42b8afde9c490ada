"""Recipes to facts: keys of configuration files that name what a training program will load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from rai_lint.link.origin_of_id import origin_of
from rai_lint.link.settings import Settings
from rai_lint.model.configfile import ConfigEntry, ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.kinds import FIELDS
from rai_lint.model.knowledge import ApiRecipe
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import ABSENT, Known, Unknown, Value

_INDEX = regex(r"\[\d+\]")


class RecipeFacts(Struct, frozen=True, dict=True):
    """Builds the facts of configuration files by the catalogue's recipes."""

    recipes: tuple[ApiRecipe, ...]
    settings: Settings | None = None

    def of_file(self, file: ConfigFile) -> Iterator[Fact]:
        """Yield the facts of a file."""
        by_key = {entry.key: entry for entry in file.entries}
        shapes = {_INDEX.sub("[]", key) for key in by_key}
        listed = (recipe for recipe in self.recipes if recipe.each)
        if self.settings is not None:
            # A file is one sort of list: the first recipe that knows it counts.
            found = (tuple(self.settings.of_file(recipe, file)) for recipe in listed)
            yield from next((facts for facts in found if facts), ())
        for recipe in self.recipes:
            if recipe.needs and not any(_has(shapes, need) for need in recipe.needs):
                continue
            wanted = set(recipe.keys)
            for entry in file.entries:
                if _INDEX.sub("[]", entry.key) in wanted and _names_something(entry, recipe):
                    yield self._fact(recipe, entry, by_key, file)

    def _fact(
        self,
        recipe: ApiRecipe,
        entry: ConfigEntry,
        by_key: Mapping[str, ConfigEntry],
        file: ConfigFile,
    ) -> Fact:
        fields: dict[str, Value] = {}
        if "id" in FIELDS[recipe.fact] and "id" not in recipe.fields:
            fields["id"] = _identity(recipe, entry, by_key)
        fields |= {name: Known(value) for name, value in recipe.fixed.items()}
        for name, key in recipe.fields.items():
            found = by_key.get(_sibling(entry.key, key)) or by_key.get(key)
            given = found is not None and found.value is not None
            fields[name] = Known(found.value, "config") if found and given else ABSENT
        if recipe.fact in ("dataset-load", "model-load") and "origin" not in recipe.fixed:
            fields["origin"] = origin_of(fields["id"])
        place = Place(file.path, entry.line)
        return Fact(kind=recipe.fact, place=place, scope=file.scope, fields=fields)


def _identity(
    recipe: ApiRecipe, entry: ConfigEntry, by_key: Mapping[str, ConfigEntry]
) -> Known | Unknown:
    """Return what a key names; where that is a format, the files that are read in it."""
    if entry.value not in recipe.formats:
        return Known(entry.value, "config")
    for name in recipe.files:
        key = _sibling(entry.key, name)
        below = (f"{key}.", f"{key}[")
        files = [
            each.value for path, each in by_key.items() if path == key or path.startswith(below)
        ]
        given = tuple(dict.fromkeys(file for file in files if isinstance(file, str) and file))
        if len(given) == 1:
            return Known(given[0], "config")
        if given:
            return Unknown(name, "it reads several files", given, complete=True)
    return Unknown(str(entry.value), "it is a format; no key says which files are read")


def _sibling(key: str, name: str) -> str:
    parent = key.rpartition(".")[0]
    return f"{parent}.{name}" if parent else name


def _has(shapes: set[str], need: str) -> bool:
    return any(shape == need or shape.startswith((f"{need}.", f"{need}[")) for shape in shapes)


def _names_something(entry: ConfigEntry, recipe: ApiRecipe) -> bool:
    """Say whether an entry is set; one that is itself the id must be text."""
    if isinstance(entry.value, str):
        return entry.value.strip().lower() not in ("", "none", "null", "false")
    marks = "id" in recipe.fields or "id" not in FIELDS[recipe.fact]
    return marks and bool(entry.value)
