"""Ids of what was loaded: of the object that a call works on, or that is handed on as an id."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.agreement import agreed
from rai_lint.link.callees import Callees
from rai_lint.link.context import Context, Origin, Settles, Stop, weaker
from rai_lint.link.written import text_of
from rai_lint.model import expression as ir
from rai_lint.model.value import Absent, Known, Unknown, Value

MAX_WRAPPERS = 8  # chains of wrappers are short


class LoadedIds(Struct):
    """Answers which dataset, model or file an object was loaded from."""

    callees: Callees
    values: Settles
    #: The id that a call loads by itself, None if it is no call that loads.
    own: Callable[[ir.Call, Context], Value | None]
    _loading: set[int] = field(default_factory=set)

    def of_object(self, made: tuple[ir.Call, Context], depth: int = 0) -> Value:
        """Return the id behind the call that made an object, through what it was made from."""
        call, context = made
        if id(call) in self._loading or depth > MAX_WRAPPERS:
            return Unknown(text_of(call), "it goes through too many steps")
        self._loading.add(id(call))
        try:
            found = self.own(call, context)
            if found is not None:
                return found
            for inner in self._sources(call, context):
                value = self.of_object(inner, depth + 1)
                if isinstance(value, Known):
                    return value
        finally:
            self._loading.discard(id(call))
        return Unknown(text_of(call), "what it is made from was not found")

    def _sources(self, call: ir.Call, context: Context) -> Iterator[tuple[ir.Call, Context]]:
        """Yield the calls that made the object a method works on, or the first argument."""
        found = self.callees.receiver(call, context)
        if found is not None:
            yield found
        for item in call.arguments[:2]:
            made = self.callees.maker(item.value, context) if not item.star else None
            if made is not None:
                yield made

    def handed_on(self, expr: ir.Expr, context: Context) -> Known | Unknown | None:
        """Return the id of an object that is given where an id may be, as in `pipeline(model=m)`.

        None if no call that loads is among what makes the value.
        """
        origins = self.callees.origins.follow(expr, context)
        ids = [self._load(origin) for origin in origins]
        if not any(ids):
            return None
        found = [
            value if value is not None else self.values.made(origin, context)
            for origin, value in zip(origins, ids, strict=True)
        ]
        return agreed(found, text_of(expr))

    def _load(self, origin: Origin | Stop) -> Known | Unknown | None:
        if isinstance(origin, Stop) or not isinstance(origin.expr, ir.Call):
            return None
        call = origin.expr
        if id(call) in self._loading:
            return Unknown(text_of(call), "it leads back to itself")
        self._loading.add(id(call))
        try:
            value = self.own(call, origin.context)
        finally:
            self._loading.discard(id(call))
        if isinstance(value, Known):
            return replace(value, how=weaker(value.how, "constant"))
        return None if isinstance(value, Absent) else value


def without_none(value: Unknown) -> Unknown:
    """Return a set of values without None: where it is None, nothing is given."""
    left = tuple(each for each in value.candidates if each is not None)
    return replace(value, candidates=left, complete=value.complete and bool(left))
