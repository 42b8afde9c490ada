"""What evaluating a rule yields: an outcome for every subject."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rai_lint.model.fix import Fix
from rai_lint.model.rule import Rule, Severity
from rai_lint.model.source import Place

State = Literal["fail", "pass", "unknown", "not-applicable"]


class Related(Struct, frozen=True):
    """A place that belongs to the evidence, with a word on why."""

    place: Place
    message: str


class Outcome(Struct, frozen=True, kw_only=True):
    """A rule's answer for one subject (one dataset id, one card, one unit).

    `places` are where it stands, the first being the main one; `related` is the other evidence.
    `because` says why, for `unknown` and `not-applicable`. `fixes` are edits that would mend it.
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
    fixes: tuple[Fix, ...] = ()
