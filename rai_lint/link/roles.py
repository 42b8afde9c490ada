"""What a repository does, and the facts that show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from rai_lint.link.nature import MAX_EVIDENCE, library, teaching
from rai_lint.model.fact import Fact
from rai_lint.model.readme import Readme
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Absent, Unknown
from rai_lint.model.vocabulary import Table

#: Frameworks whose models are not started from others.
_FROM_SCRATCH = ("sklearn", "xgboost", "lightgbm", "catboost")
_EVALUATIONS = ("eval-run", "metric-compute", "fairness-eval", "safety-eval")
_HELD_OUT = ("validation", "test")
_PROGRAMS = (".py", ".ipynb")

#: The name of the entry by which a configuration deploys a model for others to call.
ENDPOINT = "endpoint"


def roles(
    facts: Sequence[Fact], sources: Sequence[Source], readme: Readme, datasets: Table
) -> tuple[RoleEvidence, ...]:
    """Return the roles of a repository with evidence.

    `datasets` is the vocabulary that tells which were made for evaluation. Examples show what a
    repository does only where nothing else does, and never of a library.
    """
    own = [fact for fact in facts if fact.scope == "source"]
    nature = [*library(sources, own, readme), *teaching(sources, readme)]
    found = _does(own, datasets)
    if not found and not any(role.role == "library" for role in nature):
        found = _does([fact for fact in facts if fact.scope == "example"], datasets)
    return (*found, *nature)


def _does(facts: Sequence[Fact], datasets: Table) -> list[RoleEvidence]:
    """Return what facts show that a repository does."""
    shown = [
        *_training(facts),
        ("evaluates", _evaluating(facts, datasets)),
        *((role, [fact.place for fact in facts if test(fact)]) for role, test in _TESTS),
        ("llm-app", _llm_calls(facts)),
    ]
    return [RoleEvidence(role, tuple(places[:MAX_EVIDENCE])) for role, places in shown if places]


def _published_data(fact: Fact) -> bool:
    if fact.kind == "data-write":
        return fact.known("published") is True
    return (
        fact.kind in ("dataset-card", "datasheet", "croissant") and fact.known("format") != "note"
    )


def _published_model(fact: Fact) -> bool:
    return fact.kind in ("model-publish", "model-card")


def _serving(fact: Fact) -> bool:
    endpoint = fact.kind == "config-entry" and fact.known("name") == ENDPOINT
    return fact.kind == "ui-app" or endpoint


_TESTS: tuple[tuple[str, Callable[[Fact], bool]], ...] = (
    ("publishes-model", _published_model),
    ("publishes-dataset", _published_data),
    ("serves", _serving),
)


def _training(facts: Sequence[Fact]) -> list[tuple[str, list[Place]]]:
    """Tell training from fine-tuning: a loop by hand may be either where a model is loaded too.

    So may a model that is made elsewhere, where the program that trains it loads none itself.
    """
    trainings = [fact for fact in facts if fact.kind == "model-train"]
    loads = {
        fact.place.path
        for fact in facts
        if fact.kind == "model-load"
        and fact.known("part") in ("model", None)
        and fact.known("origin") in ("hub", None)
    }
    tuned = [fact for fact in trainings if loads and fact.known("framework") not in _FROM_SCRATCH]
    fresh = [fact for fact in trainings if fact not in tuned or _by_hand(fact, loads)]
    places = [fact.place for fact in tuned] or _recipes(facts)
    return [("trains", [fact.place for fact in fresh]), ("fine-tunes", places)]


def _by_hand(fact: Fact, loads: Collection[str]) -> bool:
    model = fact.get("model")
    made = isinstance(model, Unknown) and model.by == "repository" and not model.candidates
    return isinstance(model, Absent) or (made and fact.place.path not in loads)


def _recipes(facts: Iterable[Fact]) -> list[Place]:
    """Return where configuration files name a model and the data to tune it with."""
    loads: dict[str, dict[str, Place]] = {}
    for fact in facts:
        if fact.kind in ("model-load", "dataset-load") and not fact.place.path.endswith(_PROGRAMS):
            loads.setdefault(fact.place.path, {}).setdefault(fact.kind, fact.place)
    return [kinds["model-load"] for kinds in loads.values() if len(kinds) > 1]


def _evaluating(facts: Sequence[Fact], datasets: Table) -> list[Place]:
    """Return evaluations; else held-out data and benchmarks, read where a model is at hand."""
    found = [fact.place for fact in facts if fact.kind in _EVALUATIONS]
    if found:
        return found
    models = {fact.place.path for fact in facts if fact.kind in ("model-train", "model-load")}
    return [
        fact.place
        for fact in facts
        if fact.kind == "dataset-load"
        and fact.place.path in models
        and (fact.known("split") in _HELD_OUT or _is_benchmark(fact, datasets))
    ]


def _is_benchmark(fact: Fact, datasets: Table) -> bool:
    term = datasets.find(str(fact.known("id") or ""))
    return term is not None and term.values.get("benchmark") is True


def _llm_calls(facts: Sequence[Fact]) -> list[Place]:
    """Take calls of hosted models for an application's, unless they make data or train."""
    kinds = {fact.kind for fact in facts}
    if "ui-app" not in kinds and kinds & {"model-train", "datasheet"}:
        return []
    return [fact.place for fact in facts if fact.kind == "llm-call"]
