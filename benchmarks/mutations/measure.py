"""Applies mutations to projects and checks what is found."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.mutations.documents import BrokenEntryError, Mutation, Project
from benchmarks.mutations.edit import mutated
from rai_lint.model.report import Finding
from rai_lint.model.request import Request
from rai_lint.run import check

PROFILE = "strict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one mutation: whether it was caught, where it was found, what else fired."""

    mutation: Mutation
    caught: bool
    found: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Return whether the finding asked for was made, and no other."""
        return self.caught and not self.others


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    """Return the folder of this process where the compiled rules stand; it goes with the process.

    Compiling them takes longer than checking one of these projects.
    """
    return tempfile.TemporaryDirectory(prefix="mutation-rules-")


def findings(files: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what all rules find in a repository of these files."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        root = Path(name) / "repository"
        root.mkdir()
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        report = check(Request(root=root, profile=PROFILE, cache_dir=Path(_kept().name)))
    return tuple(one for one in report.findings if one.suppressed is None)


def measure(projects: Mapping[str, Project], mutations: Iterable[Mutation]) -> list[Result]:
    """Return the result of every mutation. Raises BrokenEntryError before any is tried."""
    ready = [(mutation, _files(projects, mutation)) for mutation in mutations]
    return [_measured(mutation, files) for mutation, files in ready]


def _files(projects: Mapping[str, Project], mutation: Mutation) -> dict[str, str]:
    project = projects.get(mutation.project)
    if project is None:
        raise BrokenEntryError(f"{mutation.rule} {mutation.title}: no project {mutation.project}")
    return mutated(project, mutation)


def _measured(mutation: Mutation, files: Mapping[str, str]) -> Result:
    found = findings(files)
    wanted = [one for one in found if _is_wanted(one, mutation, files)]
    return Result(
        mutation=mutation,
        caught=len(wanted) == 1,
        found=tuple(said(one) for one in found if one.rule.id == mutation.rule),
        others=tuple(said(one) for one in found if one not in wanted),
    )


def _is_wanted(finding: Finding, mutation: Mutation, files: Mapping[str, str]) -> bool:
    place = finding.places[0]
    if finding.rule.id != mutation.rule or place.path != mutation.expect.path:
        return False
    if mutation.severity and finding.severity != mutation.severity:
        return False
    if not mutation.expect.at:
        return True
    return mutation.expect.at in files[place.path].splitlines()[place.line - 1]


def said(finding: Finding) -> str:
    """Return a finding on one line."""
    place = finding.places[0]
    return f"{finding.rule.id} {place.path}:{place.line} {finding.message}"
