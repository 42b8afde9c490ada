"""Publishing behind a switch that everything in the repository leaves off: nothing is published.

`if training_args.push_to_hub:` publishes where a configuration, a command or a call says so. Where
at least one of them sets the switch, and each sets it to false, nothing here does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from rai_lint.link.program import Program
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module, Test, spans
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import Plain

KIND = "model-publish"

_OFF = frozenset({"false", "no", "0", "off"})
#: An option in a text, and what follows it.
_OPTION = regex(r"(?:^|[\s\"'`])--(?:no-)?([\w-]+)(?:[= \t]+[\"']?(\w+))?")
_COUNTED_SCOPES = frozenset({"source", "example", "docs"})


def without_switched_off(
    facts: Iterable[Fact], program: Program, configs: Mapping[str, ConfigFile]
) -> Iterator[Fact]:
    """Yield the facts without those of publishing that is switched off everywhere."""
    facts = tuple(facts)
    told = [fact for fact in facts if fact.kind == "readme"]
    switches = _Switches(program, configs, told)
    for fact in facts:
        module = program.modules.get(fact.place.path) if fact.kind == KIND else None
        if module is None or not any(map(switches.is_off, _asked(module, fact.place))):
            yield fact


class _Switches(Struct):
    """What a repository sets switches to, worked out once for each name."""

    program: Program
    configs: Mapping[str, ConfigFile]
    readmes: list[Fact]
    known: dict[str, bool] = field(default_factory=dict)

    def is_off(self, name: str) -> bool:
        if name not in self.known:
            found = [*self._in_configs(name), *self._in_commands(name), *self._in_code(name)]
            # What is only defined here says nothing of who switches it on.
            self.known[name] = bool(found) and not any(found)
        return self.known[name]

    def _modules(self) -> Iterator[Module]:
        """Yield the programs that count: what a test switches on stays in the test."""
        return (m for m in self.program.modules.values() if m.scope in _COUNTED_SCOPES)

    def _in_configs(self, name: str) -> Iterator[bool]:
        for file in self.configs.values():
            if file.scope not in _COUNTED_SCOPES:
                continue
            for entry in file.entries:
                if entry.key.rpartition(".")[2] == name:
                    yield _is_on(entry.value)
                elif isinstance(entry.value, str) and name in entry.value:
                    yield from _options(entry.value, name)

    def _in_commands(self, name: str) -> Iterator[bool]:
        for module in self._modules():
            for command in module.commands:
                yield from _options(command.text, name)
        for fact in self.readmes:
            yield from _options(str(fact.known("text") or ""), name)

    def _in_code(self, name: str) -> Iterator[bool]:
        """Yield what calls give for the switch, and what the defaults of classes and options are.

        A default that is off is no setting; one that is not known may be on.
        """
        for module in self._modules():
            for call in module.calls:
                given = argument(call, name, -1)
                if given is not None and not _hands_on(given, name):
                    yield _is_on(given.value if isinstance(given, ir.Const) else True)
                elif _declares(call, name):
                    default = argument(call, "default", -1)
                    if default is not None and _may_be_on(default):
                        yield True
            for binding in module.bindings:
                if binding.name.rpartition(".")[2] == name and _may_be_on(binding.value):
                    yield True


def _options(text: str, name: str) -> Iterator[bool]:
    """Yield what options of commands in a text set a switch to: alone they set it on."""
    for found in _OPTION.finditer(text):
        if found[1].replace("-", "_") == name:
            off = "--no-" in found[0] or (found[2] or "").lower() in _OFF
            yield not off


def _is_on(value: Plain) -> bool:
    """Say whether a setting switches on; what is neither clearly on nor off may."""
    return str(value).lower() not in _OFF


def _may_be_on(value: ir.Expr) -> bool:
    """Say whether a default may be on: `field(default=True)`, or something worked out."""
    if isinstance(value, ir.Call):
        default = argument(value, "default", -1)
        return default is None or _may_be_on(default)
    if isinstance(value, ir.Const):
        return value.value is not None and _is_on(value.value)
    return not isinstance(value, (ir.Name, ir.Attribute))


def _hands_on(value: ir.Expr, name: str) -> bool:
    """Say whether a call hands a switch on under its own name: `push=args.push`."""
    return isinstance(value, (ir.Name, ir.Attribute)) and value.name == name


def _declares(call: ir.Call, name: str) -> bool:
    if getattr(call.callee, "name", "") != "add_argument":
        return False
    flags = [each.value.value for each in call.arguments if isinstance(each.value, ir.Const)]
    return any(str(flag).lstrip("-").replace("-", "_") == name for flag in flags)


def _asked(module: Module, place: Place) -> Iterator[str]:
    """Yield the names that must be true where a call stands."""
    for guard in module.guards:
        if spans(guard, place.line, place.cell):
            yield from _true(guard.test)


def _true(test: Test) -> Iterator[str]:
    """Yield the names that are true where a test holds."""
    if test.operator == "and":
        for part in test.parts:
            yield from _true(part)
    elif test.operator == "true" or (
        test.operator in ("is", "==") and test.operands[1:] == (ir.Const(value=True),)
    ):
        operand = test.operands[0]
        if isinstance(operand, (ir.Name, ir.Attribute)):
            yield operand.name
