"""Findings and roles as people judged them: `benchmarks/judgements/*.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rai_lint.model.report import Finding, Report

FOLDER = Path(__file__).parents[1] / "judgements"
VERDICTS = ("true", "false", "missed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judged finding. `missed` ones should be found and were not when they were judged."""

    repository: str
    rule: str
    path: str
    line: int
    subject: str
    verdict: str
    note: str = ""

    @property
    def expected(self) -> bool:
        """Return whether there should be such a finding."""
        return self.verdict != "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleJudgement:
    """The roles that a repository plays, and those that may be said of it too."""

    repository: str
    expected: frozenset[str]
    accepted: frozenset[str]

    def right(self, got: Iterable[str]) -> bool:
        """Return whether all expected roles were found, and none that is not accepted."""
        found = frozenset(got)
        return self.expected <= found <= self.expected | self.accepted


@dataclass(slots=True)
class RuleCount:
    """Findings of one rule (or in one repository) against what was judged."""

    expected: int = 0
    found: int = 0
    judged: int = 0
    true: int = 0
    unjudged: int = 0
    missed: list[Judgement] = field(default_factory=list)
    false: list[Judgement] = field(default_factory=list)
    new: list[tuple[str, Finding]] = field(default_factory=list)

    def add(self, other: RuleCount) -> None:
        """Add the counts of another."""
        for name in ("expected", "found", "judged", "true", "unjudged", "missed", "false", "new"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def read_judgements(folder: Path = FOLDER) -> list[Judgement]:
    """Return the judged findings. Raises ValueError for a verdict that is none."""
    found = []
    for row in _rows(folder / "findings.tsv"):
        if row["verdict"] not in VERDICTS:
            raise ValueError(f"findings.tsv: `{row['verdict']}` is no verdict")
        names = ("repository", "rule", "path", "subject", "verdict", "note")
        found.append(Judgement(line=int(row["line"]), **{name: row[name] for name in names}))
    return found


def read_roles(folder: Path = FOLDER) -> list[RoleJudgement]:
    """Return the judged roles."""
    return [
        RoleJudgement(
            repository=row["repository"],
            expected=frozenset(row["expected"].split()),
            accepted=frozenset(row["accepted"].split()),
        )
        for row in _rows(folder / "roles.tsv")
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def compare_findings(
    judgements: Sequence[Judgement], reports: Mapping[str, Report]
) -> dict[tuple[str, str], RuleCount]:
    """Return counts by repository and rule; only repositories that have judgements count."""
    counts: dict[tuple[str, str], RuleCount] = {}
    for repository in dict.fromkeys(one.repository for one in judgements):
        if repository not in reports:
            continue
        left = [one for one in judgements if one.repository == repository]
        for finding in reports[repository].findings:
            count = counts.setdefault((repository, finding.rule.id), RuleCount())
            same = next((one for one in left if _same(one, finding)), None)
            judged = [same] if same else [one for one in left if _inside(one, finding)]
            if not judged:
                count.unjudged += 1
                count.new.append((repository, finding))
            for one in judged:
                left.remove(one)
                _judged(count, one)
        for one in left:
            if one.expected:
                count = counts.setdefault((repository, one.rule), RuleCount())
                count.expected += 1
                count.missed.append(one)
    return counts


def _judged(count: RuleCount, judged: Judgement) -> None:
    count.judged += 1
    count.true += judged.expected
    count.expected += judged.expected
    count.found += judged.expected
    if not judged.expected:
        count.false.append(judged)


def _same(judgement: Judgement, finding: Finding) -> bool:
    """Say whether a finding is the judged one: rule and file, and the line or the subject."""
    place = finding.places[0]
    if judgement.rule != finding.rule.id or judgement.path != place.path:
        return False
    if judgement.subject and judgement.subject != finding.subject:
        return False
    return bool(judgement.subject) or abs(judgement.line - place.line) <= 1


def _inside(judgement: Judgement, finding: Finding) -> bool:
    """Say whether a finding about a whole document has the judged one among its places."""
    whole = finding.subject.startswith(judgement.path)
    if judgement.rule != finding.rule.id or not whole:
        return False
    return any(
        place.path == judgement.path and abs(judgement.line - place.line) <= 1
        for place in finding.places
    )
