"""What a baseline does to findings, and what it becomes when it is written again.

It takes away the places it has entries for, as a suppression does; a finding with no place left
is suppressed and kept with the reason. An entry that this run could not have judged is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.baseline_match import matched, spots
from rai_lint.fingerprint import with_fingerprints
from rai_lint.model.baseline import Baseline, Entry
from rai_lint.model.builtin import STALE
from rai_lint.model.outcome import Outcome, Related
from rai_lint.model.report import Finding
from rai_lint.model.source import Place
from rai_lint.narrow import concerns, within


class View(Struct, frozen=True, kw_only=True):
    """What a run saw, and so what it may say of an entry.

    `ran` are the ids of the rules of this run, `known` of all that a baseline can hide. The run
    was narrowed to `paths` (none means all); `exists` says whether a path is there, `content` what
    stands at a place. `unread` are the paths that were not read, `unknown` the outcomes that could
    not be settled.
    """

    ran: Collection[str]
    known: Collection[str]
    exists: Callable[[str], bool]
    content: Callable[[Place], str]
    paths: Sequence[str] = ()
    unread: Collection[str] = ()
    unknown: Sequence[Outcome] = ()

    def judges(self, entry: Entry) -> bool:
        """Say whether this run would have found what the entry is about, were it still there."""
        if entry.rule not in self.known:
            return True  # there is no such rule any more, whatever runs
        return (
            entry.rule in self.ran
            and (not self.paths or within(entry.path, self.paths))
            and entry.path not in self.unread
            and not any(_leaves_open(outcome, entry) for outcome in self.unknown)
        )

    def shows(self, finding: Finding) -> bool:
        """Say whether a finding is in what the run was narrowed to."""
        return not self.paths or concerns(finding, self.paths)


def _leaves_open(outcome: Outcome, entry: Entry) -> bool:
    return outcome.rule.id == entry.rule and any(
        place.path == entry.path for place in outcome.places
    )


def against(findings: Sequence[Finding], baseline: Baseline, view: View) -> tuple[Finding, ...]:
    """Return the findings with those suppressed that the baseline has, and its stale entries."""
    found = spots(findings, view.content)
    pairs = matched(baseline.entries, found, view.exists)
    left: dict[int, list[Place]] = {index: [] for index in range(len(findings))}
    reasons: dict[int, dict[str, None]] = {index: {} for index in range(len(findings))}
    for number, spot in enumerate(found):
        if number in pairs:
            reasons[spot.finding][_reason(baseline, baseline.entries[pairs[number]])] = None
        else:
            left[spot.finding].append(spot.place)
    told = tuple(
        _told(finding, tuple(left[index]), tuple(reasons[index]))
        for index, finding in enumerate(findings)
    )
    stale = _stale(baseline, set(pairs.values()), view)
    return (*told, *with_fingerprints(stale, view.content))


def _reason(baseline: Baseline, entry: Entry) -> str:
    return f"baseline: {entry.reason or f'it was there when {baseline.path} was written'}"


def _told(finding: Finding, left: tuple[Place, ...], reasons: tuple[str, ...]) -> Finding:
    if finding.suppressed is not None or not reasons:
        return finding
    if left:
        return replace(finding, places=left)
    return replace(finding, suppressed="; ".join(reasons))


def _stale(baseline: Baseline, used: Collection[int], view: View) -> Iterator[Finding]:
    seen = {_bare(baseline.entries[index]) for index in used}
    for index, (entry, line) in enumerate(zip(baseline.entries, baseline.lines, strict=True)):
        if index in used or not view.judges(entry):
            continue
        yield Finding(
            rule=STALE,
            severity=STALE.severity,
            subject=f"{entry.rule} {entry.path}",
            unit=".",
            message=f"This entry hides nothing: {_why(entry, seen, view)}.",
            places=(Place(baseline.path, line),),
            related=(Related(Place(entry.path), "where it was"),),
        )


def _why(entry: Entry, seen: Collection[Entry], view: View) -> str:
    about = f"{entry.rule} for `{entry.subject}`" if entry.subject else entry.rule
    if entry.rule not in view.known:
        return f"`{entry.rule}` is no rule that a baseline can hide"
    if _bare(entry) in seen:
        return f"it is in the file twice, and {about} in {entry.path} is found once"
    return f"{about} in {entry.path} is not found any more, or it is suppressed otherwise"


def _bare(entry: Entry) -> Entry:
    return replace(entry, reason="")


def renewed(findings: Sequence[Finding], baseline: Baseline, view: View) -> Baseline:
    """Return the baseline of these findings; what the run did not judge stays as it was.

    Reasons stay with their entries, wherever these are now.
    """
    found = spots(findings, view.content)
    pairs = matched(baseline.entries, found, view.exists)
    old = {number: baseline.entries[index] for number, index in pairs.items()}
    now = (
        replace(spot.entry, reason=old[number].reason if number in old else "")
        for number, spot in enumerate(found)
        if number in old or view.shows(findings[spot.finding])
    )
    kept = (
        entry
        for index, entry in enumerate(baseline.entries)
        if index not in set(pairs.values()) and not view.judges(entry)
    )
    entries = _numbered([*now, *kept])
    return replace(baseline, entries=entries, lines=(1,) * len(entries))


def _numbered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries in order, those that are the same numbered from 1."""
    seen: Counter[Entry] = Counter()
    numbered = []
    for entry in sorted(entries):
        bare = replace(entry, reason="", occurrence=1)
        seen[bare] += 1
        numbered.append(replace(entry, occurrence=seen[bare]))
    return tuple(sorted(numbered))
