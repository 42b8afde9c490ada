"""Calls to facts, by the API catalogue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.callees import UNKNOWN, Callees
from rai_lint.link.conditions import Conditions
from rai_lint.link.context import Context
from rai_lint.link.divided import Divided
from rai_lint.link.id_shape import IdShape
from rai_lint.link.loaded_ids import LoadedIds, without_none
from rai_lint.link.matched import Match
from rai_lint.link.objects import made_elsewhere
from rai_lint.link.origin_of_id import download_kind
from rai_lint.link.patterns import PatternIndex, call_index
from rai_lint.link.revision_of_id import revision_of
from rai_lint.link.settings import Settings
from rai_lint.link.targets import Targets, argument_expression, argument_named
from rai_lint.link.values import Values
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.kinds import IDENTITY
from rai_lint.model.knowledge import ApiCall, Catalogue, FieldSource
from rai_lint.model.module import Module
from rai_lint.model.value import ABSENT, Known, Unknown, Value
from rai_lint.model.vocabulary import Table

#: Fields whose None means something of its own (`safety_checker=None`).
_KEEPS_NONE = frozenset({"guard", "state"})
_IDS = ("id", "tasks")
_LOADS = ("dataset-load", "model-load", "download")


class _Told(Struct, frozen=True):
    """The calls of a module that the catalogue speaks of, and the names of all that is called."""

    module: Module
    calls: Sequence[tuple[ir.Call, tuple[str, ...]]]
    called: frozenset[str]


class CallFacts(Struct, dict=True):
    """Builds the facts of calls, for one repository."""

    callees: Callees
    values: Values
    catalogue: Catalogue
    splits: Table = field(default_factory=lambda: Table(name="splits"))
    settings: Settings | None = None
    asked: frozenset[str] | None = None
    _known: dict[int, tuple[Fact, ...]] = field(default_factory=dict)
    _told: dict[str, _Told] = field(default_factory=dict)
    _entries_of: dict[str, tuple[ApiCall, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._index: PatternIndex[ApiCall] = self.catalogue.once(call_index)
        self._shape: IdShape = IdShape(self.callees.origins, self.splits)
        self._targets: Targets = Targets(self.callees, self.values)
        self._ids: LoadedIds = LoadedIds(self.callees, self.values, self._own_id)
        origins = self.callees.origins
        self.conditions: Conditions = Conditions(origins.program, self._targets, Divided(origins))

    def of_module(self, module: Module) -> Iterator[Match]:
        """Yield the facts of a module's calls in the order they are written, with their calls."""
        told = self._told_of(module)
        once: set[tuple[str, str]] = set()
        for call, names in told.calls:
            context = Context(module.path, call.scope)
            for entry in self._entries(call, names, context, self._wanted, told.called):
                if entry.flows:
                    continue
                if entry.once:
                    # What comes more than once is no reason to leave out what comes once.
                    key = (entry.fact, f"in {call.scope}" if entry.once == "function" else "")
                    if key in once:
                        continue
                    once.add(key)
                for fact in self._facts(entry, call, names, context):
                    yield Match(entry, call, replace(fact, scope=module.scope))

    def _told_of(self, module: Module) -> _Told:
        """Return the calls of a module that the catalogue speaks of, worked out once."""
        told = self._told.get(module.path)
        if told is None or told.module is not module:
            named = [(call, self._names(call, module.path)) for call in module.calls]
            calls = [each for each in named if any(map(self._wanted, each[1]))]
            called = frozenset(name for _, names in named for name in names)
            told = self._told[module.path] = _Told(module, calls, called)
        return told

    def _wanted(self, name: str) -> Sequence[ApiCall]:
        """Return the entries for a name whose facts somebody asks for."""
        if name not in self._entries_of:
            found = self._index.find(name)
            asked = self.asked
            self._entries_of[name] = tuple(e for e in found if asked is None or e.fact in asked)
        return self._entries_of[name]

    def load_of(self, call: ir.Call, context: Context) -> Fact | None:
        """Return the fact of the dataset that a call loads, None if it loads none."""
        names = self._names(call, context.path)
        for entry in self._entries(call, names, context, self._index.find):
            if entry.fact == "dataset-load":
                return self._fact(entry, call, names, context)
        return None

    def flowing(self, module: Module) -> Iterator[tuple[ApiCall, ir.Call]]:
        """Yield the calls of a module whose facts depend on what reaches them."""
        for call, names in self._told_of(module).calls:
            context = Context(module.path, call.scope)
            for entry in self._entries(call, names, context, self._wanted):
                if entry.flows:
                    yield entry, call

    def of_call(self, call: ir.Call, context: Context) -> tuple[Fact, ...]:
        """Return the facts of one call, without those that depend on what reaches it."""
        if id(call) not in self._known:
            names = self._names(call, context.path)
            self._known[id(call)] = tuple(
                fact
                for entry in self._entries(call, names, context, self._index.find)
                if not entry.flows
                for fact in self._facts(entry, call, names, context)
            )
        return self._known[id(call)]

    def plain_fact(self, entry: ApiCall, call: ir.Call, context: Context) -> Fact:
        """Return the fact of an entry without its fields that depend on what reaches the call."""
        names = self._names(call, context.path)
        fields = {
            name: self._field(name, source, call, names, context)
            for name, source in entry.fields.items()
            if not source.flow
        }
        return Fact(kind=entry.fact, place=call.place, fields=fields)

    def _names(self, call: ir.Call, path: str) -> tuple[str, ...]:
        tail = getattr(call.callee, "name", "")
        return self.callees.names(call, Context(path, call.scope)) if tail else ()

    def _entries(
        self,
        call: ir.Call,
        names: tuple[str, ...],
        context: Context,
        find: Callable[[str], Sequence[ApiCall]],
        called: Collection[str] | None = None,
    ) -> Iterator[ApiCall]:
        """Yield, for each kind of fact, the first entry that fits the call, of those found for it.

        `called` are the names of all calls of the file; None where only the id is asked for.
        """
        done: set[str] = set()
        for name in names:
            for entry in find(name):
                # One call may be several uses of data: training, and selection beside it.
                purpose = entry.fields["purpose"].value if entry.fact == "data-use" else ""
                slot = f"{entry.fact} {purpose}"
                if (
                    slot not in done
                    and self.conditions.fits(entry, context.path, called)
                    and self.conditions.holds(entry, call, context)
                ):
                    done.add(slot)
                    yield entry

    def _facts(
        self, entry: ApiCall, call: ir.Call, names: tuple[str, ...], context: Context
    ) -> Iterator[Fact]:
        """Yield the fact of a call; one for each text where its identity is a list."""
        if entry.each and self.settings is not None:
            yield from self.settings.of_call(entry, call, names, context)
            return
        fact = self._fact(entry, call, names, context)
        identity = IDENTITY.get(entry.fact, "")
        several = fact.known(identity) if fact is not None and identity else None
        if fact is None or not isinstance(several, tuple):
            yield from () if fact is None else (fact,)
            return
        how = fact.get(identity)
        for text in several:
            if isinstance(text, str) and isinstance(how, Known):
                yield replace(fact, fields={**fact.fields, identity: replace(how, value=text)})

    def _fact(
        self, entry: ApiCall, call: ir.Call, names: tuple[str, ...], context: Context
    ) -> Fact | None:
        fields: dict[str, Value] = {}
        for name, source in entry.fields.items():
            if not source.infer:
                fields[name] = self._field(name, source, call, names, context)
        if entry.fact in _LOADS and isinstance(fields.get("id"), Unknown):
            fields["id"] = self._handed_on(entry, call, context) or fields["id"]
        for name, source in entry.fields.items():
            if source.infer == "download":
                what = download_kind(fields.get("id", ABSENT), fields.get("destination", ABSENT))
                if what is None and not source.has_default:
                    return None
                fields[name] = what or Known(source.default, "implied")
            elif source.infer:
                written = self._written_id(entry, call, context)
                fields[name] = self._inferred(source, fields.get("id", ABSENT), written)
        return Fact(kind=entry.fact, place=call.place, fields=fields)

    def _written_id(
        self, entry: ApiCall, call: ir.Call, context: Context
    ) -> tuple[ir.Expr | None, Context]:
        """Return the expression of the argument that is the id, and where it stands."""
        source = entry.fields.get("id")
        target = self._targets.target(source.of, call, context) if source is not None else None
        if source is None or target is None:
            return None, context
        return argument_expression(target[0], source.position, source.keyword), target[1]

    def _inferred(
        self, source: FieldSource, identity: Value, written: tuple[ir.Expr | None, Context]
    ) -> Value:
        expr, context = written
        if source.infer == "split":
            return self._shape.split(identity, expr, context)
        if source.infer == "revision":
            return revision_of(identity)
        return self._shape.origin(identity, source.default, expr, context)

    def _field(
        self,
        name: str,
        source: FieldSource,
        call: ir.Call,
        names: tuple[str, ...],
        context: Context,
    ) -> Value:
        if source.has_value:
            return Known(source.value)
        if source.segment is not None:
            return self._segment(source, names)
        if source.predicted or source.is_around:
            return ABSENT  # what predicted, or a loop goes through, is followed with the data
        target = self._targets.target(source.of, call, context)
        if target is None:
            return self._missing(source, call, context)
        if source.loaded:
            return self._loaded(source, target)
        if target[0] is not call and not self.callees.constructs(target[0], target[1]):
            return self._elsewhere(source, call, context)
        value = self._targets.argument(source.position, source.keyword, target)
        if value is None:
            return Known(source.default, "implied") if source.has_default else ABSENT
        return self._spelled(name, source, value)

    def _missing(self, source: FieldSource, call: ir.Call, context: Context) -> Value:
        """Answer where the object that holds the argument was not found: it may hold anything."""
        where, _, argument_name = source.of.partition(":")
        if where == "argument" or argument_name:
            base = self._targets.target(
                "receiver" if where == "receiver" else "call", call, context
            )
            given = base is not None and argument_named(base[0], argument_name) is not None
            if base is not None and not given:
                return Known(source.default, "implied") if source.has_default else ABSENT
        return self._elsewhere(source, call, context)

    def _elsewhere(self, source: FieldSource, call: ir.Call, context: Context) -> Value:
        """Answer where the object that holds the argument is not made by a plain constructor."""
        if source.has_default and ":" in source.of:
            return Known(source.default, "default")
        return made_elsewhere(call.callee, context, self.values.origins)

    def _segment(self, source: FieldSource, names: tuple[str, ...]) -> Value:
        exact = next((name for name in names if not name.startswith(UNKNOWN)), names[0])
        parts = exact.split(".")
        index = source.segment or 0
        part = parts[index] if -len(parts) <= index < len(parts) else parts[-1]
        return Known(source.values.get(part, part), "implied")

    def _spelled(self, name: str, source: FieldSource, value: Known | Unknown) -> Value:
        if isinstance(value, Unknown):
            return without_none(value)
        if str(value.value) in source.values:
            return Known(source.values[str(value.value)], value.how, value.at)
        if name in _IDS and isinstance(value.value, str) and "{{" in value.value:
            return Unknown(value.value, "it is filled in where the template is used", by="user")
        if name in _IDS and value.how == "implied" and str(value.value).isupper():
            # An enumeration's member by its name: good for settings, but no id.
            return Unknown(str(value.value), "it is a constant of a library", by="outside")
        if value.value in (None, "") and name not in _KEEPS_NONE:
            if value.how == "default":
                return Unknown(name, "it is not set by default; the user may give it", by="user")
            return Known(source.default, "implied") if source.has_default else ABSENT
        return value

    def _loaded(self, source: FieldSource, target: tuple[ir.Call, Context]) -> Value:
        """Return the id that the call which made the object loads, if it loads one."""
        call, context = target
        if source.keyword or source.position >= 0:
            expr = argument_expression(call, source.position, source.keyword)
            if expr is None:
                return ABSENT
            made = self.callees.maker(expr, context)
            if isinstance(expr, ir.Const) and isinstance(expr.value, str):
                return Known(expr.value)  # `Trainer(model="gpt2")`
        else:
            made = (call, context)
        return (
            self._ids.of_object(made) if made is not None else Unknown("", "it is made elsewhere")
        )

    def _handed_on(self, entry: ApiCall, call: ir.Call, context: Context) -> Value | None:
        """Return the id of an object that is given where an id may be, None if none is."""
        expr, where = self._written_id(entry, call, context)
        value = self._ids.handed_on(expr, where) if expr is not None else None
        return self._spelled("id", entry.fields["id"], value) if value is not None else None

    def _own_id(self, call: ir.Call, context: Context) -> Value | None:
        names = self._names(call, context.path)
        for entry in self._entries(call, names, context, self._index.find):
            if entry.fact in _LOADS and "id" in entry.fields:
                return self._field("id", entry.fields["id"], call, names, context)
        return None
