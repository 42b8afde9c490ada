"""Calls that a configuration file spells out: `_target_: library.Class` and its arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from rai_lint.link.origin_of_id import origin_of
from rai_lint.link.patterns import PatternIndex, call_index
from rai_lint.model.configfile import ConfigEntry, ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import ApiCall, Catalogue, FieldSource
from rai_lint.model.source import Place
from rai_lint.model.value import ABSENT, Known, Unknown, Value

_TARGET = "_target_"


class Instantiated(Struct, dict=True):
    """Builds the facts of the objects that Hydra makes from a configuration file."""

    catalogue: Catalogue

    def __post_init__(self) -> None:
        self._index: PatternIndex[ApiCall] = self.catalogue.once(call_index)

    def of_file(self, file: ConfigFile) -> Iterator[Fact]:
        """Yield the facts of each `_target_` of a file that the API catalogue knows."""
        by_key: Mapping[str, ConfigEntry] | None = None
        for entry in file.entries:
            parent, _, last = entry.key.rpartition(".")
            if last == _TARGET and isinstance(entry.value, str):
                by_key = by_key or {each.key: each for each in file.entries}
                arguments = _arguments(parent, by_key)
                yield from self._facts(entry.value, arguments, Place(file.path, entry.line), file)

    def _facts(
        self, dotted: str, arguments: Mapping[str, Value], place: Place, file: ConfigFile
    ) -> Iterator[Fact]:
        """Yield, for each kind of fact, what the first plain entry of the catalogue says."""
        done: set[str] = set()
        for call in self._index.find(dotted):
            # What depends on a file's other calls or imports says nothing of a configuration.
            if call.fact in done or call.when or call.beside or call.imports:
                continue
            done.add(call.fact)
            fields = {
                name: _field(source, dotted, arguments)
                for name, source in call.fields.items()
                if not source.infer
            }
            for name, source in call.fields.items():
                if source.infer == "origin":
                    fields[name] = origin_of(fields.get("id", ABSENT), source.default)
            yield Fact(kind=call.fact, place=place, scope=file.scope, fields=fields)


def _arguments(parent: str, by_key: Mapping[str, ConfigEntry]) -> dict[str, Value]:
    """Return the values beside a `_target_`, by the names of the arguments they are."""
    start = f"{parent}." if parent else ""
    found: dict[str, Value] = {}
    for key, entry in by_key.items():
        name = key.removeprefix(start)
        if key.startswith(start) and name.isidentifier() and entry.value is not None:
            put_together = isinstance(entry.value, str) and "${" in entry.value
            found[name] = (
                Unknown(str(entry.value), "it is put together when the recipe is composed")
                if put_together
                else Known(entry.value, "config")
            )
    return found


def _field(source: FieldSource, dotted: str, arguments: Mapping[str, Value]) -> Value:
    if source.has_value:
        return Known(source.value)
    if source.segment is not None:
        parts = dotted.split(".")
        inside = -len(parts) <= source.segment < len(parts)
        part = parts[source.segment] if inside else parts[-1]
        return Known(source.values.get(part, part), "implied")
    for keyword in source.keyword if source.of == "call" else ():
        if keyword in arguments:
            return arguments[keyword]
    return Known(source.default, "implied") if source.has_default else ABSENT
