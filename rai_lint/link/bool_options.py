"""Whether a command switches off an option that every text switches on: `bool-option` facts."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.optionless import imported_files
from rai_lint.link.program import Program
from rai_lint.model.fact import Fact
from rai_lint.model.value import Known

_OPTION, _GIVEN = "bool-option", "option-value"
_MAX_MODULES = 60


def switched_off(facts: Iterable[Fact], program: Program) -> Iterator[Fact]:
    """Yield all facts; options that a command gives a word for "no" say which, and where."""
    facts = tuple(facts)
    runs = _Runs(program)
    given: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == _GIVEN:
            given[str(fact.known("id"))].append(fact)
    for fact in facts:
        found = given.get(str(fact.known("id")), ()) if fact.kind == _OPTION else ()
        command = next((each for each in found if fact.place.path in runs.of(each)), None)
        if command is None:
            yield fact
        else:
            fields = {"given": command.get("value"), "given_in": Known(command.place.path)}
            yield replace(fact, fields={**fact.fields, **fields})


class _Runs(Struct):
    """The files that commands run, with what these import, worked out once for each."""

    program: Program
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    def of(self, command: Fact) -> frozenset[str]:
        """Return the file that a command runs and the files of the repository that it imports."""
        run = _file(str(command.known("program")), command.place.path, self.program)
        if run not in self.known:
            self.known[run] = self._reached(run) if run else frozenset()
        return self.known[run]

    def _reached(self, run: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [run]
        while waiting and len(seen) < _MAX_MODULES:
            current = waiting.pop()
            names = self.program.ask(current) if current not in seen else None
            seen.add(current)
            for item in names.module.imports if names is not None else ():
                waiting += imported_files(current, item, self.program)
        return frozenset(seen)


def _file(written: str, document: str, program: Program) -> str:
    """Return the file that a command runs from the top, or where its document is; else ""."""
    path = posixpath.normpath(written).lstrip("/")
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
    for place in (path, beside):
        if place in program.paths:
            return place
    ends = [known for known in program.paths if known.endswith(f"/{path}")]
    return ends[0] if len(ends) == 1 else ""
