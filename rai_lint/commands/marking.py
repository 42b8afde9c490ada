"""Which findings can be mended, as an earlier run worked it out where nothing has changed since.

Whether an edit is possible is known only once it was tried, which takes libcst. The answer is kept
beside what the files say, by all that it depends on; `--fix` and `--diff` try anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.cache import Cache
from rai_lint.fix.refusal import Refusal
from rai_lint.fix.writing import read_file
from rai_lint.model.fix import Edit
from rai_lint.model.report import Report
from rai_lint.model.request import Request
from rai_lint.model.stored import Unreadable, restored, stored
from rai_lint.shaping import program_context


class Mark(Struct, frozen=True, array_like=True):
    """At how many places a finding, by its number, can be mended; the edits that do so safely."""

    number: int
    safely: int
    unsafely: int
    edits: tuple[Edit, ...] = ()


class _Marks(Struct, frozen=True, array_like=True):
    marks: tuple[Mark, ...]


def marked(report: Report, marks: Iterable[Mark]) -> Report:
    """Return the report with what can be mended marked."""
    findings = list(report.findings)
    for mark in marks:
        findings[mark.number] = replace(
            findings[mark.number],
            safely=mark.safely,
            unsafely=mark.unsafely,
            edits=mark.edits,
        )
    return replace(report, findings=tuple(findings))


def kept_marks(
    request: Request, report: Report, tried: Callable[[], Sequence[Mark]]
) -> Sequence[Mark]:
    """Return the marks of a report: from the cache, or else those that `tried` finds."""
    asks = [finding.fixes if finding.suppressed is None else () for finding in report.findings]
    wishes = stored((asks, sorted(request.paths)))
    if request.cache_dir is None or wishes is None:
        return tried()
    paths = sorted({fix.at.path for fixes in asks for fix in fixes})
    with Cache(request.cache_dir, request.root.resolve(), program_context()) as cache:
        key = cache.key("marks", wishes, *(_digest(request, path) for path in paths))
        data = cache.get(key)
        found = _restored(data, len(asks)) if data is not None else None
        if found is None:
            found = tuple(tried())
            kept = stored(_Marks(found))
            if kept is not None:
                cache.put(key, kept)
        return found


def _restored(data: bytes, findings: int) -> tuple[Mark, ...] | None:
    try:
        found = restored(data, _Marks).marks
    except Unreadable:
        return None
    return found if all(0 <= mark.number < findings for mark in found) else None


def _digest(request: Request, path: str) -> bytes:
    try:
        return blake2b(read_file(request.root, path), digest_size=20).digest()
    except Refusal as refusal:
        return str(refusal).encode("utf-8", "surrogateescape")
