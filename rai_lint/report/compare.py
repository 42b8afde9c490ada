"""What changed between two reports: new, gone, moved, and graver or milder than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from rai_lint.model.rule import SEVERITIES
from rai_lint.report.read_v1 import FindingRead, ReportRead, WhereRead

Kind = Literal["new", "fixed", "moved", "severity", "more-places", "suppressed", "not-checked"]


class Change(Struct, frozen=True, kw_only=True):
    """One finding in both or one of the reports: `before` or `now` is None where it is not.

    `because` says more: why nobody can say that it is fixed, or where places were added.
    """

    kind: Kind
    before: FindingRead | None = None
    now: FindingRead | None = None
    because: str = ""

    @property
    def finding(self) -> FindingRead:
        """The finding as it is now, or else was."""
        found = self.now or self.before
        assert found is not None  # noqa: S101 - one of them is always there
        return found


def compare(old: ReportRead, new: ReportRead) -> tuple[Change, ...]:
    """Return the changes, in the order of the reports; what is suppressed is not there."""
    before, now = _numbered(old), _numbered(new)
    pairs = [(before[key], now[key]) for key in before if key in now]
    added = [now[key] for key in now if key not in before]
    pairs, added = _by_file(pairs, added)
    return (
        *(_new(each, old) for each in added),
        *(_gone(each, new) for key, each in before.items() if key not in now),
        *(change for one, other in pairs for change in _changed(one, other)),
    )


def _numbered(report: ReportRead) -> dict[tuple[str, int], FindingRead]:
    """Return the findings by fingerprint; no two have the same unless somebody wrote them so."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], FindingRead] = {}
    for each in report.findings:
        if each.suppressed is None:
            found[each.fingerprint, seen[each.fingerprint]] = each
            seen[each.fingerprint] += 1
    return found


def fails(changes: Sequence[Change], fail_on: str) -> bool:
    """Say whether something is new at or above a severity: it, a place of it, or its severity."""
    if fail_on == "never":
        return False
    failing = SEVERITIES[: [str(each) for each in SEVERITIES].index(fail_on) + 1]
    return any(_is_new(each, failing) for each in changes)


def _is_new(change: Change, failing: Sequence[str]) -> bool:
    if change.kind in ("new", "more-places"):
        return change.finding.severity in failing
    if change.kind == "severity" and change.before and change.now:
        return change.now.severity in failing and change.before.severity not in failing
    return False


_Pair = tuple[FindingRead, FindingRead]


def _by_file(
    pairs: Sequence[_Pair], added: Sequence[FindingRead]
) -> tuple[list[_Pair], list[FindingRead]]:
    """Return pairs and what is new, each old one paired with the one of its file if it can be.

    Findings that are the same by all but their number are numbered as they stand in the report.
    So where one more came before others, the last of them looks new, and all others moved.
    """
    kept = [(one, other) for one, other in pairs if one.path == other.path]
    moved: dict[tuple[str, ...], list[_Pair]] = {}
    for one, other in pairs:
        if one.path != other.path:
            moved.setdefault((*_about(one), one.path), []).append((one, other))
    fresh: list[FindingRead] = []
    for each in added:
        alone = each
        while waiting := moved.get((*_about(alone), alone.path)):
            one, other = waiting.pop(0)
            kept.append((one, alone))
            alone = other
        fresh.append(alone)
    return [*kept, *(pair for several in moved.values() for pair in several)], fresh


def _about(finding: FindingRead) -> tuple[str, str, str, str]:
    return (finding.rule, finding.unit, finding.subject, finding.message)


def _new(finding: FindingRead, old: ReportRead) -> Change:
    hidden = {each.fingerprint: each for each in old.findings if each.suppressed}
    before = hidden.get(finding.fingerprint)
    because = "" if finding.rule in old.ran() else "its rule did not run before"
    if before is not None:
        paths = {each.path for each in before.locations}
        added = any(each.path not in paths for each in finding.locations)
        word = "what was there before is suppressed" if added else "it was suppressed before"
        because = f"{word}: {before.suppressed}"
    return Change(kind="new", now=finding, because=because)


def _gone(finding: FindingRead, new: ReportRead) -> Change:
    """Return what became of a finding that is not there any more: fixed, only if it was judged."""
    for each in new.findings:
        if each.suppressed is not None and each.fingerprint == finding.fingerprint:
            return Change(kind="suppressed", before=finding, now=each, because=each.suppressed)
    because = _not_judged(finding, new)
    return Change(kind="not-checked" if because else "fixed", before=finding, because=because)


def _not_judged(finding: FindingRead, new: ReportRead) -> str:
    about = (finding.rule, finding.subject, finding.unit)
    for unknown in new.unknown:
        if (unknown.rule, unknown.subject, unknown.unit) == about:
            return f"it cannot be settled any more: {unknown.because}"
    for skipped in new.skipped:
        if skipped.path == finding.path:
            return f"its file was not read: {skipped.because}"
    return (
        ""
        if finding.rule.startswith("RAI") or finding.rule in new.ran()
        else "its rule did not run"
    )


def _changed(before: FindingRead, now: FindingRead) -> Iterator[Change]:
    if SEVERITIES.index(before.severity) != SEVERITIES.index(now.severity):
        because = f"{before.severity} before, {now.severity} now"
        yield Change(kind="severity", before=before, now=now, because=because)
    if len(now.locations) > len(before.locations):
        yield Change(kind="more-places", before=before, now=now, because=_added(before, now))
    elif _place(before) != _place(now):
        yield Change(kind="moved", before=before, now=now)


def _added(before: FindingRead, now: FindingRead) -> str:
    """Say in which files a finding has more places than before."""
    counts = Counter(each.path for each in now.locations)
    counts.subtract(each.path for each in before.locations)
    more = [f"{count} more in {path}" for path, count in counts.items() if count > 0]
    return f"{len(before.locations)} places before, {len(now.locations)} now: {', '.join(more)}"


def _place(finding: FindingRead) -> WhereRead:
    return WhereRead(finding.path, finding.line, finding.cell)
