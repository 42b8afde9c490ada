"""What a name refers to: something outside the repository, or what one of its modules defines."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from rai_lint.link.program import Names, Program, enclosing
from rai_lint.model.module import Binding, Class, Function, Import, Parameter

MAX_HOPS = 12


class Outside(Struct, frozen=True):
    """A dotted name of a library, or of Python itself (`builtins.open`)."""

    dotted: str


class InModule(Struct, frozen=True):
    """A module of the repository."""

    path: str


class InFunction(Struct, frozen=True):
    """A function of the repository."""

    path: str
    function: Function


class InClass(Struct, frozen=True):
    """A class of the repository."""

    path: str
    definition: Class


class Given(Struct, frozen=True):
    """A parameter of a function."""

    path: str
    function: Function
    parameter: Parameter


class Bound(Struct, frozen=True):
    """A name that is given a value, once or several times."""

    path: str
    bindings: tuple[Binding, ...]


Entity: TypeAlias = Outside | InModule | InFunction | InClass | Given | Bound


def look_up(program: Program, path: str, scope: str, name: str) -> Entity | None:
    """Return what a plain name means in a scope of a module, following imports."""
    key = (path, scope, name)
    if key not in program.known:
        program.known[key] = _looked_up(program, path, scope, name)
    found: Entity | None = program.known[key]
    return found


def _looked_up(program: Program, path: str, scope: str, name: str) -> Entity | None:
    names = program.ask(path)
    if names is None:
        return None
    for level in enclosing(scope):
        if level in names.classes and level != scope:
            continue  # a class body is no scope for what stands in its methods
        found = _in_scope(program, names, level, name)
        if found is not None:
            return found
    return _from_stars(program, names, name) or Outside(f"builtins.{name}")


def member(program: Program, path: str, name: str, hops: int = 0) -> Entity | None:
    """Return what a module of the repository calls by a name: defined there, or imported."""
    if hops > MAX_HOPS:
        return None
    if not program.may_define(path, name):
        return _submodule(program, path, name)
    names = program.ask(path)
    if names is None:
        return None
    return (
        _in_scope(program, names, "", name, hops)
        or _submodule(program, path, name)
        or _from_stars(program, names, name, hops)
    )


def _in_scope(
    program: Program, names: Names, scope: str, name: str, hops: int = 0
) -> Entity | None:
    path = names.module.path
    function = names.functions.get(scope)
    given = next((p for p in function.parameters if p.name == name), None) if function else None
    bindings = names.bindings.get((scope, name))
    if bindings and not (given and all(b.conditional for b in bindings)):
        return Bound(path, tuple(bindings))
    if given is not None and function is not None:
        return Given(path, function, given)
    item = names.imports.get((scope, name))
    if item is not None:
        return _imported(program, path, item, hops)
    qualname = f"{scope}.{name}" if scope else name
    if qualname in names.functions:
        return InFunction(path, names.functions[qualname])
    if qualname in names.classes:
        return InClass(path, names.classes[qualname])
    return None


def _imported(program: Program, path: str, item: Import, hops: int) -> Entity | None:
    target = program.find(path, item.module, item.level)
    if target is None or target == path:
        dotted = ".".join(part for part in (item.module, item.attribute) if part)
        return Outside(dotted) if not item.level else None
    if not item.attribute:
        return InModule(target)
    return member(program, target, item.attribute, hops + 1)


def _submodule(program: Program, path: str, name: str) -> Entity | None:
    if not path.endswith("__init__.py"):
        return None
    target = program.find(path, name, 1)
    return InModule(target) if target is not None else None


def _from_stars(program: Program, names: Names, name: str, hops: int = 0) -> Entity | None:
    for item in names.stars:
        target = program.find(names.module.path, item.module, item.level)
        if target is not None and target != names.module.path:
            found = member(program, target, name, hops + 1)
            if found is not None:
                return found
    return None
