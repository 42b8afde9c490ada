"""What a repository does, and the facts that show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rai_lint.model.fact import Fact
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Absent

MAX_EVIDENCE = 5
_NOTEBOOK_COURSE = 8

#: Frameworks whose models are not started from others.
_FROM_SCRATCH = ("sklearn", "xgboost", "lightgbm", "catboost")

#: Words of a title that say that a repository teaches.
_TEACHING = frozenset(
    {
        "course",
        "tutorial",
        "tutorials",
        "workshop",
        "lecture",
        "lectures",
        "homework",
        "assignment",
        "assignments",
        "bootcamp",
        "notebooks",
        "examples",
        "template",
        "cookbook",
        "quickstart",
        "lesson",
        "lessons",
        "exercise",
        "exercises",
        "handson",
        "demos",
        "started",
    }
)


def roles(facts: Sequence[Fact], sources: Sequence[Source], title: str) -> tuple[RoleEvidence, ...]:
    """Return the roles of a repository with evidence; `title` is the heading of its README."""
    own = [fact for fact in facts if fact.scope == "source" and fact.kind != "local-reference"]
    shown = own or [fact for fact in facts if fact.scope == "example"]
    found: list[RoleEvidence] = []
    for role, test in _TESTS:
        evidence = [fact.place for fact in shown if test(fact)]
        if evidence:
            found.append(RoleEvidence(role, tuple(evidence[:MAX_EVIDENCE])))
    found = [*_training(shown), *found, *_llm_app(shown)]
    found += _library(sources)
    found += _teaching(sources, title)
    return tuple(found)


def _of(*kinds: str) -> Callable[[Fact], bool]:
    return lambda fact: fact.kind in kinds


def _published_data(fact: Fact) -> bool:
    if fact.kind == "data-write":
        return fact.known("published") is True
    return (
        fact.kind in ("dataset-card", "datasheet", "croissant") and fact.known("format") != "note"
    )


def _published_model(fact: Fact) -> bool:
    return fact.kind in ("model-publish", "model-card")


_TESTS: tuple[tuple[str, Callable[[Fact], bool]], ...] = (
    ("evaluates", _of("eval-run", "metric-compute", "fairness-eval", "safety-eval")),
    ("publishes-model", _published_model),
    ("publishes-dataset", _published_data),
    ("serves", _of("ui-app")),
)


def _training(facts: Iterable[Fact]) -> list[RoleEvidence]:
    """Tell training from fine-tuning: a loop by hand may be either where a model is loaded too."""
    listed = list(facts)
    trainings = [fact for fact in listed if fact.kind == "model-train"]
    loads = any(
        fact.kind == "model-load"
        and fact.known("part") in ("model", None)
        and fact.known("origin") in ("hub", None)
        for fact in listed
    )
    tuned = [fact for fact in trainings if loads and fact.known("framework") not in _FROM_SCRATCH]
    fresh = [fact for fact in trainings if fact not in tuned or _by_hand(fact)]
    return [
        RoleEvidence(role, tuple(fact.place for fact in found[:MAX_EVIDENCE]))
        for role, found in (("trains", fresh), ("fine-tunes", tuned))
        if found
    ]


def _by_hand(fact: Fact) -> bool:
    return isinstance(fact.get("model"), Absent)


def _llm_app(facts: Iterable[Fact]) -> list[RoleEvidence]:
    """Take calls of hosted models for an application's, unless they make data or train."""
    listed = list(facts)
    calls = [fact.place for fact in listed if fact.kind == "llm-call"]
    kinds = {fact.kind for fact in listed}
    if not calls or ("ui-app" not in kinds and kinds & {"model-train", "datasheet"}):
        return []
    return [RoleEvidence("llm-app", tuple(calls[:MAX_EVIDENCE]))]


def _library(sources: Sequence[Source]) -> list[RoleEvidence]:
    """Take a manifest with a folder of modules that has an `__init__` for a library."""
    paths = {source.path for source in sources}
    manifests = [p for p in ("setup.py", "pyproject.toml", "setup.cfg") if p in paths]
    packages = [
        path
        for path in sorted(paths)
        if path.endswith("/__init__.py")
        and path.count("/") <= (2 if path.startswith(("src/", "python/", "lib/")) else 1)
        and path.split("/")[0] not in ("tests", "test", "docs", "examples", "scripts", "configs")
    ]
    if not manifests or not packages:
        return []
    return [RoleEvidence("library", (Place(manifests[0]), Place(packages[0])))]


def _teaching(sources: Sequence[Source], title: str) -> list[RoleEvidence]:
    """Say whether it is a course or a collection of examples: by its title, or mostly notebooks."""
    words = set(re.findall(r"[^\W\d_]+", title.lower()))
    if words & _TEACHING:
        return [RoleEvidence("teaching", (Place("README.md"),), f"its README is titled “{title}”")]
    notebooks = [s for s in sources if s.kind == "notebook" and s.scope == "source"]
    programs = [s for s in sources if s.kind == "python" and s.scope == "source"]
    if len(notebooks) >= _NOTEBOOK_COURSE and len(notebooks) > 2 * len(programs):
        places = tuple(Place(source.path) for source in notebooks[:MAX_EVIDENCE])
        return [RoleEvidence("teaching", places, "most of it is notebooks")]
    return []
