"""Which place of a finding is which entry of a baseline, after lines moved and files were renamed.

An entry answers for one place. The same thing at one place more, in the same file or another, has
no entry left and is new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from msgspec import Struct

from rai_lint.model.baseline import Entry
from rai_lint.model.builtin import BUILTIN
from rai_lint.model.report import Finding
from rai_lint.model.rule import Rule
from rai_lint.model.source import Place

#: Hexadecimal digits kept of the SHA-256 of what stands at a place.
DIGITS = 16

#: Subjects that a rule reports at most once for each of them: where exactly says nothing more.
_UNITS = frozenset({"repository", "unit"})
_DOCUMENTS = frozenset({"model-card", "dataset-card", "datasheet", "croissant", "readme"})


class Spot(Struct, frozen=True):
    """One place of a finding (by its index) as an entry would hold it."""

    finding: int
    place: Place
    entry: Entry
    rule: Rule


class _Way(Struct, frozen=True):
    """A way to tell that an entry and a place are the same: what they are compared by.

    `gone` takes entries only whose file is not there any more, `block` pairs only if as many went
    from one file as came to one.
    """

    key: Callable[[Entry, Rule], Hashable | None]
    gone: bool = False
    block: bool = False


def spots(findings: Sequence[Finding], content: Callable[[Place], str]) -> list[Spot]:
    """Return every place of the findings that are not suppressed, in their order.

    Findings about suppressions are left out: two silences of one thing help nobody.
    """
    return [
        Spot(index, place, _entry(finding, place, content), finding.rule)
        for index, finding in enumerate(findings)
        if finding.suppressed is None and finding.rule not in BUILTIN
        for place in finding.places or (Place(finding.unit),)
    ]


def digest(text: str) -> str:
    """Return what an entry keeps of the content of a place; "" of none."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:DIGITS] if text else ""


def matched(
    entries: Sequence[Entry], found: Sequence[Spot], exists: Callable[[str], bool]
) -> Mapping[int, int]:
    """Return the index of the entry for each spot (by its index) that has one.

    `exists` says whether a path of an entry is still there: if not, the file was renamed.
    """
    pairs: dict[int, int] = {}
    for way in _WAYS:
        _pair(way, entries, found, exists, pairs)
    return pairs


def _entry(finding: Finding, place: Place, content: Callable[[Place], str]) -> Entry:
    return Entry(
        path=place.path,
        rule=finding.rule.id,
        subject=finding.subject,
        unit=finding.unit,
        content=digest(content(place)),
    )


def _pair(
    way: _Way,
    entries: Sequence[Entry],
    found: Sequence[Spot],
    exists: Callable[[str], bool],
    pairs: dict[int, int],
) -> None:
    """Pair entries and spots that have no partner yet and are the same in this way."""
    taken = set(pairs.values())
    rules = {spot.entry.rule: spot.rule for index, spot in enumerate(found) if index not in pairs}
    waiting = _by_key(
        (index, way.key(entry, rules[entry.rule]))
        for index, entry in enumerate(entries)
        if index not in taken and entry.rule in rules and not (way.gone and exists(entry.path))
    )
    alone = _by_key(
        (index, way.key(spot.entry, spot.rule))
        for index, spot in enumerate(found)
        if index not in pairs
    )
    for key, there in alone.items():
        left = waiting.get(key, [])
        if not way.block or _one_block(left, there, entries, found):
            pairs.update(zip(there, left, strict=False))


def _by_key(items: Iterable[tuple[int, Hashable | None]]) -> dict[Hashable, list[int]]:
    grouped: dict[Hashable, list[int]] = {}
    for index, key in items:
        if key is not None:
            grouped.setdefault(key, []).append(index)
    return grouped


def _one_block(
    left: Sequence[int], there: Sequence[int], entries: Sequence[Entry], found: Sequence[Spot]
) -> bool:
    """Say whether as many went from one file as came to one: code that was moved there."""
    paths_before = {entries[index].path for index in left}
    paths_now = {found[index].entry.path for index in there}
    return len(left) == len(there) and len(paths_before) == len(paths_now) == 1


def _in_file(entry: Entry, _rule: Rule) -> Hashable:
    return (entry.rule, entry.path, _subject(entry), entry.content)


def _whole(entry: Entry, rule: Rule) -> Hashable | None:
    """Compare what is about a whole unit or document: it may get another title or first line."""
    each = entry.subject.rpartition(" ")[2] if rule.with_each else ""
    if rule.subject in _UNITS:
        return (entry.rule, entry.unit, each)
    whole = _DOCUMENTS.issuperset(rule.subjects)
    return (entry.rule, entry.path, each) if whole else None


def _anywhere(entry: Entry, _rule: Rule) -> Hashable | None:
    return (entry.rule, _subject(entry), entry.content) if entry.content else None


def _in_unit(entry: Entry, _rule: Rule) -> Hashable | None:
    return (entry.rule, entry.unit, _subject(entry), entry.content) if entry.content else None


def _subject(entry: Entry) -> str:
    """Return a subject in which its own file and folder have no name: they may be renamed."""
    names = {entry.path: "{path}", entry.unit: "{unit}"}
    return " ".join(names.get(word, word.casefold()) for word in entry.subject.split(" "))


_WAYS = (
    _Way(_in_file),
    _Way(_whole),
    _Way(_anywhere, gone=True),
    _Way(_in_unit, block=True),
)
