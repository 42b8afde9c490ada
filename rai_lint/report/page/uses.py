"""Which facts the inventory tells of, in which table, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

DATA = "Datasets"
MODELS = "Models"
METRICS = "Metrics and results"
EVALUATIONS = "Evaluations"
CONTROLS = "Controls and safeguards"
PEOPLE = "Data about people"
DOCUMENTS = "Documents and licences"

#: Fields whose values say what they are.
BARE = frozenset(
    (
        "framework",
        "function",
        "how",
        "library",
        "provider",
        "reported",
        "stated_in",
        "task",
        "value",
    )
)

#: The tables in the order in which they are shown.
TABLES = (DATA, MODELS, METRICS, EVALUATIONS, CONTROLS, PEOPLE, DOCUMENTS)


class Use(Struct, frozen=True):
    """How a kind of fact is told: its table, what it says, and its fields.

    `name` is the field that names the thing, `lead` a field whose value follows the word,
    `details` other fields. Kinds that mean little by themselves (a column that may stand for a
    sensitive one) are for rules, and not told.
    """

    table: str
    word: str
    name: str = "id"
    lead: str = ""
    details: tuple[str, ...] = ()


def _use(table: str, word: str, name: str = "id", lead: str = "", details: str = "") -> Use:
    return Use(table, word, name, lead, tuple(details.split()))


USES: Mapping[str, Use] = MappingProxyType(
    {
        "dataset-load": _use(DATA, "loaded", details="split config revision provider"),
        "data-use": _use(DATA, "used to", "dataset", "purpose", "split model"),
        "data-address": _use(DATA, "address in the code"),
        "data-write": _use(DATA, "written", "destination", "", "sources generators published"),
        "card-dataset": _use(DATA, "named in a card", lead="role", details="split"),
        "data-file": _use(DATA, "file in the repository", details="format rows storage"),
        "data-path": _use(DATA, "named in a configuration", lead="split"),
        "crawl": _use(DATA, "crawler", lead="robots"),
        "model-load": _use(MODELS, "loaded", lead="part", details="revision provider task"),
        "model-train": _use(MODELS, "trained", "model", "", "framework how dataset seed"),
        "model-derivation": _use(MODELS, "derived", lead="relation"),
        "model-output": _use(MODELS, "used to generate", details="provider"),
        "model-save": _use(MODELS, "saved", "destination", "", "framework format"),
        "model-publish": _use(MODELS, "published", lead="destination", details="format"),
        "model-artifact": _use(MODELS, "weights in the repository", details="format storage"),
        "card-base-model": _use(MODELS, "base model of a card"),
        "llm-call": _use(MODELS, "called at a provider", lead="provider"),
        "metric-compute": _use(METRICS, "computed", "name", "", "library reported"),
        "card-metric": _use(METRICS, "in a card", "name", "printed", "dataset split slice run"),
        "readme-metric": _use(METRICS, "in a README", "name", "printed", "dataset split slice run"),
        "result-file": _use(METRICS, "in a result file", "name", "raw", "dataset split slice"),
        "eval-run": _use(EVALUATIONS, "run", "harness", "", "tasks dataset split model limit"),
        "eval-record": _use(EVALUATIONS, "record of a run", lead="form"),
        "fairness-eval": _use(EVALUATIONS, "fairness", "tool", "", "attributes"),
        "safety-eval": _use(EVALUATIONS, "safety", "tool", "", "risks"),
        "llm-judge": _use(EVALUATIONS, "a model as judge", details="provider"),
        "safety-control": _use(CONTROLS, "control", "control", "state", "function"),
        "ai-disclosure": _use(CONTROLS, "may tell users that they deal with AI", "text"),
        "dangerous-switch": _use(CONTROLS, "accepts a danger", details="value function"),
        "agent-tool": _use(CONTROLS, "tool of an agent", details="function"),
        "check-disabled": _use(CONTROLS, "check switched off", "check", "", "function what"),
        "unsafe-load": _use(CONTROLS, "loaded in a format that can run code", details="format"),
        "seed-set": _use(CONTROLS, "seed set", "library", "", "value"),
        "determinism": _use(CONTROLS, "determinism", details="value"),
        "experiment-tracking": _use(CONTROLS, "tracks experiments", "tool"),
        "energy-tracking": _use(CONTROLS, "tracks energy", "tool"),
        "energy-record": _use(CONTROLS, "record of energy", "tool", "", "kilograms"),
        "ci-job": _use(CONTROLS, "runs checks", "provider", "", "runs"),
        "environment-record": _use(CONTROLS, "records the environment", "tool"),
        "ui-app": _use(CONTROLS, "interface for users", details="logs chat"),
        "policy": _use(CONTROLS, "policy in the repository"),
        "sensitive-attribute": _use(PEOPLE, "sensitive attribute", lead="use", details="column"),
        "personal-data-sent": _use(PEOPLE, "sent to a model", details="model provider"),
        "biometric-use": _use(PEOPLE, "biometric", lead="task", details="library"),
        "camera-use": _use(PEOPLE, "camera or microphone", details="function"),
        "notebook-output": _use(PEOPLE, "shown in outputs of a notebook", "kinds"),
        "model-card": _use(DOCUMENTS, "model card", details="format words"),
        "dataset-card": _use(DOCUMENTS, "dataset card", details="format words"),
        "datasheet": _use(DOCUMENTS, "datasheet", details="words"),
        "croissant": _use(DOCUMENTS, "Croissant description"),
        "readme": _use(DOCUMENTS, "README", details="words"),
        "licence": _use(DOCUMENTS, "licence of", lead="covers", details="stated_in"),
        "bom": _use(DOCUMENTS, "bill of materials", details="format"),
    }
)
