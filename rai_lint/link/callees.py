"""What a call calls, as a dotted name of a library: imports, re-exports, subclasses, objects.

A method on an object whose class is not known is `?.name`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from rai_lint.link.context import Context, Origin
from rai_lint.link.entities import Given, InClass, InFunction, Outside, look_up
from rai_lint.link.origins import Origins
from rai_lint.link.patterns import PatternIndex, matches, object_index, patterns_of_objects
from rai_lint.link.written import dotted_text, tails
from rai_lint.model import expression as ir
from rai_lint.model.knowledge import ApiObject, Catalogue

MAX_DEPTH = 20
UNKNOWN = "?"

#: Wrappers in annotations whose argument is the class meant.
_WRAPPERS = frozenset({"Optional", "Annotated", "Union", "Type", "type"})


class Callees(Struct, dict=True):
    """Names what is called, for one repository."""

    origins: Origins
    catalogue: Catalogue
    _classes: dict[tuple[int, str, str], Outside | InClass | None] = field(default_factory=dict)
    _named: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._objects: PatternIndex[ApiObject] = self.catalogue.once(object_index)
        self._called: Sequence[str] = self.catalogue.once(patterns_of_objects)
        self._bases: dict[str, tuple[str, ...]] = {
            item.name: item.bases for item in self.catalogue.classes
        }

    def names(self, call: ir.Call, context: Context) -> tuple[str, ...]:
        """Return the dotted names a call may be known by, the most exact first.

        There are none if it calls the repository's own code.
        """
        if id(call) not in self._named:
            self._named[id(call)] = ()  # a call that leads back to itself has no name
            self._named[id(call)] = self._names(call, context) or self._instance(call, context)
        return self._named[id(call)]

    def _names(self, call: ir.Call, context: Context) -> tuple[str, ...]:
        entity = self.origins.entity(call.callee, context)
        if isinstance(entity, Outside):
            return tuple(self._with_bases(entity.dotted))
        if isinstance(entity, InClass):
            return tuple(self._library_bases(entity))
        if isinstance(entity, InFunction):
            return self._own_package(call.callee, context)
        if isinstance(call.callee, ir.Attribute):
            return tuple(self._method(call.callee, context))
        return self._alias(call.callee, context)

    def _instance(self, call: ir.Call, context: Context) -> tuple[str, ...]:
        """Name the call of an object, `pipe("…")`, if the catalogue speaks of such calls."""
        owner = self.class_of(call.callee, context)
        if not isinstance(owner, Outside):
            return ()
        named = [f"{owner.dotted}.__call__", *self._with_bases(f"{owner.dotted}.__call__")]
        return tuple(
            dict.fromkeys(
                name for name in named if any(matches(pattern, name) for pattern in self._called)
            )
        )

    def _own_package(self, callee: ir.Expr, context: Context) -> tuple[str, ...]:
        """Name a function of the repository's own package, called from outside it as users do."""
        names = self.origins.program.ask(context.path)
        first = callee
        while isinstance(first, ir.Attribute):
            first = first.base
        item = names.imports.get(("", first.name)) if names and isinstance(first, ir.Name) else None
        if item is None or item.level or context.path.startswith(f"{item.module.split('.')[0]}/"):
            return ()
        written = dotted_text(callee).partition(".")
        head = f"{item.module}.{item.attribute}" if item.attribute else item.module
        return (f"{head}.{written[2]}" if written[2] else head,)

    def constructs(self, call: ir.Call, context: Context) -> bool:
        """Say whether a call is of a class, so that what it is not given is at its default."""
        entity = self.origins.entity(call.callee, context)
        if isinstance(entity, InClass):
            return True
        name = call.callee.name if isinstance(call.callee, (ir.Name, ir.Attribute)) else ""
        if name[:1].isupper():
            return True
        known = [item for item in self.names(call, context) if not item.startswith(UNKNOWN)]
        return bool(known) and not name.startswith("parse")

    def _alias(self, callee: ir.Expr, context: Context) -> tuple[str, ...]:
        """Name what a variable stands for: `load = torch.load`, `partial(torch.load, …)`."""
        for origin in self.origins.follow(callee, context):
            if isinstance(origin, Origin) and isinstance(origin.expr, (ir.Name, ir.Attribute)):
                entity = self.origins.entity(origin.expr, origin.context)
                if isinstance(entity, Outside):
                    return tuple(self._with_bases(entity.dotted))
        return ()

    def _method(self, callee: ir.Attribute, context: Context) -> Iterator[str]:
        owner = self.class_of(callee.base, context)
        if isinstance(owner, InClass):
            method = self.origins.method(owner, callee.name)
            if isinstance(method, InFunction):
                return
            for base in self._library_bases(owner):
                yield f"{base}.{callee.name}"
            return
        if owner is not None:
            yield from self._with_bases(f"{owner.dotted}.{callee.name}")
            return
        yield from (f"{UNKNOWN}.{name}" for name in tails(callee))

    def _with_bases(self, dotted: str) -> Iterator[str]:
        yield dotted
        owner, _, name = dotted.rpartition(".")
        for base in self._bases.get(dotted, ()):
            yield base
        for base in self._bases.get(owner, ()):
            yield from self._with_bases(f"{base}.{name}") if base != owner else ()

    def _library_bases(self, owner: InClass) -> Iterator[str]:
        for each in self.origins.ancestors(owner):
            if isinstance(each, Outside):
                yield from self._with_bases(each.dotted)

    def class_of(self, expr: ir.Expr, context: Context) -> Outside | InClass | None:
        """Return the class of an object, of a library or of the repository, if it is plain."""
        if context.depth > MAX_DEPTH:
            return None
        # Expressions live as long as their modules, so their ids are their own.
        key = (id(expr), context.path, context.scope)
        if key not in self._classes:
            self._classes[key] = None  # an object made from itself has no plain class
            self._classes[key] = self._class_of(expr, context)
        return self._classes[key]

    def _class_of(self, expr: ir.Expr, context: Context) -> Outside | InClass | None:
        if isinstance(expr, ir.Name) and expr.name in ("self", "cls"):
            return self.origins.enclosing_class(context)
        for origin in self.origins.follow(expr, context):
            if isinstance(origin, Origin):
                found = self._made(origin)
                if found is not None:
                    return found
        return self._annotated(expr, context)

    def _made(self, origin: Origin) -> Outside | InClass | None:
        expr, context = origin.expr, origin.context.deeper()
        match expr:
            case ir.Call():
                return self._returned(expr, context)
            case ir.Item(base=base, key=key):
                return self._item(base, key, context)
            case ir.Attribute(base=base, name=name) if not isinstance(base, ir.Const):
                owner = self.class_of(base, context)
                return Outside(f"{owner.dotted}.{name}") if isinstance(owner, Outside) else None
            case ir.Each(iterable=iterable):
                return self._item(iterable, ir.Const(0), context)
            case _:
                return None

    def _returned(self, call: ir.Call, context: Context) -> Outside | InClass | None:
        entity = self.origins.entity(call.callee, context)
        if isinstance(entity, InClass):
            return entity
        function = entity if isinstance(entity, InFunction) else None
        if function is None and entity is None:
            function = self.origins.function(call.callee, context)
        if function is not None:
            inner = context.deeper(function.path, function.function.qualname)
            found = (self.class_of(value, inner) for value in function.function.returns)
            return next((item for item in found if item is not None), None)
        for name in self.names(call, context):
            owner = self._object(name)
            if owner is not None:
                return owner
        return None

    def _object(self, dotted: str) -> Outside | None:
        """Return the class of what a library call returns: by the catalogue, else by its name."""
        if dotted.startswith(UNKNOWN):
            return None
        for entry in self._objects.find(dotted):
            return Outside(dotted.rpartition(".")[0] if entry.is_a == "$receiver" else entry.is_a)
        owner, _, name = dotted.rpartition(".")
        if name[:1].isupper():
            return Outside(dotted)
        if owner.rpartition(".")[2][:1].isupper() and name.startswith("from_"):
            return Outside(owner)
        return None

    def _item(self, base: ir.Expr, key: ir.Expr, context: Context) -> Outside | InClass | None:
        """Return the class of an element of a display, a function's answer or a dataset."""
        index = key.value if isinstance(key, ir.Const) else 0
        for origin in self.origins.follow(base, context):
            items = self._items(origin) if isinstance(origin, Origin) else None
            if items is not None and isinstance(index, int) and 0 <= index < len(items[0]):
                return self.class_of(items[0][index], items[1])
        found = self.class_of(base, context)
        if isinstance(found, Outside) and found.dotted.startswith("datasets."):
            return found
        return None

    def _items(self, origin: Origin) -> tuple[tuple[ir.Expr, ...], Context] | None:
        if isinstance(origin.expr, ir.Elements):
            return origin.expr.items, origin.context.deeper()
        if isinstance(origin.expr, ir.Call):
            function = self.origins.function(origin.expr.callee, origin.context)
            for value in function.function.returns if function is not None else ():
                if function is not None and isinstance(value, ir.Elements):
                    inner = origin.context.deeper(function.path, function.function.qualname)
                    return value.items, inner
        return None

    def _annotated(self, expr: ir.Expr, context: Context) -> Outside | InClass | None:
        if not isinstance(expr, ir.Name):
            return None
        entity = look_up(self.origins.program, context.path, context.scope, expr.name)
        if not isinstance(entity, Given) or entity.parameter.annotation is None:
            return None
        note = entity.parameter.annotation
        if isinstance(note, ir.Item) and isinstance(note.base, (ir.Name, ir.Attribute)):
            wrapper = note.base.name
            inner = (
                note.key.items[0]
                if isinstance(note.key, ir.Elements) and note.key.items
                else note.key
            )
            note = inner if wrapper in _WRAPPERS else note.base
        if isinstance(note, ir.Const) and isinstance(note.value, str):
            note = ir.Name(note.value, 0)
        outer = Context(entity.path, entity.function.scope, context.depth + 1)
        found = self.origins.entity(note, outer)
        if isinstance(found, Outside) and not found.dotted.startswith("builtins."):
            return found
        return found if isinstance(found, InClass) else None

    def maker(self, expr: ir.Expr, context: Context) -> tuple[ir.Call, Context] | None:
        """Return the library call that made an object, through names and wrappers."""
        if context.depth > MAX_DEPTH:
            return None
        for origin in self.origins.follow(expr, context):
            if not isinstance(origin, Origin):
                continue
            inner = origin.context.deeper()
            made = origin.expr
            while isinstance(made, ir.Item):
                made = made.base
            if isinstance(made, (ir.Name, ir.Attribute)) and made is not expr:
                found = self.maker(made, inner)
                if found is not None:
                    return found
            if isinstance(made, ir.Call):
                return self._through(made, inner)
        return None

    def _through(self, call: ir.Call, context: Context) -> tuple[ir.Call, Context]:
        """Look through a function of the repository, or a method that hands its object on."""
        function = self.origins.function(call.callee, context)
        if function is not None:
            inner = context.deeper(function.path, function.function.qualname)
            for value in function.function.returns:
                found = self.maker(value, inner)
                if found is not None:
                    return found
        return call, context

    def receiver(self, call: ir.Call, context: Context) -> tuple[ir.Call, Context] | None:
        """Return the call that made the object a method is called on."""
        if any(name.endswith(".__call__") for name in self.names(call, context)):
            return self.maker(call.callee, context)
        if not isinstance(call.callee, ir.Attribute):
            return None
        return self.maker(call.callee.base, context)
