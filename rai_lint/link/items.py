"""Values in what code puts together itself: items of dicts and lists, `**` arguments, loops."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.agreement import MAX_CANDIDATES, agreed, changed, first_cause
from rai_lint.link.context import MAX_DEPTH, Context, Origin, Settles, Stop, weaker
from rai_lint.link.entities import Given
from rai_lint.link.loaded import LoadedRecipes
from rai_lint.link.objects import held_by
from rai_lint.link.origins import Origins
from rai_lint.link.written import argument, text_of
from rai_lint.model import expression as ir
from rai_lint.model.value import Known, Plain, Unknown

#: What a collection answers for a key or number that it does not have.
MISSING = Stop("it is asked for an element that is not there")


class Items(Struct):
    """Answers what an element of a dict, list or loaded object holds."""

    origins: Origins
    loaded: LoadedRecipes
    values: Settles
    _entries: dict[tuple[int, str], ir.Item] = field(default_factory=dict)

    def item(self, expr: ir.Item, context: Context) -> Known | Unknown | Stop:
        """Return the value of `base[key]`: what was last put there, else what it was made with."""
        if isinstance(expr.key, ir.Slice):
            return self._piece(expr.base, expr.key, context)
        key = self._key(expr, context)
        if isinstance(key, Unknown) and key.complete:
            each = [self._at_key(expr, one, context) for one in key.candidates]
            there = [one for one in each if one is not MISSING]
            return agreed(there or each, text_of(expr), because=key.because)
        left_open = isinstance(key, Known) and key.value is None and key.how == "default"
        if left_open or not isinstance(key, Known):
            because = f"which element of `{text_of(expr.base)}` is decided at run time"
            elements = self._elements(expr.base, context)
            by = "user" if isinstance(key, Known) else key.by
            if by == "repository":  # whoever decides all of them decides each of them
                by = held_by(expr.base, context.deeper(), self.origins).by
            return Unknown(text_of(expr), because, elements, by=by)
        value = self._at_key(expr, key.value, context)
        if isinstance(value, Known):
            return replace(value, how=weaker(value.how, key.how))
        return value

    def _piece(self, base: ir.Expr, key: ir.Slice, context: Context) -> Known | Unknown | Stop:
        """Return `text[start:stop]` of a known text."""
        whole = self.values.resolve(base, context.deeper())
        edges = [
            self.values.resolve(edge, context) if edge is not None else Known(None)
            for edge in (key.start, key.stop)
        ]
        known = [edge.value for edge in edges if isinstance(edge, Known)]
        if isinstance(whole, Known) and not isinstance(whole.value, str):
            return Stop("it is a slice")
        if len(known) != len(edges) or not all(_is_edge(value) for value in known):
            by = first_cause([whole, Stop("")]).by if isinstance(whole, Unknown) else "repository"
            return Stop("where its text is cut is decided at run time", by)
        return changed(whole, lambda text: text[known[0] : known[1]] or None)

    def _key(self, expr: ir.Item, context: Context) -> Known | Unknown:
        key = self.values.resolve(expr.key, context)
        # A key that is not there stops the program, so tests of the key rule nothing else out.
        if isinstance(key, Known) or not key.candidates or key.complete:
            return key
        found = self.origins.untested(expr.key, context)
        return agreed([self.values.made(origin, context) for origin in found], text_of(expr.key))

    def _at_key(self, expr: ir.Item, key: Plain, context: Context) -> Known | Unknown | Stop:
        changed = self.origins.items_set(expr.base, key, context)
        if changed is not None:
            made = [self.values.made(origin, context) for origin in changed]
            return agreed(made, text_of(expr))
        origins = self.origins.follow(expr.base, context.deeper())
        answers = [self._answer(origin, key) for origin in origins]
        given = [answer for answer in answers if answer is not None]
        if given and len(given) == len(answers):
            return agreed(given, text_of(expr))
        stops = [answer for answer in given if not isinstance(answer, Known)]
        if stops:
            others = len(given) < len(answers)  # of what is no display its maker decides
            held = [held_by(expr.base, context.deeper(), self.origins)] if others else []
            return first_cause([*stops, *held])
        return self._of_value(expr, key, context)

    def _answer(self, origin: Origin | Stop, key: Plain) -> Known | Unknown | Stop | None:
        """Return what an origin of a collection holds at a key; None if it is no display."""
        found = origin if isinstance(origin, Stop) else self._element(origin, key)
        if isinstance(found, Known) and isinstance(origin, Origin):
            return replace(found, how=weaker(found.how, origin.how))
        return found

    def _of_value(self, expr: ir.Item, key: Plain, context: Context) -> Known | Unknown | Stop:
        """Return an element of what a call, such as `split`, makes of known texts."""
        base = self.values.resolve(expr.base, context.deeper())
        if isinstance(base, Known):
            made = _at(base.value, key)
            return MISSING if made is None else replace(base, value=made)
        each = self._of_entries(expr, key, context)
        if each is not None:
            return each
        stop = held_by(expr.base, context.deeper(), self.origins)
        because = f"what `{text_of(expr.base)}` holds is decided at run time"
        by = first_cause([base, stop]).by
        return Stop(because, by)

    def _of_entries(
        self, expr: ir.Item, key: Plain, context: Context
    ) -> Known | Unknown | Stop | None:
        """Return `table[name][key]` where the name is one of several that are all known."""
        origins = self.origins.follow(expr.base, context.deeper())
        origin = origins[0] if len(origins) == 1 else None
        table = origin.expr if isinstance(origin, Origin) else None
        if not isinstance(table, ir.Item) or not isinstance(origin, Origin):
            return None
        where = origin.context.deeper()
        names = None if isinstance(table.key, ir.Slice) else self._key(table, where)
        if not isinstance(names, Unknown) or not names.complete:
            return None
        found = [
            self._at_key(ir.Item(self._entry(table, name), expr.key), key, where)
            for name in names.candidates
        ]
        there = [one for one in found if one is not MISSING]
        return agreed(there or found, text_of(expr), because=names.because)

    def _entry(self, table: ir.Item, name: Plain) -> ir.Item:
        """Return `table[name]` for one name, kept so that its id stays its own."""
        at = (id(table), str(name))
        return self._entries.setdefault(at, ir.Item(table.base, ir.Const(name)))

    def _elements(self, base: ir.Expr, context: Context) -> tuple[Plain, ...]:
        """Return the values of a dict or list display that is indexed at run time."""
        found: list[Plain] = []
        for origin in self.origins.follow(base, context.deeper()):
            expr = origin.expr if isinstance(origin, Origin) else None
            items = expr.items if isinstance(expr, (ir.Mapped, ir.Elements)) else ()
            values = [item[1] if isinstance(item, tuple) else item for item in items]
            found += [value.value for value in values if isinstance(value, ir.Const)]
        return tuple(found[:MAX_CANDIDATES])

    def _element(self, origin: Origin, key: Plain) -> Known | Unknown | Stop | None:
        expr, context = origin.expr, origin.context.deeper()
        if isinstance(expr, ir.Mapped):
            for name, value in expr.items:
                if isinstance(name, ir.Const) and name.value == key:
                    return self.values.resolve(value, context)
        if (
            isinstance(expr, ir.Elements)
            and isinstance(key, int)
            and -len(expr.items) <= key < len(expr.items)
        ):
            return self.values.resolve(expr.items[key], context)
        if isinstance(expr, ir.Call):
            named = argument(expr, str(key), -1)
            if named is not None:
                return self.values.resolve(named, context)
            return self.loaded.value_in(origin, (str(key),))
        if isinstance(expr, (ir.Item, ir.Attribute)):
            return self.loaded.value_in(origin, (str(key),))
        return None

    def each(self, iterable: ir.Expr, context: Context) -> Known | Unknown | Stop:
        """Return what a loop variable is, where the loop runs over a value that is known."""
        value = self.values.resolve(iterable, context)
        if isinstance(value, Known) and isinstance(value.value, tuple):
            found = [replace(value, value=each) for each in value.value[: MAX_CANDIDATES + 1]]
            return agreed(found, text_of(iterable), because="it takes several values in turn")
        stop = held_by(iterable, context.deeper(), self.origins)
        return Stop(f"it takes several values in turn: {stop.because}", stop.by)

    def spread(
        self, expr: ir.Expr, keyword: str, context: Context
    ) -> tuple[Known | Unknown | None, bool]:
        """Look a keyword up in a `**` argument; the second answer says whether it may hold more."""
        changed = self.origins.items_set(expr, keyword, context)
        if changed is not None:
            made = [self.values.made(origin, context) for origin in changed]
            return agreed(made, f"{text_of(expr)}[{keyword!r}]"), False
        passed = self._passed_on(expr, keyword, context)
        if passed is not None:
            return passed
        open_ended = False
        for origin in self.origins.follow(expr, context):
            if isinstance(origin, Stop):
                open_ended = True
                continue
            returned = self._returned(origin, keyword)
            if returned is not None:
                found, more = returned
                open_ended = open_ended or more
                if found is None:
                    continue
            else:
                found = self._element(origin, keyword)
            if isinstance(found, Known):
                return replace(found, how=weaker(found.how, origin.how)), False
            if isinstance(found, Unknown):
                return found, False
            if isinstance(found, Stop):
                return Unknown(f"{text_of(expr)}[{keyword!r}]", found.because), False
            open_ended = open_ended or not _closed(origin.expr)
        return None, open_ended

    def _returned(
        self, origin: Origin, keyword: str
    ) -> tuple[Known | Unknown | Stop | None, bool] | None:
        """Look a keyword up in what a function of the repository returns, if it returns one."""
        call = origin.expr if isinstance(origin.expr, ir.Call) else None
        function = self.origins.function(call.callee, origin.context) if call is not None else None
        if function is None or len(function.function.returns) != 1:
            return None
        if origin.context.depth > MAX_DEPTH:
            return None, True
        inner = origin.context.deeper(function.path, function.function.qualname)
        return self.spread(function.function.returns[0], keyword, inner)

    def _passed_on(
        self, expr: ir.Expr, keyword: str, context: Context
    ) -> tuple[Known | Unknown | None, bool] | None:
        """Look a keyword up in `**options` of a function: what its calls pass under that name."""
        entity = self.origins.entity(expr, context) if isinstance(expr, ir.Name) else None
        if not isinstance(entity, Given) or entity.parameter.star != "**":
            return None
        sites = self.origins.sites(entity.path, entity.function)
        if not sites:
            because = "no call in the repository shows what is behind `**`"
            return Unknown(keyword, because, by="caller"), False
        found = []
        for site in sites[: MAX_CANDIDATES + 1]:
            value = self.values.keyword(site.expr, keyword, -1, site.context)
            found += [value] if value is not None else []
        if not found:
            return None, False
        return agreed(found, f"{text_of(expr)}[{keyword!r}]"), False


def _is_edge(value: Plain) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _at(value: Plain, key: Plain) -> Plain:
    """Return an element of a tuple by number or of a dict by name, else None."""
    if isinstance(value, tuple) and isinstance(key, int):
        return value[key] if -len(value) <= key < len(value) else None
    return value.get(str(key)) if isinstance(value, dict) else None


def _closed(expr: ir.Expr) -> bool:
    """Say whether a dict display shows all its keys."""
    return isinstance(expr, ir.Mapped) and all(key is not None for key, _ in expr.items)
