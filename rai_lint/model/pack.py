"""A rule pack as the stages read it: rules, knowledge, profiles, guidelines; no examples."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.rule import Rule, Severity

#: The profile that switches every rule on, those in preview included; it exists in any pack.
EVERYTHING = "strict"


class Profile(Struct, frozen=True, kw_only=True):
    """A named selection of rules for one purpose.

    `select` and `ignore` hold rule ids, names, families (`DAT`) or `ALL`; `severity` overrides
    the severity of single rules by id.
    """

    name: str
    title: str
    about: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)


class GuidelineItem(Struct, frozen=True, kw_only=True):
    """One numbered item of a guideline, and the ids of the rules that give evidence for it."""

    id: str
    text: str
    rules: tuple[str, ...] = ()


class Guideline(Struct, frozen=True, kw_only=True):
    """A published document with numbered items; `date` is an ISO date, `source` an address."""

    id: str
    title: str
    source: str
    date: str = ""
    items: tuple[GuidelineItem, ...] = ()


class Pack(Struct, frozen=True, kw_only=True):
    """What one folder of rules says, compiled."""

    rules: tuple[Rule, ...] = ()
    knowledge: Knowledge = field(default_factory=Knowledge)
    profiles: tuple[Profile, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
