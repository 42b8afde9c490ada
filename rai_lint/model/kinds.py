"""The kinds of facts and their fields: the contract between extraction and rules.

Fields named in `IDENTITY` name the thing a fact is about; the others qualify it. A field that
code or documents do not give is absent; one that cannot be read is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rai_lint.model.source import SourceKind

_CODE = {
    "dataset-load": (
        "id provider config split revision remote_code origin object file folder menu dataset"
    ),
    "model-load": "id provider part revision remote_code safetensors origin object task",
    "download": "id provider what revision checksum destination",
    "data-address": "id object",
    "check-disabled": "id check function what",
    "crawl": "id robots",
    "unsafe-load": "id function format guard guard_name origin own kept",
    "data-use": "purpose function model dataset split object held_out tested before_split",
    "data-loader": "function drop_last object split",
    "data-write": "id destination sources generators published",
    "data-derivation": "id what provider origin destination published",
    "model-output": "id provider function",
    "model-train": "framework how model dataset seed program",
    "model-derivation": "id relation",
    "model-instruction": "id text",
    "model-save": "framework destination format",
    "model-publish": "id function framework destination format switch",
    "data-split": "function seed stratify group shuffle rows sample program",
    "hyperparameter": "name raw value object",
    "seed-set": "library function value deterministic",
    "metric-compute": "name library reported",
    "eval-run": "harness tasks dataset split model limit",
    "fairness-eval": "tool attributes",
    "safety-eval": "tool risks",
    "safety-control": "control state function",
    "llm-call": "id provider function",
    "llm-output-executed": "id sink",
    "execution-guard": "id function",
    "dangerous-switch": "id function value",
    "agent-tool": "id function",
    "ui-app": "id framework logs chat",
    "ai-disclosure": "text",
    "sensitive-attribute": "id column use",
    "proxy-attribute": "id column use used",
    "biometric-use": "id library task",
    "camera-use": "id function",
    "personal-data-sent": "id column model provider",
    "interface-text": "id text",
    "experiment-tracking": "id tool function",
    "energy-tracking": "id tool function",
    "llm-judge": "id provider function",
    "determinism": "id value",
    "install": "name specifier",
    "package-import": "id module level list providers",
    "machine-path": "id owner",
    "bool-option": "id default given given_in",
    "swapped-metric": "id first second effect",
}

_DOCUMENTS = {
    "model-card": "id format has_metadata template generated words",
    "dataset-card": "id format has_metadata template generated words",
    "datasheet": "id format has_metadata template generated words",
    "croissant": "id format has_metadata template generated words",
    "readme": "id words text",
    "paper-section": "id heading words text code state optional",
    "readme-section": "id heading words text code state optional",
    "card-field": "card card_kind name value valid problem wanted",
    "card-section": "card card_kind id heading words text code state optional",
    "card-dataset": "card card_kind id raw role split stated_in negated link",
    "card-base-model": "card card_kind id raw stated_in negated",
    "card-metric": (
        "card card_kind name raw value printed dataset split slice run stated_in negated"
    ),
    "readme-metric": ("name raw value printed dataset split slice run stated_in negated average"),
    "card-hyperparameter": "card card_kind name raw value printed run stated_in",
    "card-language": "card card_kind id raw stated_in negated",
    "card-population": "card card_kind id sentence excluded",
    "card-claim": "card card_kind id sentence asserted",
    "licence": "id raw covers card card_kind stated_in",
    "licence-header": "id raw",
    "energy-record": "id tool kilograms grams total",
    "card-dependency": "card card_kind name value",
    "result-file": "harness dataset split name value raw slice run limit average",
    "eval-record": "id form problem minor",
    "config-entry": "name value",
    "data-path": "id raw split",
    "package": "id licence_told",
    "dependency": "name specifier pinned hashed group extras",
    "package-mention": "name",
    "package-index": "id",
    "model-artifact": "id format bytes storage",
    "data-file": "id format bytes rows storage columns personal attributes",
    "shared-rows": "id split train rows shared share lines train_lines",
    "policy": "id",
    "notebook-output": "kinds people",
    "notebook-error": "id cells later",
    "statement": "id sentence",
    "bom": "id format",
    "bom-component": "id what version",
    "openness-component": "id licence present",
    "high-impact-domain": "id stated_in sign",
    "local-reference": "id raw what exists instead",
    "command-option": "id name places accepted read",
    "script-run": "id raw below exists instead",
    "option-value": "id value program",
    "stated-variable": "id stated_in read",
    "merge-conflict": "raw",
    "superseded-file": "raw",
    "claimed-tool": "id sentence part used",
    "ci-job": "provider runs",
    "environment-record": "id tool",
    "locked-package": "name specifier",
    "blank-left": "id what raw",
    "stated-version": "card card_kind name raw value lowest stated_in tried",
    "environment-version": "name specifier tool",
}


def _split(table: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(fields.split()) for kind, fields in table.items()}


#: Every kind of fact with its fields. `path`, `line`, `unit` and `scope` exist on all of them.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(_split(_CODE) | _split(_DOCUMENTS))

#: Fields that every fact has by its place.
PLACE_FIELDS = ("path", "line", "unit", "scope")

#: Kinds that only Python and notebooks yield.
CODE_KINDS = frozenset(_CODE)

#: What tests of a project show as well as its other code: that something is measured or guarded.
_SHOWN_BY_TESTS = frozenset(
    {
        "energy-tracking",
        "eval-run",
        "execution-guard",
        "experiment-tracking",
        "fairness-eval",
        "install",
        "llm-judge",
        "metric-compute",
        "package-import",
        "safety-control",
        "safety-eval",
    }
)
#: What a project does. A test that loads a model, trains or sets a seed only tries it out.
DOINGS = CODE_KINDS - _SHOWN_BY_TESTS

#: The field that says what a fact is about (its subject); kinds not listed have none.
IDENTITY: Mapping[str, str] = MappingProxyType(
    {kind: "id" for kind, fields in FIELDS.items() if "id" in fields}
    | {kind: "name" for kind, fields in FIELDS.items() if "id" not in fields and "name" in fields}
)

_PROSE: tuple[SourceKind, ...] = ("markdown", "jsonld")

#: The kinds of sources that could hold a fact of a kind: what a skipped source may have hidden.
HELD_BY: Mapping[str, tuple[SourceKind, ...]] = MappingProxyType(
    dict.fromkeys(_CODE, ("python", "notebook"))
    | dict.fromkeys((kind for kind in _DOCUMENTS if "card" in kind or kind == "datasheet"), _PROSE)
    | {
        "readme": ("markdown",),
        "readme-metric": ("markdown",),
        "readme-section": ("markdown",),
        "paper-section": ("latex",),
        "croissant": ("jsonld",),
        "licence": ("markdown", "text", "jsonld"),
        "result-file": ("config", "data"),
        "energy-record": ("data",),
        "config-entry": ("config",),
        "data-path": ("config",),
        "package": ("config",),
        "dependency": ("config", "text"),
        "package-mention": ("markdown", "text", "shell"),
        "package-index": ("markdown", "text", "shell", "config"),
        "model-artifact": ("artifact",),
        "data-file": ("data",),
        "shared-rows": ("data",),
        "policy": ("markdown", "text"),
        "notebook-output": ("notebook",),
        "statement": ("markdown",),
        **dict.fromkeys(("bom", "bom-component", "openness-component"), ("config", "jsonld")),
        "high-impact-domain": ("markdown", "python", "notebook"),
        "local-reference": _PROSE,
        "command-option": _PROSE,
        "script-run": ("shell", "text", "config"),
        "option-value": ("markdown", "shell", "text", "config"),
        "bool-option": (),
        "swapped-metric": (),
        "notebook-error": ("notebook",),
        "stated-variable": ("markdown", "text"),
        "merge-conflict": ("markdown",),
        "superseded-file": (),
        "claimed-tool": ("markdown",),
        "licence-header": ("shell",),
        "download": ("python", "notebook", "shell"),
        # Commands are read where the program around them is not.
        "install": (),
        "machine-path": (),
        "eval-run": ("python", "notebook", "shell"),
        "safety-eval": ("python", "notebook", "shell"),
        "ci-job": ("config", "text"),
        "eval-record": ("config",),
        "environment-record": (),
        "locked-package": ("lock",),
        "blank-left": (),
        "stated-version": ("markdown",),
        "environment-version": ("config", "text"),
    }
)

ROLES = (
    "trains",
    "fine-tunes",
    "evaluates",
    "publishes-model",
    "publishes-dataset",
    "serves",
    "llm-app",
    "library",
    "teaching",
)

SECTIONS = (
    "model-details",
    "intended-use",
    "out-of-scope-use",
    "limitations",
    "bias-risks",
    "training-data",
    "training-procedure",
    "evaluation",
    "evaluation-data",
    "metrics",
    "ethical-considerations",
    "environmental-impact",
    "licence",
    "citation",
    "contact",
    "how-to-use",
    "caveats",
    "personal-data",
    "data-collection",
    "annotations",
    "maintenance",
    "other",
)
