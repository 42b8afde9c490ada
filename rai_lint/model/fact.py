"""Facts: typed statements about a repository, each at a place."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from rai_lint.model.source import Place, Scope, Skipped
from rai_lint.model.value import ABSENT, Known, Plain, Value


class Fact(Struct, frozen=True, kw_only=True, array_like=True):
    """One statement: `kind` (see `kinds`), where it stands, and its fields by name.

    `unit` is the nearest directory upward that owns a card or a manifest ("." for the root);
    the link stage assigns it.
    """

    kind: str
    place: Place
    fields: Mapping[str, Value] = field(default_factory=dict)
    scope: Scope = "source"
    unit: str = "."

    def get(self, name: str) -> Value:
        """Return the value of a field; a field that is not there is absent."""
        return self.fields.get(name, ABSENT)

    def known(self, name: str) -> Plain:
        """Return the plain value of a field, or None where it is unknown or absent."""
        value = self.fields.get(name)
        return value.value if isinstance(value, Known) else None


class Directive(Struct, frozen=True, array_like=True):
    """A suppression comment as it was written.

    `place` is the comment's; `target_line` is the line it speaks of (its own, or the next one).
    `codes` are rule ids or names. `malformed` says what is wrong with it: such a directive
    suppresses nothing.
    """

    place: Place
    target_line: int
    codes: tuple[str, ...]
    reason: str
    malformed: str = ""
    until: str = ""


class Extraction(Struct, frozen=True, kw_only=True):
    """What one file yields: facts, suppressions, and what could not be read of it."""

    facts: tuple[Fact, ...] = ()
    directives: tuple[Directive, ...] = ()
    skipped: tuple[Skipped, ...] = ()
