"""Candidates of a condition by a field that must equal what another fact says.

`name: {is: $name}` over thousands of results for each of thousands of results would be millions of
tests; the facts are sorted by that field once instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct, field

from rai_lint.evaluate.clauses import is_reference
from rai_lint.evaluate.frame import Frame, field_of
from rai_lint.evaluate.truth import Verdict
from rai_lint.model.fact import Fact
from rai_lint.model.rule import Clause
from rai_lint.model.value import Known, Value

Rows: TypeAlias = Sequence[tuple[Fact, Verdict]]

#: Fewer are as quickly tested.
_MANY = 40


class Sorted(Struct, frozen=True):
    """Rows by the text of a field, as positions; `open` are those whose field is no known text."""

    by_text: dict[str, list[int]] = field(default_factory=dict)
    open: list[int] = field(default_factory=list)


def joint(clauses: Sequence[Clause]) -> Clause | None:
    """Return a clause that asks a field to be what is referred to, if there is one."""
    return next((each for each in clauses if each.op == "is" and _joins(each)), None)


def _joins(clause: Clause) -> bool:
    return is_reference(clause.argument) and bool(clause.field) and "." not in clause.field


def narrowed(rows: Rows, clause: Clause | None, seen: dict[str, Sorted], frame: Frame) -> Rows:
    """Return the rows of a unit, in their order, for which the clause may hold.

    `seen` keeps, by unit, how they are sorted.
    """
    if clause is None or len(rows) < _MANY or not isinstance(clause.argument, str):
        return rows
    wanted = frame.reference(clause.argument)
    if not isinstance(wanted, Known) or not isinstance(wanted.value, str):
        return rows
    unit = rows[0][0].unit
    if unit not in seen:
        seen[unit] = _sorted(rows, clause.field)
    found = seen[unit]
    positions = [*found.by_text.get(wanted.value.casefold(), ()), *found.open]
    return [rows[position] for position in sorted(positions)]


def _sorted(rows: Rows, name: str) -> Sorted:
    found = Sorted()
    for position, (fact, _) in enumerate(rows):
        value: Value = field_of(fact, name)
        if isinstance(value, Known) and isinstance(value.value, str):
            found.by_text.setdefault(value.value.casefold(), []).append(position)
        else:
            found.open.append(position)
    return found
