"""Who decides what an object holds that nothing in the repository gives it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rai_lint.link.agreement import first_cause
from rai_lint.link.context import MAX_DEPTH, Context, Origin, Stop
from rai_lint.link.deciders import decider
from rai_lint.link.entities import Outside
from rai_lint.link.written import text_of
from rai_lint.model import expression as ir
from rai_lint.model.value import Unknown

if TYPE_CHECKING:  # it follows what this explains
    from rai_lint.link.origins import Origins


def held_by(expr: ir.Expr, context: Context, origins: Origins) -> Stop:
    """Return why a part of an object is not known, by where the object comes from."""
    text = text_of(expr)
    if isinstance(expr, ir.Name) and expr.name in ("self", "cls"):
        return _own(context, origins)
    if context.depth > MAX_DEPTH:
        return Stop("it goes through too many steps")
    # Each expression is looked at once, or code that calls itself in many ways would never end.
    key = (id(expr), context.path, context.scope)
    known = origins.held.get(key)
    if known is None or known[0] is not expr:
        origins.held[key] = (expr, Stop("it leads back to itself"))
        origins.held[key] = known = (expr, _held(expr, text, context, origins))
    return known[1]


def made_elsewhere(callee: ir.Expr, context: Context, origins: Origins) -> Unknown:
    """Return why it is not known what the object of a method was made with."""
    because = "the object it is called on is made elsewhere"
    if not isinstance(callee, ir.Attribute):
        return Unknown(text_of(callee), because)
    return Unknown(text_of(callee), because, by=held_by(callee.base, context, origins).by)


def _held(expr: ir.Expr, text: str, context: Context, origins: Origins) -> Stop:
    found = [_of_origin(each, text, context, origins) for each in origins.follow(expr, context)]
    stop = first_cause(found)
    return stop if isinstance(stop, Stop) else Stop(stop.because, stop.by)


def _own(context: Context, origins: Origins) -> Stop:
    """Answer for an attribute that a class never sets: its base in a library may."""
    owner = origins.enclosing_class(context)
    for base in origins.bases(owner) if owner is not None else ():
        if isinstance(base, Outside) and not base.dotted.startswith(("builtins.", "abc.")):
            return Stop(f"the base class `{base.dotted}` may set it", "outside")
    return Stop("nothing in its class sets it")


def _of_origin(origin: Origin | Stop, text: str, context: Context, origins: Origins) -> Stop:
    if isinstance(origin, Stop):
        return origin
    inner = (
        origin.context
        if origin.context.depth > context.depth
        else context.deeper(origin.context.path, origin.context.scope)
    )
    expr = origin.expr
    if expr == ir.Const(None) and origin.how == "default":
        return Stop(f"`{text}` is not set by default; the user may give it", "user")
    match expr:
        case ir.Call(callee=callee):
            stop = _made(callee, text, inner, origins)
            return stop if stop.by != "repository" else _of_arguments(expr, stop, inner, origins)
        case ir.Item(base=base) | ir.Attribute(base=base):
            entity = origins.entity(expr, inner)
            if isinstance(entity, Outside):
                return _outside(entity.dotted, text)
            return _element(expr, inner, origins) or held_by(base, inner.deeper(), origins)
        case ir.Each(iterable=iterable):
            return held_by(iterable, inner.deeper(), origins)
        case ir.Name():
            entity = origins.entity(expr, inner)
            if isinstance(entity, Outside):
                return _outside(entity.dotted, text)
        case _:
            pass
    return Stop(f"what `{text}` holds is decided at run time")


def _element(expr: ir.Expr, context: Context, origins: Origins) -> Stop | None:
    """Answer for one of several things that a function of the repository returns."""
    call, key = (expr.base, expr.key) if isinstance(expr, ir.Item) else (None, None)
    number = key.value if isinstance(key, ir.Const) else None
    if not isinstance(call, ir.Call) or not isinstance(number, int):
        return None
    function = origins.function(call.callee, context)
    returns = function.function.returns if function is not None else ()
    found = [
        held_by(
            each.items[number], context.deeper(function.path, function.function.qualname), origins
        )
        for each in returns
        if function is not None and isinstance(each, ir.Elements) and number < len(each.items)
    ]
    whole = bool(found) and len(found) == len(returns)
    stop = first_cause(found) if whole else None
    return Stop(stop.because, stop.by) if stop is not None else None


#: Methods that read what is in a file, a folder or an answer of a server.
_READS = ("glob", "rglob", "iterdir", "read", "readline", "readlines", "read_text", "read_bytes")
_ASKS = ("json", "query", "execute", "fetchall", "from_pretrained", "list_repo_files")


def reads(callee: ir.Expr) -> bool:
    """Say whether a call is of a method that brings in what is not in the program."""
    return isinstance(callee, ir.Attribute) and callee.name in (*_READS, *_ASKS)


def _made(callee: ir.Expr, text: str, context: Context, origins: Origins) -> Stop:
    if isinstance(callee, ir.Attribute) and reads(callee):
        return Stop(f"`{text}` comes from what `{callee.name}` reads", "outside")
    entity = origins.entity(callee, context)
    if isinstance(entity, Outside):
        return _outside(entity.dotted, text)
    function = origins.function(callee, context)
    if function is not None and function.function.returns:
        inner = context.deeper(function.path, function.function.qualname)
        found = [held_by(value, inner, origins) for value in function.function.returns]
        stop = first_cause(found)
        return Stop(stop.because, stop.by)
    if entity is None and function is None and isinstance(callee, ir.Attribute):
        return held_by(callee.base, context.deeper(), origins)
    return Stop(f"what `{text}` holds is decided at run time")


def _of_arguments(call: ir.Call, otherwise: Stop, context: Context, origins: Origins) -> Stop:
    """Answer for what a call makes of its arguments, where one of them is decided elsewhere."""
    for value in (part for item in call.arguments for part in _parts(item.value)):
        stop = held_by(value, context.deeper(), origins)
        if stop.by != "repository":
            because = f"{otherwise.because}, of `{text_of(value)}`: {stop.because}"
            return Stop(because, stop.by)
    return otherwise


def _parts(expr: ir.Expr) -> Iterator[ir.Expr]:
    """Yield what an argument is made of that may be decided elsewhere."""
    if isinstance(expr, (ir.Joined, ir.Opaque, ir.Elements)):
        for part in expr.items if isinstance(expr, ir.Elements) else expr.parts:
            yield from _parts(part)
    elif isinstance(expr, (ir.Name, ir.Attribute, ir.Call, ir.Item)):
        yield expr


def _outside(dotted: str, text: str) -> Stop:
    if dotted in ("dataclasses.field", "pydantic.Field"):
        return Stop(f"`{text}` is empty by default; the user may fill it", "user")
    by = decider(dotted)
    if by == "user":
        return Stop(f"`{text}` comes from `{dotted}`, which the user decides", by)
    return Stop(f"`{text}` comes from `{dotted}`, which is not in the repository", by)
