"""Whether programs take the options that documents give them: `command-option` facts.

Two kinds of programs are judged: those of plain `argparse`, where every option is declared in the
program's own file as it is read, and those that do not read the command line at all. A program that
adds options elsewhere, or passes on what it does not know, may take any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.optionless import optionless
from rai_lint.link.program import Names, Program
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.value import Known, Unknown, Value

KIND = "command-option"

#: Calls by which options come from elsewhere, or unknown ones are let through.
_OPEN = frozenset(
    {
        "parse_known_args",
        "parse_known_intermixed_args",
        "HfArgumentParser",
        "add_arguments",
        "add_argparse_args",
        "add_dataclass_arguments",
        "add_class_arguments",
        "add_config_arguments",
        "initialize_megatron",
    }
)
#: Arguments of `ArgumentParser` that change what counts as an option.
_CHANGES = ("parents", "prefix_chars", "fromfile_prefix_chars", "allow_abbrev")
_PARSES = ("parse_args", "parse_intermixed_args")
_ALWAYS = frozenset({"--help"})


def settled_options(facts: Iterable[Fact], program: Program) -> Iterator[Fact]:
    """Yield all facts; those of options in commands say whether the program takes them."""
    options = _Options(program)
    for fact in facts:
        if fact.kind == KIND:
            yield replace(fact, fields={**fact.fields, **options.settled(fact)})
        else:
            yield fact


class _Options(Struct):
    """The options of each program, worked out once."""

    program: Program
    known: dict[str, frozenset[str] | str] = field(default_factory=dict)

    def settled(self, fact: Fact) -> Mapping[str, Value]:
        """Return which program a command runs, and whether it takes the option and looks at it."""
        name, path = str(fact.known("name") or ""), self._path(fact)
        if path is None:
            unknown = Unknown(name, "which program of the repository is run is not known")
            return {"accepted": unknown, "read": unknown}
        return {
            "id": Known(path),
            "accepted": self._answer(name, path),
            "read": self._read(name, path),
        }

    def _answer(self, name: str, path: str) -> Value:
        if path not in self.known:
            names = self.program.ask(path)
            self.known[path] = self._options(path, names) if names else f"{path} was not read"
        declared = self.known[path]
        if isinstance(declared, str):
            return Unknown(name, declared)
        return Known(_accepts(name, declared))

    def _read(self, name: str, path: str) -> Value:
        """Return whether the program looks at an option; known only where it surely does not."""
        names = self.program.names.get(path)
        if names is not None and name in names.module.unread_options:
            return Known(value=False)
        return Unknown(name, "the program may look at it")

    def _options(self, path: str, names: Names) -> frozenset[str] | str:
        declared = _declared(names)
        return (
            frozenset()
            if isinstance(declared, str) and not optionless(path, self.program)
            else declared
        )

    def _path(self, fact: Fact) -> str | None:
        """Return the file that a command runs: the one that lies where readers may stand.

        If none does, the only one of its name below the folder of the document, where the command
        is not said to run in another one; None where several may be meant.
        """
        places = fact.known("places") or ()
        if not isinstance(places, tuple):
            return None
        found = [str(place) for place in places if place in self.program.paths]
        if found or not places:
            return found[0] if len(found) == 1 else None
        folder = PurePosixPath(fact.place.path).parent
        tail = PurePosixPath(str(places[-1])).parts
        named = [
            path
            for path in self.program.paths
            if PurePosixPath(path).parts[-len(tail) :] == tail
            and folder in PurePosixPath(path).parents
        ]
        return named[0] if len(named) == 1 else None


def _accepts(name: str, declared: frozenset[str]) -> bool:
    """Say whether an option is declared; `argparse` takes the beginning of a long one too."""
    names = (name, name.replace("--no-", "--", 1))
    return any(known.startswith(each) for each in names for known in declared | _ALWAYS)


def _declared(names: Names) -> frozenset[str] | str:
    """Return the long options that a program declares, or why they are not known."""
    calls = names.calls_by_tail
    parsers = calls.get("ArgumentParser", ())
    imported = any(each.module == "argparse" for each in names.module.imports)
    if not (imported and parsers and any(tail in calls for tail in _PARSES)):
        return "the program does not read its options with argparse alone"
    if not _OPEN.isdisjoint(calls):
        return "the program takes options that it does not declare itself"
    if any(argument(call, changed, -1) is not None for call in parsers for changed in _CHANGES):
        return "the parser is set up in a way of its own"
    if _handed_on(names):
        return "the parser is handed to another module, which may add options"
    found: set[str] = set()
    for call in calls.get("add_argument", ()):
        flags = [each for each in call.arguments if not each.keyword]
        if not flags or any(each.star or not _is_text(each.value) for each in flags):
            return "an option is declared under a name that is put together"
        found.update(str(each.value.value) for each in flags if isinstance(each.value, ir.Const))
    return frozenset(flag for flag in found if flag.startswith("--"))


def _is_text(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Const) and isinstance(expr.value, str)


def _handed_on(names: Names) -> bool:
    """Say whether something called a parser is given to a function of another file."""
    local = {function.qualname.rpartition(".")[2] for function in names.module.functions}
    for call in names.module.calls:
        if getattr(call.callee, "name", "") in local:
            continue
        for each in call.arguments:
            if isinstance(each.value, ir.Name) and "pars" in each.value.name.lower():
                return True
    return False
