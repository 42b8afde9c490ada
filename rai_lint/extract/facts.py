"""Writing facts of a document: places, and the card they belong to."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Absent, Known, Plain, Unknown, Value


class Writer(Struct, frozen=True):
    """Makes facts of one document; those of a card carry its path and kind."""

    source: Source
    card_kind: str = ""

    def fact(self, kind: str, line: int, **fields: Plain) -> Fact:
        """Return a fact; plain values are known as they are written, None and "" are absent."""
        values: dict[str, Value] = {}
        if self.card_kind:
            values["card"] = Known(self.source.path)
            values["card_kind"] = Known(self.card_kind)
        for name, value in fields.items():
            if isinstance(value, (Known, Unknown, Absent)):
                values[name] = value
            elif value is not None and value != "":
                values[name] = Known(value)
        place = Place(self.source.path, line)
        return Fact(kind=kind, place=place, fields=values, scope=self.source.scope)
