"""One file in, all that it says out: a pure function of its path, its bytes and the knowledge."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.extract.config import read_config
from rai_lint.extract.decoding import decoded
from rai_lint.extract.notebook import read_notebook
from rai_lint.extract.notebook_outputs import output_facts
from rai_lint.extract.package_indexes import package_indexes
from rai_lint.extract.prefilter import Prefilter
from rai_lint.extract.program_facts import notebook_facts, program_facts
from rai_lint.extract.python.program import read_program
from rai_lint.extract.python.top_names import top_names
from rai_lint.extract.python.uses import uses
from rai_lint.extract.superseded import superseded_files
from rai_lint.extract.table import bytes_extractors, text_extractors
from rai_lint.extract.triage import Triage
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Directive, Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.reading import FileReading
from rai_lint.model.regex import regex
from rai_lint.model.source import Skipped, Source

#: A name before a bracket: what a program that is not parsed may call.
_CALLED = regex(r"\b(\w+)[ \t]*\(")
#: A name that is imported, and may be called, under another one.
_RENAMED = regex(r"\b(\w+)[ \t]+as[ \t]")

#: A baseline or a report that rai-lint wrote: what it says is nothing the project states.
_OURS = regex(rb'\s*\{\s*"schema":\s*"rai-lint/')

_CARDS = frozenset({"model-card", "dataset-card", "datasheet"})


def read_file(
    source: Source, data: bytes, knowledge: Knowledge, *, whole: bool = False
) -> FileReading:
    """Return what a file says.

    `whole` is for a program that was passed over and is asked for after all: it is parsed whatever
    it holds, and nothing is said again that was said of it before.
    """
    reader = _Reader(source, knowledge)
    if source.kind == "python":
        reader.python(data, whole=whole)
    elif source.kind == "notebook":
        reader.notebook(data, whole=whole)
    else:
        reader.other(data)
    return reader.reading()


class _Reader(Struct):
    """Gathers what a file says."""

    source: Source
    knowledge: Knowledge
    module: Module | None = None
    config: ConfigFile | None = None
    facts: list[Fact] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    passed_over: bool = False
    called: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()

    def reading(self) -> FileReading:
        return FileReading(
            path=self.source.path,
            module=self.module,
            config=self.config,
            facts=tuple(self.facts),
            directives=tuple(self.directives),
            skipped=tuple(self.skipped),
            passed_over=self.passed_over,
            called=self.called,
            defined=self.defined,
        )

    def python(self, data: bytes, *, whole: bool) -> None:
        if whole:
            self._program(read_program(self.source, data))
            return
        text = data.decode("utf-8", errors="replace")
        knowledge = self.knowledge.of_program(self.source.scope)
        if knowledge.asks("package-import"):
            from rai_lint.extract.named_packages import program_mentions  # noqa: PLC0415
            from rai_lint.extract.python.package_imports import package_imports  # noqa: PLC0415

            self.facts += package_imports(self.source, [(None, text)], knowledge)
            self.facts += program_mentions(self.source, text, knowledge)
        self.facts += program_facts(self.source, [(None, text)], knowledge)
        if knowledge.asks("superseded-file"):
            self.facts += superseded_files(self.source, text)
        self.facts += package_indexes(self.source, text, knowledge)
        prefilter, triage = knowledge.once(Prefilter), knowledge.once(Triage)

        def passes(code: str, tree: ast.Module) -> bool:
            if prefilter.passes(text) and triage.passes(uses(tree)):
                return True
            self._pass_over(code)
            self.defined = tuple(sorted(top_names(tree)))
            return False

        self._program(read_program(self.source, data, passes))
        if self.source.path.rpartition("/")[2] == "setup.py":
            self.other(data)

    def notebook(self, data: bytes, *, whole: bool) -> None:
        knowledge = self.knowledge.of_program(self.source.scope)

        def passes(text: str) -> bool:
            of_interest = whole or knowledge.once(Prefilter).passes(text)
            if not of_interest:
                self._pass_over(text)
            return of_interest

        if not whole and knowledge.asks("notebook-output"):
            self.facts += output_facts(self.source, data, knowledge)
        if not whole and knowledge.asks("package-import"):
            from rai_lint.extract.notebook_packages import notebook_packages  # noqa: PLC0415

            self.facts += notebook_packages(self.source, data, knowledge)
        if not whole:
            self.facts += notebook_facts(self.source, data, knowledge)
            told = data.decode("utf-8", errors="replace")
            self.facts += package_indexes(self.source, told, knowledge)
        module, found, skipped = read_notebook(self.source, data, passes)
        self._program((module, found))
        self.skipped += skipped

    def other(self, data: bytes) -> None:
        if self.source.kind == "config" and _OURS.match(data):
            return
        for read in bytes_extractors(self.source.kind):
            self._add(read(self.source, data, self.knowledge))
        readers = text_extractors(self.source.kind)
        text = self._text(data) if readers else None
        if text is None:
            return
        for reader in readers:
            self._add(reader(self.source, text, self.knowledge))
        if self.source.kind == "shell":
            from rai_lint.extract.shell_script import read_script  # noqa: PLC0415 - few have any

            self._program(read_script(self.source, text))
        if self.source.kind == "config" and self.source.scope != "vendored":
            config = read_config(self.source, text)
            if isinstance(config, ConfigFile):
                self.config = config

    def _program(self, read: tuple[Module | Skipped | None, Iterable[Directive]]) -> None:
        module, found = read
        if isinstance(module, Skipped):
            self.skipped.append(module)
        else:
            self.module = module
        self.directives += found

    def _pass_over(self, text: str) -> None:
        """Note that the file is not read, and what it calls: a value may depend on that."""
        self.passed_over = True
        self.called = tuple(sorted({*_CALLED.findall(text), *_RENAMED.findall(text)}))

    def _text(self, data: bytes) -> str | None:
        """Return the text of a file; what is no UTF-8 is noted."""
        try:
            return decoded(data)
        except UnicodeDecodeError as error:
            source = self.source
            because = f"not {error.encoding.upper()} at byte {error.start}"
            self.skipped.append(Skipped(source.path, because, source.kind, source.scope))
            return None

    def _add(self, extraction: Extraction) -> None:
        # A card is about the project wherever it stands: `docs/MODEL_CARD.md` is no documentation.
        card = any(fact.kind in _CARDS for fact in extraction.facts)
        scope = "source" if card and self.source.scope == "docs" else self.source.scope
        self.facts += (replace(fact, scope=scope) for fact in extraction.facts)
        self.directives += extraction.directives
        self.skipped += (each for each in extraction.skipped if each not in self.skipped)
