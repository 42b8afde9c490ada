"""Publishing behind a switch: what everything in the repository leaves off, and what nothing sets.

`if training_args.push_to_hub:` publishes where a configuration, a command or a call says so. Where
at least one of them sets the switch, and each sets it to false, nothing here does. Where none of
them sets it, and it is off unless somebody does, that is left to whoever runs the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.program import Program
from rai_lint.link.switch_names import entries_of, needed_names
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.module import Binding, Function, Module, spans
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import ABSENT, Known, Plain

KIND = "model-publish"

_OFF = frozenset({"false", "no", "0", "off"})
#: An option in a text, and what follows it.
_OPTION = regex(r"(?:^|[\s\"'`])--(?:no-)?([\w-]+)(?:[= \t]+[\"']?(\w+))?")
#: The programs that a command names, by file or as modules.
_PROGRAMS = regex(r"(?<![\w-])([\w-]+)\.py\b|(?<=-m )(?:\w*\.)*(\w+)(?=\s|$)")
#: The switch of `TrainingArguments`, which is off.
_OF_LIBRARY = "push_to_hub"
_COUNTED_SCOPES = frozenset({"source", "example", "docs"})


def without_switched_off(
    facts: Iterable[Fact], program: Program, configs: Mapping[str, ConfigFile]
) -> Iterator[Fact]:
    """Yield the facts without those of publishing that is switched off everywhere.

    `switch` of the others is the option that nothing here sets, without which they do not publish.
    """
    facts = tuple(facts)
    told = [fact for fact in facts if fact.kind == "readme"]
    switches = _Switches(program, configs, told)
    for fact in facts:
        module = program.modules.get(fact.place.path) if fact.kind == KIND else None
        asked = [*_asked(module, fact.place)] if module is not None else []
        if module is None or not asked:
            yield fact
        elif not any(switches.is_off(asks) for asks in asked):
            idle = [asks.name for asks in asked if switches.is_idle(asks)]
            switch = Known(idle[0]) if idle else ABSENT
            yield replace(fact, fields={**fact.fields, "switch": switch})


class _Switch(Struct, frozen=True):
    """A name that must be true where a program publishes; `owned` if it is one of an object."""

    name: str
    path: str
    owned: bool


class _Switches(Struct):
    """What a repository sets switches to, worked out once for each name and program."""

    program: Program
    configs: Mapping[str, ConfigFile]
    readmes: list[Fact]
    known: dict[_Switch, tuple[bool, ...]] = field(default_factory=dict)

    def is_off(self, switch: _Switch) -> bool:
        """Say whether something sets a switch, and all that do set it to false."""
        found = self._found(switch)
        # What is only defined here says nothing of who switches it on.
        return bool(found) and not any(found)

    def is_idle(self, switch: _Switch) -> bool:
        """Say whether nothing sets a switch that is off unless somebody does."""
        return not self._found(switch) and self._is_declared(switch)

    def _found(self, switch: _Switch) -> tuple[bool, ...]:
        if switch not in self.known:
            found = (
                *self._in_configs(switch.name),
                *self._in_commands(switch),
                *self._in_code(switch.name),
            )
            self.known[switch] = found
        return self.known[switch]

    def _is_declared(self, switch: _Switch) -> bool:
        """Say whether a switch is an option, a field, or the one of the library's settings.

        What else is true somewhere, such as the number of a process, is nobody's to switch.
        """
        if switch.owned and switch.name == _OF_LIBRARY:
            return True
        for module in self._modules():
            if any(_declares(call, switch.name) for call in module.calls):
                return True
            classes = {made.qualname for made in module.classes}
            if any(b.name == switch.name and b.scope in classes for b in module.bindings):
                return True
        return False

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

    def _in_commands(self, switch: _Switch) -> Iterator[bool]:
        """Yield what commands set a switch to, but for those of another program."""
        own = switch.path.rpartition("/")[2]
        for module in self._modules():
            for command in module.commands:
                named = {file or name for file, name in _PROGRAMS.findall(command.text)}
                if not named or own.removesuffix(".py") in named or own.endswith(".ipynb"):
                    yield from _options(command.text, switch.name)
        for fact in self.readmes:
            yield from _options(str(fact.known("text") or ""), switch.name)

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
                if _is_of(binding, name) and _may_be_on(binding.value):
                    yield True
                for value in entries_of(binding.value, name):
                    yield _may_be_on(value)


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


def _is_of(binding: Binding, name: str) -> bool:
    """Say whether a binding is of a variable, an attribute or an entry of that name."""
    return binding.name.rpartition(".")[2] == name or binding.name.endswith(f"[{name!r}]")


def _hands_on(value: ir.Expr, name: str) -> bool:
    """Say whether a call hands a switch on under its own name: `push=args.push`."""
    return isinstance(value, (ir.Name, ir.Attribute)) and value.name == name


def _declares(call: ir.Call, name: str) -> bool:
    if getattr(call.callee, "name", "") != "add_argument":
        return False
    flags = [each.value.value for each in call.arguments if isinstance(each.value, ir.Const)]
    if argument(call, "action", -1) == ir.Const("store_false"):
        return False
    return any(str(flag).lstrip("-").replace("-", "_") == name for flag in flags)


def _asked(module: Module, place: Place) -> Iterator[_Switch]:
    """Yield what must be true where a call stands, and wherever the function around it is called.

    Only calls by the plain name of a function of the same file count.
    """
    yield from _around(module, place)
    function = _function_at(module, place)
    name = function.qualname if function is not None else ""
    sites = [
        call
        for call in module.calls
        if isinstance(call.callee, ir.Name) and call.callee.name == name
    ]
    if function is None or function.scope or not sites:
        return
    each = [set(_around(module, site.place)) for site in sites]
    yield from sorted(set.intersection(*each), key=lambda switch: switch.name)


def _function_at(module: Module, place: Place) -> Function | None:
    """Return the function that a call stands in."""
    scope = next((call.scope for call in module.calls if call.place == place), "")
    return next((each for each in module.functions if scope and each.qualname == scope), None)


def _around(module: Module, place: Place) -> Iterator[_Switch]:
    for guard in module.guards:
        if spans(guard, place.line, place.cell):
            for name, owned in needed_names(guard.test, module):
                yield _Switch(name, module.path, owned)
