"""The names a rule may use: the subject's fields, and what `as`, `let` and `with-each` bind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rai_lint.model.kinds import FIELDS, PLACE_FIELDS
from rai_lint.model.predicates import ENTRY_FIELDS
from rai_lint.model.vocabulary import Table
from rai_lint.packs.problems import Problems, near

#: Subjects that are no fact: a unit or the whole repository.
UNIT_SUBJECTS = ("unit", "repository")


class _AnyField(frozenset[str]):
    """The fields of something that does not exist: reported once, so every field is let through."""

    __slots__ = ()

    def __contains__(self, name: object) -> bool:
        return True


#: For what could not be read: every field is let through.
ANY_FIELD: frozenset[str] = _AnyField()


def kind_fields(kind: str) -> frozenset[str]:
    """Return the fields of a kind of fact, places included; of a unit, `unit`.

    A kind that does not exist is reported where it stands; its fields are not reported again.
    """
    if kind in UNIT_SUBJECTS:
        return frozenset({"unit"})
    return frozenset((*FIELDS[kind], *PLACE_FIELDS)) if kind in FIELDS else ANY_FIELD


@dataclass(frozen=True, slots=True)
class Beside:
    """What a rule may name that stands in other files; None where not all of it can be read.

    `items` are those of guidelines (`hf-model-card/datasets`), `profiles` the names of profiles.
    """

    items: frozenset[str] | None = None
    profiles: frozenset[str] | None = None


@dataclass(slots=True)
class Names:
    """`own` are the fields a bare name means; `bound` maps every other name to its fields.

    `bound` is shared while the parts of a rule are compiled in order, so that a condition sees
    what earlier ones bound. `profiles` are the names of all profiles, None if some are not known;
    `all_tables` is false if there may be tables that could not be read.
    """

    tables: Mapping[str, Table]
    table_fields: Mapping[str, frozenset[str]]
    subject: frozenset[str]
    own: frozenset[str]
    bound: dict[str, frozenset[str]] = field(default_factory=dict)
    profiles: frozenset[str] | None = None
    all_tables: bool = True

    def candidate(self, kind: str) -> Names:
        """Return the names inside a `where`: bare names are the candidate's fields."""
        return replace(self, own=kind_fields(kind))

    def aside(self) -> Names:
        """Return a copy whose bindings do not leak out (a case, a nested `unless`)."""
        return replace(self, bound=dict(self.bound))

    def bind(self, name: str, fields: frozenset[str]) -> None:
        """Bind a name; bound twice, it may have the fields of either."""
        before = self.bound.get(name, frozenset())
        self.bound[name] = (
            ANY_FIELD if before is ANY_FIELD or fields is ANY_FIELD else before | fields
        )

    def entry(self, table: str) -> frozenset[str]:
        """Return the fields of a table's entries."""
        if table not in self.tables:
            return ANY_FIELD
        fields = self.table_fields.get(table, frozenset())
        return ANY_FIELD if fields is ANY_FIELD else fields | frozenset(ENTRY_FIELDS)

    def table(self, name: str, problems: Problems) -> None:
        """Check the name of a vocabulary table."""
        if self.all_tables and name not in self.tables:
            problems.add(f"unknown vocabulary `{name}`{near(name, sorted(self.tables))}")

    def profile(self, name: str, problems: Problems) -> None:
        """Check the name of a profile."""
        if self.profiles is not None and name not in self.profiles:
            problems.add(f"`{name}` is no profile{near(name, sorted(self.profiles))}")

    def reference(self, text: str, problems: Problems) -> None:
        """Check `$field`, `$name` or `$name.field`."""
        name, dot, rest = text[1:].partition(".")
        if name == "subject" and not dot:
            return
        if dot:
            self.dotted(name, rest, problems)
        elif name not in self.subject and name not in self.bound:
            known = sorted(self.subject | set(self.bound))
            problems.add(
                f"`${name}` is neither a field of the subject nor bound{near(name, known)}"
            )

    def dotted(self, name: str, rest: str, problems: Problems) -> None:
        """Check `name.field`, where the name must be bound."""
        fields = self.subject if name == "subject" else self.bound.get(name)
        if fields is None:
            text = f"nothing is bound as `{name}`{near(name, sorted(self.bound))}"
            problems.add(text)
        elif rest not in fields:
            problems.add(f"`{name}` has no field `{rest}`{near(rest, sorted(fields))}")

    def left(self, name: str, problems: Problems) -> None:
        """Check the field a clause tests: a bare field, or `name.field`."""
        head, dot, rest = name.partition(".")
        if dot:
            self.dotted(head, rest, problems)
        elif name not in self.own:
            problems.add(f"unknown field `{name}`{near(name, sorted(self.own))}", key=True)
