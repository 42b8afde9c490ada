"""Rules as the evaluator reads them: compiled from YAML, frozen, without examples.

One `Condition` type and one `Clause` type carry an `op`, so that compiled rules can be stored and
read back as plain data.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

from rai_lint.model.fix import FixOp
from rai_lint.model.kinds import DOINGS
from rai_lint.model.message import Message

Severity = Literal["error", "warning", "note"]
Confidence = Literal["high", "medium", "low"]
Status = Literal["preview", "stable", "deprecated"]
Look = Literal["outward", "inward", "around", "repository"]

#: What a predicate is given: a plain value, several, or a reference such as `$id` or `$card.path`.
Scalar: TypeAlias = str | bool | int | float | None
Argument: TypeAlias = Scalar | tuple[Scalar, ...]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


class Clause(Struct, frozen=True, omit_defaults=True):
    """One test of a field: `field` `op` `argument`; `all`, `any` and `not` hold `clauses`."""

    op: str
    field: str = ""
    argument: Argument = None
    clauses: tuple[Clause, ...] = ()


class Condition(Struct, frozen=True, omit_defaults=True):
    """A test of the repository.

    `op` is `exists`, `absent` or `count` (over facts of `kind`, where `where` holds and none of
    `unless` does), `any`, `all` or `not` (over `conditions`), `test` (clauses on what is bound), or
    `profile` (the profile in use has that name).
    `bind` names the first fact found; `look` says which units are searched.
    """

    op: str
    kind: str = ""
    where: tuple[Clause, ...] = ()
    unless: tuple[Condition, ...] = ()
    conditions: tuple[Condition, ...] = ()
    bind: str = ""
    look: Look = "outward"
    at_least: int = 0
    at_most: int = -1
    profile: str = ""

    @property
    def counts_tests(self) -> bool:
        """Whether facts in tests count: what a project does counts there only if `where` asks."""
        return self.kind not in DOINGS or any(clause.field == "scope" for clause in self.where)


class Lookup(Struct, frozen=True, omit_defaults=True):
    """`let`: the name bound to what a vocabulary table says about a value, or several."""

    name: str
    table: str
    keys: tuple[str, ...]
    several: bool = False


class Case(Struct, frozen=True, omit_defaults=True):
    """Where a rule speaks differently by circumstance; the first whose conditions hold counts."""

    when: tuple[Condition, ...]
    severity: Severity
    message: Message | None = None


class Recipe(Struct, frozen=True, omit_defaults=True):
    """`fix`: the edit that mends a finding; of several, the first whose conditions hold counts.

    `name`, `value` and `file` may be references such as `$id`; the rest is as in `Fix`.
    """

    op: FixOp
    name: str
    value: Scalar = None
    file: str = ""
    current: tuple[Scalar, ...] = ()
    of: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    safe: bool = False
    in_loops: bool = True
    passed_to: str = ""
    when: tuple[Condition, ...] = ()


class Rule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rule. Times, places and texts are those of its YAML file (`path`).

    `subject` is a kind of fact, `unit` or `repository`; facts of the kinds in `also` are subjects
    too. With `tell_apart`, members of a group of which something else is said are another finding.
    """

    id: str
    name: str
    title: str
    severity: Severity
    confidence: Confidence
    since: str
    status: Status
    references: tuple[str, ...]
    subject: str
    also: tuple[str, ...] = ()
    message: Message
    why: str
    fix_text: str
    path: str = ""
    scope: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    silent_in: tuple[str, ...] = ()
    where: tuple[Clause, ...] = ()
    group_by: str = ""
    tell_apart: bool = False
    with_each: str = ""
    let: tuple[Lookup, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    require: tuple[Condition, ...] = ()
    at: str = "$subject"
    cases: tuple[Case, ...] = ()
    fixes: tuple[Recipe, ...] = ()
    family: str = field(default="")

    @property
    def subjects(self) -> tuple[str, ...]:
        """All that the rule is about: `subject` first."""
        return (self.subject, *self.also)

    @property
    def fixable(self) -> bool:
        """Whether there is an edit that mends some of its findings."""
        return bool(self.fixes)
