"""The extract stage: every file that counts, read once, by the readers of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.extract.config import read_config
from rai_lint.extract.decoding import decoded
from rai_lint.extract.notebook import read_notebook
from rai_lint.extract.notebook_outputs import output_facts
from rai_lint.extract.prefilter import Prefilter
from rai_lint.extract.python.program import directives, fault_of, read_program
from rai_lint.extract.table import bytes_extractors, text_extractors
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Directive, Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.source import Skipped, Source

#: Returns the bytes of a source, or why they cannot be had.
Load = Callable[[Source], "bytes | Skipped"]
Progress = Callable[[int, int], None]

#: A name before a bracket: what a program that is not parsed may call.
_CALLED = regex(r"(\w+)[ \t]*\(")
#: A name that is imported, and may be called, under another one.
_RENAMED = regex(r"\b(\w+)[ \t]+as[ \t]")

#: A baseline or a report that rai-lint wrote: what it says is nothing the project states.
_OURS = regex(rb'\s*\{\s*"schema":\s*"rai-lint/')

_CARDS = frozenset({"model-card", "dataset-card", "datasheet"})


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
    callers: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    files: int = 0


class _Collector(Struct):
    """Gathers what is read, file by file."""

    load: Load
    knowledge: Knowledge
    modules: dict[str, Module] = field(default_factory=dict)
    configs: dict[str, ConfigFile] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    passed_over: dict[str, Source] = field(default_factory=dict)
    callers: dict[str, set[str]] = field(default_factory=dict)

    def take(self, source: Source, prefilter: Prefilter | None) -> None:
        """Read one file."""
        data = self.load(source)
        if isinstance(data, Skipped):
            self.skipped.append(data)
        elif source.kind == "python":
            self._python(source, data, prefilter)
        elif source.kind == "notebook":
            self._notebook(source, data, prefilter)
        else:
            self._other(source, data)

    def _python(self, source: Source, data: bytes, prefilter: Prefilter | None) -> None:
        text = data.decode("utf-8", errors="replace")
        if prefilter is not None and self.knowledge.asks("package-import"):
            from rai_lint.extract.named_packages import program_mentions  # noqa: PLC0415
            from rai_lint.extract.python.package_imports import package_imports  # noqa: PLC0415

            self.facts += package_imports(source, [(None, text)], self.knowledge)
            self.facts += program_mentions(source, text, self.knowledge)
        if prefilter is None or prefilter.passes(text):
            module, found = read_program(source, data)
            self._module(module)
            self.directives += found
        else:
            fault = fault_of(source, data)
            if fault is not None:
                self.skipped.append(fault)
            else:
                self._pass_over(source, text)
            self.directives += directives(text, source.path)
        if source.path.rpartition("/")[2] == "setup.py":
            self._other(source, data)

    def _notebook(self, source: Source, data: bytes, prefilter: Prefilter | None) -> None:
        def passes(text: str) -> bool:
            of_interest = prefilter is None or prefilter.passes(text)
            if not of_interest:
                self._pass_over(source, text)
            return of_interest

        # Later readings are for the program alone.
        if prefilter is not None and self.knowledge.asks("notebook-output"):
            self.facts += output_facts(source, data, self.knowledge)
        if prefilter is not None and self.knowledge.asks("package-import"):
            from rai_lint.extract.notebook_packages import notebook_packages  # noqa: PLC0415

            self.facts += notebook_packages(source, data, self.knowledge)
        module, found, skipped = read_notebook(source, data, passes)
        self._module(module)
        self.directives += found
        self.skipped += skipped

    def _pass_over(self, source: Source, text: str) -> None:
        """Remember a file that is not read, and what it calls: a value may depend on that."""
        self.passed_over[source.path] = source
        for name in {*_CALLED.findall(text), *_RENAMED.findall(text)}:
            self.callers.setdefault(name, set()).add(source.path)

    def _module(self, module: Module | Skipped) -> None:
        if isinstance(module, Skipped):
            self.skipped.append(module)
        else:
            self.modules[module.path] = module

    def _other(self, source: Source, data: bytes) -> None:
        if source.kind == "config" and _OURS.match(data):
            return
        for read in bytes_extractors(source.kind):
            self._add(source, read(source, data, self.knowledge))
        readers = text_extractors(source.kind)
        if not readers:
            return
        text = self._text(source, data)
        if text is None:
            return
        for reader in readers:
            self._add(source, reader(source, text, self.knowledge))
        if source.kind == "shell":
            from rai_lint.extract.shell_script import read_script  # noqa: PLC0415 - few have any

            module, found = read_script(source, text)
            self.modules[source.path] = module
            self.directives += found
        if source.kind == "config" and source.scope != "vendored":
            config = read_config(source, text)
            if isinstance(config, ConfigFile):
                self.configs[source.path] = config

    def _text(self, source: Source, data: bytes) -> str | None:
        """Return the text of a file; what is no UTF-8 is noted."""
        try:
            return decoded(data)
        except UnicodeDecodeError as error:
            because = f"not {error.encoding.upper()} at byte {error.start}"
            self.skipped.append(Skipped(source.path, because, source.kind, source.scope))
            return None

    def _add(self, source: Source, extraction: Extraction) -> None:
        # A card is about the project wherever it stands: `docs/MODEL_CARD.md` is no documentation.
        card = any(fact.kind in _CARDS for fact in extraction.facts)
        scope = "source" if card and source.scope == "docs" else source.scope
        self.facts += (replace(fact, scope=scope) for fact in extraction.facts)
        self.directives += extraction.directives
        self.skipped += (each for each in extraction.skipped if each not in self.skipped)


def read_sources(
    sources: Sequence[Source],
    skipped: Iterable[Skipped],
    load: Load,
    knowledge: Knowledge,
    progress: Progress | None = None,
) -> Reading:
    """Read every source; `skipped` are those that the walk could not hand over."""
    collector = _Collector(load, knowledge, skipped=list(skipped))
    prefilter = knowledge.once(Prefilter)
    for done, source in enumerate(sources):
        if progress is not None:
            progress(done, len(sources))
        collector.take(source, prefilter)
    return _reading(collector, len(sources))


def read_more(reading: Reading, wanted: Iterable[str], load: Load, knowledge: Knowledge) -> Reading:
    """Read what was passed over and a value depends on; the same reading if there is none."""
    missing = [reading.passed_over[path] for path in sorted(wanted) if path in reading.passed_over]
    if not missing:
        return reading
    collector = _Collector(
        load,
        knowledge,
        modules=dict(reading.modules),
        configs=dict(reading.configs),
        facts=list(reading.facts),
        skipped=list(reading.skipped),
        passed_over={p: s for p, s in reading.passed_over.items() if s not in missing},
        callers={name: set(paths) for name, paths in reading.callers.items()},
    )
    for source in missing:
        collector.take(source, None)
    more = _reading(collector, reading.files)
    return replace(more, directives=reading.directives)


def _reading(collector: _Collector, files: int) -> Reading:
    return Reading(
        modules=collector.modules,
        configs=collector.configs,
        facts=tuple(collector.facts),
        directives=tuple(collector.directives),
        skipped=tuple(collector.skipped),
        passed_over=collector.passed_over,
        callers=collector.callers,
        files=files,
    )
