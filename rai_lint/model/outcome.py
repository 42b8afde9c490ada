"""What evaluating a rule yields: an outcome for every subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rai_lint.model.rule import Rule, Severity
from rai_lint.model.source import Place

State = Literal["fail", "pass", "unknown", "not-applicable"]


@dataclass(frozen=True, slots=True)
class Related:
    """A place that belongs to the evidence, with a word on why."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A rule's answer for one subject (one dataset id, one card, one unit).

    `places` are where it stands, the first being the main one; `related` is the other evidence.
    `because` says why, for `unknown` and `not-applicable`.
    """

    rule: Rule
    state: State
    subject: str = ""
    unit: str = "."
    places: tuple[Place, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity = "warning"
    message: str = ""
    because: str = ""
