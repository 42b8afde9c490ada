"""The extract stage: every file that counts, read for itself, and what they say in one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.extract.files import Files, Progress
from rai_lint.extract.worker import Task
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Directive, Fact
from rai_lint.model.module import Module
from rai_lint.model.reading import FileReading, PassedOver
from rai_lint.model.source import Skipped, Source


class Reading(Struct, frozen=True, kw_only=True):
    """What the files of a repository say, each for itself.

    `passed_over` are Python files that the prefilter found nothing in; the link stage may still
    ask for them.
    """

    modules: Mapping[str, Module] = field(default_factory=dict)
    configs: Mapping[str, ConfigFile] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    directives: tuple[Directive, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    passed_over: Mapping[str, Source] = field(default_factory=dict)
    left: PassedOver = field(default_factory=PassedOver)
    files: int = 0


def read_sources(
    sources: Sequence[Source],
    skipped: Iterable[Skipped],
    files: Files,
    progress: Progress | None = None,
) -> Reading:
    """Read every source; `skipped` are those that the walk could not hand over."""
    begun = Reading(skipped=tuple(skipped), files=len(sources))
    tasks = [Task(number, source) for number, source in enumerate(sources)]
    by_path = {source.path: source for source in sources}
    readings = files.read(tasks, progress)
    return replace(_merged(begun, by_path, readings), left=_left(readings))


def read_more(reading: Reading, wanted: Iterable[str], files: Files) -> list[FileReading]:
    """Return what those of these files say as programs that were passed over."""
    missing = [reading.passed_over[path] for path in sorted(wanted) if path in reading.passed_over]
    tasks = [Task(number, source, whole=True) for number, source in enumerate(missing)]
    return files.read(tasks, None)


def _merged(
    before: Reading, sources: Mapping[str, Source], readings: Iterable[FileReading]
) -> Reading:
    """Return a reading with these files in it, in the order in which they are handed over."""
    modules, configs = dict(before.modules), dict(before.configs)
    facts, directives = list(before.facts), list(before.directives)
    skipped, passed_over = list(before.skipped), dict(before.passed_over)
    for read in readings:
        if read.module is not None:
            modules[read.path] = read.module
        if read.config is not None:
            configs[read.path] = read.config
        facts += read.facts
        directives += read.directives
        skipped += read.skipped
        if read.passed_over:
            passed_over[read.path] = sources[read.path]
    return Reading(
        # By their paths, as sources are: the order does not tell which were asked for later.
        modules=dict(sorted(modules.items())),
        configs=configs,
        facts=tuple(facts),
        directives=tuple(directives),
        skipped=tuple(skipped),
        passed_over=passed_over,
        files=before.files,
    )


def _left(readings: Iterable[FileReading]) -> PassedOver:
    """Return what is known of the programs that were passed over."""
    callers: dict[str, set[str]] = defaultdict(set)
    passed_over = [read for read in readings if read.passed_over]
    for read in passed_over:
        for name in read.called:
            callers[name].add(read.path)
    return PassedOver(
        callers=dict(callers),
        defined={read.path: frozenset(read.defined) for read in passed_over},
    )
