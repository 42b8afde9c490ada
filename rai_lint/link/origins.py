"""Following an expression to where its value is made: bindings, arguments, returns.

Every step knows how sure it is; what stops the search is said in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import field
from msgspec.structs import replace

from rai_lint.link.changes import ChangedCollections
from rai_lint.link.context import (
    MAX_DEPTH,
    MAX_ORIGINS,
    Context,
    Origin,
    Stop,
    bounded,
    in_turn,
    no_shallower,
    no_surer,
    reached,
)
from rai_lint.link.definitions import Definitions
from rai_lint.link.elements import ElementsOf
from rai_lint.link.entities import Bound, Entity, Given, InClass, InFunction, look_up
from rai_lint.link.made_objects import MadeObjects
from rai_lint.link.narrowing import Narrowing
from rai_lint.link.program import enclosing
from rai_lint.link.rebound import Rebound
from rai_lint.link.searches import Searches
from rai_lint.link.sites import CallSites
from rai_lint.link.written import dotted_text
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding, Function


class Origins(Definitions, dict=True):
    """Answers where the value of an expression is made."""

    _functions: dict[tuple[int, str, str], InFunction | None] = field(default_factory=dict)
    _instances: dict[tuple[int, str, str], InClass | None] = field(default_factory=dict)
    _searches: Searches = field(default_factory=Searches)
    #: What `objects.held_by` has found; the expression is kept, so that its id stays its own.
    held: dict[tuple[int, str, str], tuple[ir.Expr, Stop]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._calls: CallSites = CallSites(self)
        self._elements: ElementsOf = ElementsOf(self)
        self._made_objects: MadeObjects = MadeObjects(self)
        self._rebound: Rebound = Rebound(self)
        self._changed: ChangedCollections = ChangedCollections(self.program)
        self.narrowing: Narrowing = Narrowing(self.program, self)

    def follow(self, expr: ir.Expr, context: Context) -> Sequence[Origin | Stop]:
        """Return every place where the value of an expression may be made (at least one answer)."""
        if context.depth > MAX_DEPTH:
            return [Stop("it goes through too many steps")]
        if not isinstance(expr, (ir.Name, ir.Attribute, ir.Choice, ir.Each, ir.Item)):
            return [Origin(expr, context)]
        # Each expression is followed once: without this, code that calls itself in many ways costs
        # more than it has lines. Expressions live as long as their modules, so ids are their own.
        key = (id(expr), context.path, context.scope)
        if self._searches.begins(key):
            # What leads back to this very search adds nothing to what else was found.
            found = self._searches.others(key, self._follow(expr, context))
            found = [*filter(reached, found)] or found
            self._searches.ends(key, self.narrowing.origins_left(expr, context, found))
        return [no_shallower(item, context.depth) for item in self._searches.found(key)]

    def grows(self, expr: ir.Expr, context: Context) -> bool:
        """Say whether the file puts more into a collection of that name after it is made."""
        return any(True for _ in self._elements.added(expr, context))

    def stays(self, origin: Origin) -> bool:
        """Say whether the module that makes a collection puts nothing more into it, by its name."""
        return self._changed.stays(origin)

    def untested(self, expr: ir.Expr, context: Context) -> Sequence[Origin | Stop]:
        """Return what `follow` does, whatever the code tests about the name itself."""
        return self._follow(expr, context.deeper())

    def _follow(self, expr: ir.Expr, context: Context) -> Sequence[Origin | Stop]:
        if isinstance(expr, ir.Name):
            return self._follow_name(expr, context)
        if isinstance(expr, ir.Attribute):
            found = self._follow_attribute(expr, context)
            return found or [Origin(expr, context)]
        if isinstance(expr, ir.Each):
            return bounded(list(self._elements.each(expr, context) or [Origin(expr, context)]))
        if isinstance(expr, ir.Item):
            return self._elements.entry(expr, context) or [Origin(expr, context)]
        if isinstance(expr, ir.Choice):
            options = expr.options[: MAX_ORIGINS + 1]
            found = [
                in_turn(origin, (id(expr), turn) if expr.fallback else None)
                for turn, each in enumerate(options)
                for origin in self.follow(each, context.deeper())
            ]
            return bounded(found)
        return [Origin(expr, context)]

    def _follow_name(self, expr: ir.Name, context: Context) -> Sequence[Origin | Stop]:
        entity = look_up(self.program, context.path, context.scope, expr.name)
        given = entity if isinstance(entity, Given) else self._parameter(expr.name, entity)
        if given is not None:
            return self._rebound.parameter(given, context, expr)
        if isinstance(entity, Bound):
            return self.bound(entity, context, expr)
        if entity is None:
            return [Stop(f"where `{expr.name}` comes from is not in the files read")]
        return [Origin(expr, context)]

    def _parameter(self, name: str, entity: Entity | None) -> Given | None:
        """Return the parameter that a name was before its function gave it another value."""
        if not isinstance(entity, Bound):
            return None
        function = self.program.names[entity.path].functions.get(entity.bindings[0].scope)
        given = (p for p in function.parameters if p.name == name) if function is not None else ()
        parameter = next(iter(given), None)
        if function is None or parameter is None:
            return None
        return Given(entity.path, function, parameter)

    def bound(
        self, entity: Bound, context: Context, use: ir.Name | None = None
    ) -> Sequence[Origin | Stop]:
        """Follow the bindings of a name: the one that surely counts at a use, else all of them."""
        bindings = self.counting(entity, context, use)
        found: list[Origin | Stop] = []
        for binding in bindings[: MAX_ORIGINS + 1]:
            if use is not None and binding.conditional and found:
                found = [*self.narrowing.left_by_change(use, context, binding, found)]
            if binding.kind == "change":
                found.append(Stop(f"`{binding.name}` is changed at line {binding.place.line}"))
                continue
            inner = Context(entity.path, binding.scope, context.depth + 1)
            found += no_surer(self.follow(binding.value, inner), "constant")
        return bounded(found)

    def passed_for(self, entity: Given) -> Sequence[Origin]:
        """Return what the calls in the repository pass for a parameter."""
        return self._calls.arguments_for(entity)

    def sites(self, path: str, function: Function) -> Sequence[Origin]:
        """Return the calls in the repository of one of its functions."""
        return self._calls.sites(path, function)

    def counting(self, entity: Bound, context: Context, use: ir.Name | None) -> tuple[Binding, ...]:
        """Return the nearest earlier binding if nothing between may change it, else all."""
        bindings = entity.bindings
        if use is None or len(bindings) == 1 or entity.path != context.path:
            return bindings
        if bindings[0].scope != context.scope:
            return bindings
        place = (use.cell if use.cell is not None else -1, use.line)
        earlier = [
            b
            for b in bindings
            if (b.place.cell if b.place.cell is not None else -1, b.place.last_line) < place
        ]
        if not earlier:
            return bindings
        kept: list[Binding] = []
        for binding in reversed(earlier):
            if binding.conditional and self.narrowing.apart(entity.path, binding, use):
                continue
            kept.append(binding)
            # What is opened by a nearer `with` is not what an earlier one opened.
            if binding.kind == "with" or not (binding.conditional or binding.kind == "change"):
                break
            if binding.kind != "change" and self.narrowing.surely_before(entity.path, binding, use):
                break
        return tuple(reversed(kept)) or bindings

    def given(self, entity: Given, context: Context) -> Sequence[Origin | Stop]:
        """Follow a parameter: the arguments it is called with, else its default."""
        name, function = entity.parameter.name, entity.function
        if function.method and name in ("self", "cls"):
            return [Stop(f"`{name}` is an object made elsewhere")]
        found = self._calls.arguments_for(entity)
        default = entity.parameter.default
        sites = self._calls.sites(entity.path, function)
        given_everywhere = sites and len(found) == len(sites)
        answers: list[Origin | Stop] = []
        for origin in found[: MAX_ORIGINS + 1]:
            inner = replace(origin.context, depth=context.depth + 1)
            answers += no_surer(self.follow(origin.expr, inner), "call site")
        if default is not None and not given_everywhere:
            outer = Context(entity.path, function.scope, context.depth + 1)
            answers += no_surer(self.follow(default, outer), "default")
        because = f"parameter `{name}` has no default and no call in the repository"
        return bounded(answers) or [Stop(because, "caller")]

    def function(self, callee: ir.Expr, context: Context) -> InFunction | None:
        """Return the function or method of the repository that a call calls."""
        key = (id(callee), context.path, context.scope)
        if key not in self._functions:
            self._functions[key] = None
            self._functions[key] = self._function(callee, context)
        return self._functions[key]

    def _function(self, callee: ir.Expr, context: Context) -> InFunction | None:
        entity = self.entity(callee, context)
        if isinstance(entity, InFunction):
            return entity
        if entity is None and isinstance(callee, ir.Attribute):
            owner = self.instance_class(callee.base, context.deeper())
            method = self.method(owner, callee.name) if owner is not None else None
            return method if isinstance(method, InFunction) else None
        return None

    def items_set(
        self, base: ir.Expr, key: object, context: Context
    ) -> Sequence[Origin | Stop] | None:
        """Return what `base[key] = …` sets in this scope or around it, None if nothing does."""
        names = self.program.ask(context.path)
        dotted = dotted_text(base)
        if names is None or not dotted:
            return None
        for scope in enclosing(context.scope):
            bindings = names.bindings.get((scope, f"{dotted}[{key!r}]"))
            if bindings:
                return self.bound(Bound(context.path, tuple(bindings)), context)
        return None

    def instance_class(self, expr: ir.Expr, context: Context) -> InClass | None:
        """Return the class of the repository that an object is an instance of, if that is plain."""
        if isinstance(expr, ir.Name) and expr.name in ("self", "cls"):
            return self.enclosing_class(context)
        if context.depth > MAX_DEPTH:
            return None
        key = (id(expr), context.path, context.scope)
        if key not in self._instances:
            self._instances[key] = None
            self._instances[key] = self._instance_class(expr, context)
        return self._instances[key]

    def _instance_class(self, expr: ir.Expr, context: Context) -> InClass | None:
        for origin in self.follow(expr, context):
            if isinstance(origin, Origin) and isinstance(origin.expr, ir.Call):
                entity = self.entity(origin.expr.callee, origin.context)
                if isinstance(entity, InClass):
                    return entity
        return self.annotated_class(expr, context)

    def annotated_class(self, expr: ir.Expr, context: Context) -> InClass | None:
        """Return the class of the repository that a parameter is annotated with."""
        if not isinstance(expr, ir.Name):
            return None
        entity = look_up(self.program, context.path, context.scope, expr.name)
        if not isinstance(entity, Given) or entity.parameter.annotation is None:
            return None
        note = entity.parameter.annotation
        if isinstance(note, ir.Const) and isinstance(note.value, str):
            note = ir.Name(note.value, 0)
        found = self.entity(note, Context(entity.path, entity.function.scope))
        return found if isinstance(found, InClass) else None

    def _follow_attribute(self, expr: ir.Attribute, context: Context) -> Sequence[Origin | Stop]:
        """Follow `base.name`: given a value as such, an attribute of an instance, or by name."""
        names = self.program.ask(context.path)
        dotted = dotted_text(expr)
        if names is not None and dotted and not dotted.startswith("self."):
            for scope in enclosing(context.scope):
                bindings = names.bindings.get((scope, dotted))
                if bindings:
                    given = self.bound(Bound(context.path, tuple(bindings)), context)
                    if not all(binding.conditional for binding in bindings):
                        return given
                    return self._rebound.attribute(expr, context, bindings[-1], given)
        return self.own_attribute(expr, context)

    def own_attribute(self, expr: ir.Attribute, context: Context) -> Sequence[Origin | Stop]:
        """Follow `base.name` into its object, whatever it is given by that name."""
        entity = self.entity(expr, context)
        if isinstance(entity, Bound):
            return self.bound(entity, context)
        if entity is not None:
            return [Origin(expr, context)]
        owner = self.instance_class(expr.base, context.deeper())
        attribute = self.method(owner, expr.name) if owner is not None else None
        if owner is not None and isinstance(attribute, Bound):
            return self._made_objects.attribute(expr, context, owner, attribute)
        return self._made_objects.given(expr, context)
