"""What a repository says, read and linked: every file for itself, then all of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.cache import Cache
from rai_lint.clock import Clock
from rai_lint.extract.files import Files, Progress
from rai_lint.extract.pool import Pool
from rai_lint.extract.stage import Reading, read_more, read_sources
from rai_lint.extract.tool_traces import settled_tools
from rai_lint.extract.worker import Task
from rai_lint.ignored import read_ignored
from rai_lint.link.stage import Linked, link
from rai_lint.mentioned import with_mentions
from rai_lint.model.gathered import Gathered
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.reading import FileReading
from rai_lint.model.source import Skipped, Source
from rai_lint.model.stored import Unreadable, restored_reading
from rai_lint.readme import read_readme
from rai_lint.walk import UnreadableError, Walked, read, read_start


def gathered(  # noqa: PLR0913 - what the stages before the rules take
    root: Path,
    walked: Walked,
    knowledge: Knowledge,
    progress: Progress | None,
    clock: Clock,
    jobs: int,
    cache: Cache | None,
) -> Gathered:
    """Extract and link: the facts of a repository and what was not read."""
    load = partial(_load, root)
    with Pool(jobs, load, knowledge) as pool:
        kept = None if cache is None else _Kept(cache)
        files = Files(load, knowledge, pool, kept)
        with clock.stage("read"):
            reading = _read(root, walked, files, progress)
        reading, linked = _linked(root, walked, reading, files, clock)
    return Gathered(
        facts=linked.facts,
        units=linked.units,
        roles=linked.roles,
        directives=reading.directives,
        skipped=reading.skipped,
        files=reading.files,
    )


class _Kept(Struct, frozen=True):
    """What files said in earlier runs."""

    cache: Cache

    def get(self, task: Task, digest: bytes) -> FileReading | None:
        data = self.cache.get(self.cache.of_file(task.source, digest, whole=task.whole))
        try:
            return restored_reading(data) if data is not None else None
        except Unreadable:
            return None

    def put(self, task: Task, digest: bytes, data: bytes) -> None:
        self.cache.put(self.cache.of_file(task.source, digest, whole=task.whole), data)


def _read(root: Path, walked: Walked, files: Files, progress: Progress | None) -> Reading:
    """Return what all files say, and what is told from several of them at once."""
    sources, skipped, listed = walked
    reading = read_sources(sources, skipped, files, progress)
    reading = _with_shared_rows(reading, sources, root, files.knowledge)
    facts = settled_tools(reading.facts, listed, skipped, files.load, files.knowledge)
    return replace(reading, facts=with_mentions(root, facts, listed))


def _linked(
    root: Path, walked: Walked, reading: Reading, files: Files, clock: Clock
) -> tuple[Reading, Linked]:
    """Link what was read; what a value depends on and was passed over is read on the way."""
    more = _More(reading, files, clock)
    with clock.stage("link"):
        linked = link(
            reading.modules,
            reading.configs,
            reading.facts,
            walked.sources,
            files.knowledge,
            read_readme(root),
            reading.left,
            walked.listed,
            read_ignored(root),
            more.fetch,
        )
    # Which cells cannot be read has been said the first time that a notebook was looked at.
    skipped = tuple(dict.fromkeys([*reading.skipped, *more.skipped]))
    return replace(reading, skipped=skipped), linked


class _More(Struct):
    """Reads what was passed over, once something depends on it."""

    reading: Reading
    files: Files
    clock: Clock
    skipped: list[Skipped] = field(default_factory=list)

    def fetch(self, paths: Sequence[str]) -> Mapping[str, Module]:
        """Return the modules of these files; what cannot be read is noted."""
        with self.clock.stage("read"):
            found = read_more(self.reading, paths, self.files)
        self.skipped += (each for read in found for each in read.skipped)
        return {read.path: read.module for read in found if read.module is not None}


def _with_shared_rows(
    reading: Reading, sources: Sequence[Source], root: Path, knowledge: Knowledge
) -> Reading:
    """Return the reading with the facts that are told from two data files at once."""
    if not knowledge.asks("shared-rows"):
        return reading
    from rai_lint.extract.shared_rows import shared_rows  # noqa: PLC0415 - few runs ask

    shared = shared_rows(sources, partial(_load_start, root))
    return replace(reading, facts=(*reading.facts, *shared))


def _load(root: Path, source: Source) -> bytes | Skipped:
    try:
        return read(root, source)
    except UnreadableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope)


def _load_start(root: Path, source: Source, limit: int) -> bytes | Skipped:
    try:
        return read_start(root, source, limit)
    except UnreadableError as error:
        return Skipped(source.path, str(error), source.kind, source.scope)
