"""What the names of a rule mean while one subject is evaluated."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.evaluate.entries import Entry, entry_field, look_up
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.message import Message
from rai_lint.model.rule import Lookup
from rai_lint.model.value import ABSENT, Known, Plain, Value


class Frame(Struct, frozen=True):
    """The subject (a fact, or None for a unit), what is bound so far, and look-ups by name.

    `bound` is filled while the conditions of a rule are evaluated in their order.
    """

    unit: str
    knowledge: Knowledge
    subject: Fact | None = None
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    bound: dict[str, Fact | Entry] = field(default_factory=dict)

    def inside(self, name: str = "", fact: Fact | None = None) -> Frame:
        """Return a frame for nested conditions (of a candidate); its bindings do not leak."""
        bound = dict(self.bound)
        if name and fact is not None:
            bound[name] = fact
        return replace(self, bound=bound)

    def own(self, name: str) -> Value:
        """Return a field of the subject."""
        if self.subject is not None:
            return field_of(self.subject, name)
        return Known(self.unit, "implied") if name == "unit" else ABSENT

    def dotted(self, name: str, rest: str) -> Value:
        """Return `name.rest`, where the name is bound by `as`, `let` or each."""
        if name == "subject":
            return self.own(rest)
        lookup = self.lookups.get(name)
        bound = self.bound.get(name) if lookup is None else self.entry(lookup)
        if bound is None:
            return ABSENT
        return field_of(bound, rest) if isinstance(bound, Fact) else entry_field(bound, rest)

    def reference(self, text: str) -> Value:
        """Return what `$field`, `$name.field` or, for an entry, `$name` stands for."""
        name, dot, rest = text[1:].partition(".")
        if dot:
            return self.dotted(name, rest)
        if name in self.lookups:
            return Known(self.entry(self.lookups[name]), "implied")
        bound = self.bound.get(name)
        if isinstance(bound, Entry):
            return Known(bound, "implied")
        return self.own(name)

    def entry(self, lookup: Lookup) -> Entry:
        """Return what a vocabulary says; look-ups are lazy, so they may use what is bound later."""
        keys = tuple(
            self.reference(key) if key.startswith("$") else Known(key) for key in lookup.keys
        )
        return look_up(lookup.table, keys, self.knowledge)

    def fact(self, name: str) -> Fact | None:
        """Return the fact bound under a name, if it is one."""
        bound = self.bound.get(name)
        return bound if isinstance(bound, Fact) else None

    def names(self, message: Message) -> dict[str, Plain]:
        """Return the plain values that the slots of a message need."""
        found: dict[str, Plain] = {}
        for path in (part.path for part in message.parts if part.path):
            if len(path) == 1:
                found[path[0]] = _shown(self.own(path[0]))
            else:
                value = _shown(self.dotted(path[0], path[1]))
                found.setdefault(path[0], {})[path[1]] = value
        return found


def _shown(value: Value) -> Plain:
    return value.value if isinstance(value, Known) else None


def field_of(fact: Fact, name: str) -> Value:
    """Return a field of a fact; `path`, `line`, `unit` and `scope` are those of its place."""
    value = fact.fields.get(name)
    if value is not None:
        return value
    if name == "path":
        return Known(fact.place.path, "implied")
    if name == "line":
        return Known(fact.place.line, "implied")
    if name in ("unit", "scope"):
        return Known(fact.unit if name == "unit" else fact.scope, "implied")
    return ABSENT
