"""A rule pack as the stages read it: rules, knowledge, profiles, guidelines; no examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.rule import Rule, Severity

#: The profile that switches every rule on, those in preview included; it exists in any pack.
EVERYTHING = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineItem:
    """One numbered item of a guideline, and the ids of the rules that give evidence for it."""

    id: str
    text: str
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guideline:
    """A published document with numbered items; `date` is an ISO date, `source` an address."""

    id: str
    title: str
    source: str
    date: str = ""
    items: tuple[GuidelineItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What one folder of rules says, compiled."""

    rules: tuple[Rule, ...] = ()
    knowledge: Knowledge = field(default_factory=Knowledge)
    profiles: tuple[Profile, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
