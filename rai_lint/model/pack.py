"""A rule pack as the stages read it: rules, knowledge, profiles, guidelines; no examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, field

from rai_lint.model.knowledge import Knowledge
from rai_lint.model.rule import Condition, Rule, Severity

#: The profile that switches every rule on, those in preview included; it exists in any pack.
EVERYTHING = "strict"


class Profile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A named selection of rules for one purpose.

    `select` and `ignore` hold rule ids, names, families (`DAT`) or `ALL`; `severity` overrides
    the severity of single rules by id. `guidelines` are those that the profile is for.
    """

    name: str
    title: str
    about: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    guidelines: tuple[str, ...] = ()


#: What the date of a guideline is: the day it applies from, was published, or was read.
Dated = Literal["applies", "published", "read"]


class GuidelineItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One numbered item of a guideline, in our own words.

    `rules` are those that give evidence for it besides the ones that refer to it, `date` is an
    ISO date where it is not that of the whole guideline. What is not `checkable` no machine can
    see in a repository. `shown_by` are conditions of its own: where all hold, the repository
    shows what the item asks for.
    """

    id: str
    text: str
    rules: tuple[str, ...] = ()
    checkable: bool = True
    date: str = ""
    shown_by: tuple[Condition, ...] = ()


class Level(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a repository reaches that shows all the items it needs, such as a class of openness."""

    name: str
    needs: tuple[str, ...]


class Guideline(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A published document with numbered items; `date` is an ISO date, `source` an address.

    `levels` go from the lowest to the highest.
    """

    id: str
    title: str
    source: str
    date: str = ""
    dated: Dated = "read"
    items: tuple[GuidelineItem, ...] = ()
    levels: tuple[Level, ...] = ()


def items_by_reference(guidelines: Iterable[Guideline]) -> dict[str, GuidelineItem]:
    """Return the items of guidelines by `guideline/item`, as rules refer to them, in order."""
    return {f"{each.id}/{item.id}": item for each in guidelines for item in each.items}


class Pack(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one folder of rules says, compiled."""

    rules: tuple[Rule, ...] = ()
    knowledge: Knowledge = field(default_factory=Knowledge)
    profiles: tuple[Profile, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
