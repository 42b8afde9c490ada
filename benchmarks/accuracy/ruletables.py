"""Tables of rules and roles against judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.accuracy.judgements import RoleJudgement, RuleCount
from benchmarks.accuracy.tables import share
from benchmarks.columns import columns
from rai_lint.model.report import Report

ENOUGH = 20  # rules with fewer judged findings have no figure of their own
_HEAD = ("expected", "found", "recall", "95 %", "judged", "true", "precision", "95 %", "unjudged")

Counts = Mapping[tuple[str, str], RuleCount]


def summed(counts: Counts, part: int) -> dict[str, RuleCount]:
    """Return the counts added up by repository (`part` 0) or by rule (1)."""
    sums: dict[str, RuleCount] = {}
    for key, count in sorted(counts.items(), key=lambda item: item[0][part]):
        sums.setdefault(key[part], RuleCount()).add(count)
    return sums


def rule_report(counts: Counts) -> Iterator[str]:
    """Yield the tables by rule and by repository."""
    whole = RuleCount()
    for count in counts.values():
        whole.add(count)
    yield f"Findings by rule (rules with under {ENOUGH} judged: counts only)"
    yield from columns([("rule", *_HEAD), *_rows(summed(counts, 1)), _row("all", whole)])
    yield ""
    yield "Findings by repository"
    yield from columns([("repository", *_HEAD), *_rows(summed(counts, 0)), _row("all", whole)])


def _rows(sums: Mapping[str, RuleCount]) -> list[tuple[str, ...]]:
    return [_row(name, count) for name, count in sums.items()]


def _row(name: str, count: RuleCount) -> tuple[str, ...]:
    return (
        name,
        str(count.expected),
        *_measured(count.found, count.expected),
        str(count.judged),
        *_measured(count.true, count.judged),
        str(count.unjudged),
    )


def _measured(part: int, whole: int) -> tuple[str, str, str]:
    return share(part, whole) if whole >= ENOUGH else (str(part), "-", "-")


def rule_details(counts: Counts) -> Iterator[str]:
    """Yield one line for each finding that is missing, false, or not judged yet."""
    for count in counts.values():
        for word, judged in (("missed", count.missed), ("false ", count.false)):
            for one in judged:
                at = f"{one.repository}  {one.path}:{one.line}  {one.subject}"
                yield f"{word}  {one.rule}  {at}  {one.note}".rstrip()
        for repository, finding in count.new:
            place = finding.places[0]
            at = f"{repository}  {place.path}:{place.line}  {finding.subject}"
            yield f"not judged  {finding.rule.id}  {at}  {finding.message}"


def role_report(judged: Sequence[RoleJudgement], reports: Mapping[str, Report]) -> Iterator[str]:
    """Yield the table of roles: those that are missing, and those too many."""
    known = [one for one in judged if one.repository in reports]
    right = sum(one.right(got(reports[one.repository])) for one in known)
    yield f"Roles: {right} of {len(known)} repositories right  {share(right, len(known))[2]}"
    rows: list[tuple[str, ...]] = [
        ("repository", "right", "expected", "accepted too", "missing", "too many")
    ]
    for one in known:
        found = got(reports[one.repository])
        missing, many = one.expected - found, found - one.expected - one.accepted
        named = (" ".join(sorted(group)) for group in (one.expected, one.accepted, missing, many))
        rows.append((one.repository, "yes" if one.right(found) else "NO", *named))
    yield from columns(rows)


def got(report: Report) -> frozenset[str]:
    """Return the roles of a report."""
    return frozenset(role.role for role in report.roles)
