"""What the page calls things that have short names elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rai_lint.model.rule import Severity
from rai_lint.report.evidence import State

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "DAT": "Data",
        "ENV": "Energy and environment",
        "EVL": "Evaluation",
        "FAI": "Fairness",
        "GOV": "Governance",
        "LIC": "Licences",
        "MDC": "Model cards",
        "PRV": "Privacy",
        "RAI": "Suppressions",
        "REP": "Reproducibility",
        "SAF": "Safety",
        "SEC": "Security",
        "TRN": "Transparency",
    }
)
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "trains": "trains models",
        "fine-tunes": "fine-tunes models that others made",
        "evaluates": "evaluates models",
        "publishes-model": "publishes a model",
        "publishes-dataset": "publishes a dataset",
        "serves": "serves a model to users",
        "llm-app": "is an application of language models",
        "library": "is a library for others to build on",
        "teaching": "is teaching material",
    }
)
#: What an item is called by its state, and one and several of them.
STATES: Mapping[State, tuple[str, str, str]] = MappingProxyType(
    {
        "gap": ("gap", "gap", "gaps"),
        "unknown": ("unknown", "unknown", "unknown"),
        "evidence": ("evidence", "with evidence", "with evidence"),
        "not-checked": ("not checked", "not checked", "not checked"),
    }
)
SEVERITIES: Mapping[Severity, tuple[str, str]] = MappingProxyType(
    {"error": ("error", "errors"), "warning": ("warning", "warnings"), "note": ("note", "notes")}
)


def many(count: int, one: str, several: str = "") -> str:
    """Return a number with its noun."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def family(code: str) -> str:
    """Return the title of a family of rules; its code where it is not one of ours."""
    return FAMILIES.get(code, code)
