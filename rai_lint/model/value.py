"""The value of a field of a fact: known (and how), unknown (and why), or absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rai_lint.model.source import Place

#: What a value may hold: text, numbers, truth values, None, and tuples or mappings of these.
Plain: TypeAlias = Any

How = Literal["literal", "constant", "default", "call site", "config", "joined", "implied"]


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is settled. `how` says how it was found; `at` where it stands, if elsewhere.

    `how="default"` means that a user may override it: what hangs on it is less sure.
    """

    value: Plain
    how: How = "literal"
    at: Place | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be known: the expression's text, what stopped it, what it might be."""

    text: str
    because: str
    candidates: tuple[Plain, ...] = ()


@dataclass(frozen=True, slots=True)
class Absent:
    """The field is not given at all."""


Value: TypeAlias = Known | Unknown | Absent

ABSENT = Absent()
