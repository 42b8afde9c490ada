"""The predicates of the rule language and what each takes: the contract of loader and evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

#: `flag` true or false · `value` one plain value or a reference · `values` a list or a reference ·
#: `either` one or several · `pattern` an RE2 pattern · `number`, `version`, `duty` and `phrases`
#: (a phrase set by name) as they say.
Takes = Literal[
    "flag", "value", "values", "either", "pattern", "number", "version", "duty", "phrases"
]

PREDICATES: Mapping[str, Takes] = MappingProxyType(
    {
        "is": "value",
        "in": "values",
        "matches": "pattern",
        "contains": "value",
        "starts-with": "value",
        "absent": "flag",
        "given": "flag",
        "known": "flag",
        "unknown": "flag",
        "settled": "flag",
        "at-least": "number",
        "at-most": "number",
        "allows-below": "version",
        "same-release": "value",
        "shares-version": "either",
        "same-dataset": "either",
        "same-model": "either",
        "same-metric": "either",
        "computes-metric": "either",
        "same-licence": "either",
        "names-dataset": "either",
        "names-model": "either",
        "rounds-to": "number",
        "same-value": "value",
        "mentions": "phrases",
        "says": "either",
        "overlaps": "either",
        "disjoint": "either",
        "contains-benchmark": "either",
        "covers-language": "either",
        "drops-duty-of": "either",
        "has-duty": "duty",
    }
)

DUTIES = (
    "attribution",
    "share-alike",
    "non-commercial",
    "no-derivatives",
    "use-restrictions",
    "naming",
    "notice",
)

#: Fields that every vocabulary entry has, next to those its table declares.
ENTRY_FIELDS = ("id", "names", "source", "date", "found")
