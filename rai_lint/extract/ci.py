"""What continuous integration and pipelines run: a fact for each job, stage or file of targets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import re2

from rai_lint.extract.config import read_tree
from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known

_MAX_RUNS = 4000

_PROVIDERS = (
    (re2.compile(r"(?:^|/)\.github/workflows/[^/]+\.ya?ml$"), "github"),
    (re2.compile(r"(?:^|/)\.gitlab-ci\.ya?ml$|(?:^|/)\.gitlab/ci/[^/]+\.ya?ml$"), "gitlab"),
    (re2.compile(r"(?:^|/)azure-pipelines[^/]*\.ya?ml$|(?:^|/)\.azure-pipelines/"), "azure"),
    (re2.compile(r"(?:^|/)\.circleci/config\.ya?ml$"), "circleci"),
    (re2.compile(r"(?:^|/)dvc\.ya?ml$"), "dvc"),
)
#: Files of targets: their recipes are text, not keys.
_TARGETS = {"makefile": "make", "gnumakefile": "make", "justfile": "just"}

#: Keys whose text is run, or names an action that is.
_RUNS = frozenset(
    ("run", "uses", "script", "before_script", "after_script", "bash", "command", "task", "cmd")
) | {"steps"}
#: Sections of GitLab files that are no jobs.
_NO_JOBS = frozenset(("stages", "variables", "default", "include", "workflow", "cache", "image"))


def extract_ci(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield each job with what it runs, commands and actions by line; the text is bounded."""
    del knowledge
    provider = next((name for pattern, name in _PROVIDERS if pattern.search(source.path)), None)
    if provider is None:
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    jobs = [job for root in documents for job in _jobs(root)]
    return Extraction(facts=tuple(_fact(source, provider, job) for job in jobs))


def extract_pipeline(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield one job for a file of targets, with all that its recipes run."""
    del knowledge
    provider = _TARGETS.get(PurePosixPath(source.path.lower()).name)
    if provider is None:
        return Extraction()
    recipes = (line.strip() for line in text.splitlines() if line[:1] in (" ", "\t"))
    runs = "\n".join(recipe for recipe in recipes if recipe)[:_MAX_RUNS]
    fields = {"provider": Known(provider), "runs": Known(runs)}
    fact = Fact(kind="ci-job", place=Place(source.path), fields=fields, scope=source.scope)
    return Extraction(facts=(fact,))


def _jobs(root: Node) -> Iterator[Node]:
    """Yield the jobs of a workflow, or of a GitLab file; else the whole file is one."""
    jobs = (root.get("jobs") or root.get("stages")) if isinstance(root, Keys) else None
    if isinstance(jobs, Keys):
        yield from (job for _, job in jobs.pairs)
    elif isinstance(root, Keys) and any(_has_script(job) for _, job in root.pairs):
        for name, job in root.pairs:
            if name not in _NO_JOBS and _has_script(job):
                yield job
    else:
        yield root


def _has_script(node: Node) -> bool:
    return isinstance(node, Keys) and node.get("script") is not None


def _runs(node: Node, *, counts: bool = False) -> Iterator[str]:
    """Yield the texts below keys that run something."""
    if isinstance(node, Scalar):
        if counts and isinstance(node.value, str):
            yield node.value.strip()
    elif isinstance(node, Items):
        for item in node.items:
            yield from _runs(item, counts=counts)
    else:
        for key, value in node.pairs:
            yield from _runs(value, counts=key in _RUNS)


def _fact(source: Source, provider: str, job: Node) -> Fact:
    runs = "\n".join(_runs(job))[:_MAX_RUNS]
    fields = {"provider": Known(provider), "runs": Known(runs)}
    place = Place(source.path, job.line)
    return Fact(kind="ci-job", place=place, fields=fields, scope=source.scope)
