"""How many rows a split divides, where the code takes only so many: `split="train[:20]"`.

A bound counts only where every way to the data leads through one; a percentage is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.context import Context, Origin
from rai_lint.link.matched import Match
from rai_lint.link.values import Values
from rai_lint.link.written import argument, key_of_rows
from rai_lint.model import expression as ir
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.value import Known


def _each(text: str) -> frozenset[str]:
    return frozenset(text.split())


KIND = "data-split"

#: `train[:20]`, `test[10:30]`.
_SLICED = regex(r"^\w+\[(\d{0,15}):(\d{1,15})\]$")
#: Calls that take so many rows, by their last name: where the number is given.
_COUNTED = {
    "head": (0, "n"),
    "tail": (0, "n"),
    "take": (0, "n"),
    "sample": (0, "n"),
    "nlargest": (0, "n"),
    "read_csv": (-1, "nrows"),
    "read_json": (-1, "nrows"),
}
#: Methods whose result has no more rows than the table they are called on.
_KEEP = _each(
    """map filter shuffle sort cast cast_column with_format to_pandas remove_columns rename_column
    rename_columns select_columns rename assign copy reset_index sort_values drop dropna
    drop_duplicates fillna astype apply tolist to_list to_numpy"""
)
#: Functions whose result has the rows of their first argument.
_SAME = frozenset({"list", "from_pandas", "from_list", "DataFrame", "array", "asarray"})
_PLACES = frozenset({"iloc", "loc", "values"})
_MAX_STEPS = 24


class FewRows(Struct):
    """Adds to splits how many rows they divide, whether they draw a sample, whose copy they are."""

    values: Values
    #: What is known of each expression, which is kept, so that its id stays its own.
    _known: dict[tuple[int, str, str], tuple[ir.Expr, int | None]] = field(default_factory=dict)

    def of(self, matches: Sequence[Match], module: Module) -> Iterator[Match]:
        """Yield what was found in a file, splits with `rows` and `program`."""
        program = Known(self._copied(module), "implied")
        sampled = _sampled(module) if any(each.fact.kind == KIND for each in matches) else ()
        for match in matches:
            if match.fact.kind != KIND:
                yield match
                continue
            context = Context(module.path, match.call.scope)
            rows = self._divided(match.call, context)
            told = {"rows": Known(rows, "implied")} if rows is not None else {}
            if id(match.call) in sampled:
                told["sample"] = Known(value=True, how="implied")
            fields = {**match.fact.fields, **told, "program": program}
            yield replace(match, fact=replace(match.fact, fields=fields))

    def _divided(self, call: ir.Call, context: Context) -> int | None:
        callee = call.callee
        if isinstance(callee, ir.Attribute) and not call.arguments:
            return self._most(callee.base, context, 0)
        data = argument(call, "", 0)
        if data is not None:
            found = self._most(data, context, 0)
            if found is not None:
                return found
        return self._most(callee.base, context, 0) if isinstance(callee, ir.Attribute) else None

    def _most(self, expr: ir.Expr, context: Context, steps: int) -> int | None:
        """Return the number of rows that an expression has at most; None if there is no bound."""
        key = (id(expr), context.path, context.scope)
        if key not in self._known and steps <= _MAX_STEPS:
            self._known[key] = (expr, None)  # what leads back to itself has no bound
            self._known[key] = (expr, self._bound(expr, context, steps))
        return self._known.get(key, (expr, None))[1]

    def _bound(self, expr: ir.Expr, context: Context, steps: int) -> int | None:
        most = 0
        for origin in self.values.origins.follow(expr, context):
            rows = self._made(origin, steps + 1) if isinstance(origin, Origin) else None
            if rows is None:
                return None
            most = max(most, rows)
        return most

    def _made(self, origin: Origin, steps: int) -> int | None:
        context = origin.context
        match origin.expr:
            case ir.Call() as call:
                return self._called(call, context, steps)
            case ir.Item(base=ir.Attribute(base=base, name=name), key=key) if name in _PLACES:
                return self._keyed(base, key_of_rows(key), context, steps)
            case ir.Item(base=base, key=key):
                return self._keyed(base, key, context, steps)
            case ir.Attribute(base=base, name=name) if name in _PLACES:
                return self._most(base, context, steps)
            case _:
                return None

    def _keyed(self, base: ir.Expr, key: ir.Expr, context: Context, steps: int) -> int | None:
        if isinstance(key, ir.Slice):
            start = self._number(key.start, context) if key.start is not None else 0
            stop = self._number(key.stop, context) if key.stop is not None else None
            if start is not None and stop is not None and 0 <= start <= stop:
                return stop - start
        return self._most(base, context, steps)

    def _called(self, call: ir.Call, context: Context, steps: int) -> int | None:
        tail = getattr(call.callee, "name", "")
        base = call.callee.base if isinstance(call.callee, ir.Attribute) else None
        if tail == "load_dataset":
            return self._sliced(argument(call, "split", -1), context)
        if tail == "select":
            return self._range(argument(call, "indices", 0), context)
        if tail in _COUNTED:
            position, keyword = _COUNTED[tail]
            given = argument(call, keyword, position)
            # `sample(frac=0.1)` is part of a table of any size, `head()` its first five rows.
            if given is not None or tail not in ("head", "tail"):
                return self._number(given, context) if given is not None else None
            return 5
        if tail in _SAME and call.arguments:
            return self._most(call.arguments[0].value, context, steps)
        function = self.values.origins.function(call.callee, context)
        if function is not None:
            inner = context.deeper(function.path, function.function.qualname)
            returned = [self._most(each, inner, steps) for each in function.function.returns]
            bounds = [each for each in returned if each is not None]
            return max(bounds) if bounds and len(bounds) == len(returned) else None
        return self._most(base, context, steps) if base is not None and tail in _KEEP else None

    def _sliced(self, split: ir.Expr | None, context: Context) -> int | None:
        value = self.values.resolve(split, context) if split is not None else None
        if not isinstance(value, Known) or not isinstance(value.value, str):
            return None
        found = _SLICED.match(value.value.strip())
        return max(0, int(found[2]) - int(found[1] or 0)) if found is not None else None

    def _range(self, indices: ir.Expr | None, context: Context) -> int | None:
        """Return the length of `range(20)`, `range(10, 30)` and of a written list of numbers."""
        if isinstance(indices, ir.Elements):
            return len(indices.items)
        if not isinstance(indices, ir.Call) or getattr(indices.callee, "name", "") != "range":
            return None
        edges = [self._number(each.value, context) for each in indices.arguments[:2]]
        first, last = (edges[0], edges[1]) if len(edges) > 1 else (0, edges[0] if edges else None)
        return last - first if first is not None and last is not None and last >= first else None

    def _number(self, expr: ir.Expr | None, context: Context) -> int | None:
        """Return a number that is written down; one that a user may change is none."""
        value = self.values.resolve(expr, context) if expr is not None else None
        if not isinstance(value, Known) or value.how == "default":
            return None
        return value.value if type(value.value) is int and value.value >= 0 else None

    def _copied(self, module: Module) -> str:
        """Return the notebook that a script was written from, if it lies beside it; else itself."""
        beside = str(PurePosixPath(module.path).with_suffix(".ipynb"))
        read = self.values.origins.program.modules
        return beside if module.exported and beside in read else module.path


def _sampled(module: Module) -> frozenset[int]:
    """Return the calls of whose parts one is taken at once, and the others by nobody.

    `data.train_test_split(0.1)["test"]` draws a sample; it sets nothing aside.
    """
    values = [binding.value for binding in module.bindings]
    values += [value for function in module.functions for value in function.returns]
    taken = (value for value in values if isinstance(value, ir.Item))
    return frozenset(id(value.base) for value in taken if isinstance(value.base, ir.Call))
