"""Files that a program has written itself before it unpickles them: nothing a stranger supplies.

Only what surely happened in the same run counts: a write above the load, in the same function or in
one that was called above it. A file that is written under a condition of its own, so that the load
may find that of another run, is no such file; what is written in a loop is, whatever it asks there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Hashable, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.callees import Callees
from rai_lint.link.context import Context, Origin
from rai_lint.link.entities import Bound, Given, InClass, InFunction, Outside, look_up
from rai_lint.link.matched import Match
from rai_lint.link.targets import argument_expression
from rai_lint.link.values import Values
from rai_lint.link.written import argument
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Block, Function, Module, spans
from rai_lint.model.source import Place
from rai_lint.model.value import Known

KIND = "unsafe-load"

#: Calls that write what such a load reads, by their last name: where they are given the file.
_WRITERS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "save": (1, ("f",)),
    "dump": (1, ("file", "filename")),
    "to_pickle": (0, ("path",)),
}
#: `numpy.save` is given the file first.
_FILE_FIRST = ("numpy.save", "np.save")
_WRITING_LIBRARIES = ("torch.", "pickle.", "cPickle.", "joblib.", "dill.", "cloudpickle.")
_OPENERS = frozenset({"open"})
#: Calls that put a path together without changing which file is meant.
_OF_PATHS = frozenset({"str", "Path", "join", "abspath", "fspath", "expanduser", "format"})
#: Functions with more calls are not followed, nor more calls of calls of … than these.
_MAX_SITES = 12
_MAX_SPOTS = 100
_MAX_WRITES = 60
_MAX_PARTS = 40


class _Spot(Struct, frozen=True):
    """A call, in the function that it stands in."""

    path: str
    scope: str
    place: Place


class OwnFiles(Struct):
    """Says of loads whether the program that loads has just written the file."""

    callees: Callees
    values: Values
    _blocks: dict[str, Sequence[Block]] = field(default_factory=dict)

    def of(self, matches: Sequence[Match], module: Module) -> Iterator[Fact]:
        """Yield the facts of a file; a load of what it wrote itself says so.

        `own` says that the same run wrote it; `kept` that the file does, at whatever time.
        """
        loads = [match for match in matches if match.fact.kind == KIND]
        written = self._written(module) if loads else {}
        for match in matches:
            writes = self._writes(match, module, written) if match in loads and written else ()
            if writes:
                name = "own" if self._is_own(match, module, writes) else "kept"
                fields = {**match.fact.fields, name: Known(value=True, how="implied")}
                yield replace(match.fact, fields=fields)
            else:
                yield match.fact

    def _written(self, module: Module) -> dict[Hashable, list[_Spot]]:
        """Return where a file writes what, by what tells one path from another."""
        found: dict[Hashable, list[_Spot]] = {}
        writes = [call for call in module.calls if getattr(call.callee, "name", "") in _WRITERS]
        for call in writes[:_MAX_WRITES]:
            context = Context(module.path, call.scope)
            expr = self._destination(call, context)
            key = self._file(expr, context) if expr is not None else None
            if key is not None:
                found.setdefault(key, []).append(_Spot(module.path, call.scope, call.place))
        return found

    def _destination(self, call: ir.Call, context: Context) -> ir.Expr | None:
        """Return the expression of the file that a call writes to; None if it writes none."""
        tail = getattr(call.callee, "name", "")
        position, keywords = _WRITERS[tail]
        names = self.callees.names(call, context)
        if any(name in _FILE_FIRST for name in names):
            return argument_expression(call, 0, ("file",))
        if tail != "to_pickle" and not any(name.startswith(_WRITING_LIBRARIES) for name in names):
            return None
        return argument_expression(call, position, keywords)

    def _writes(
        self, match: Match, module: Module, written: Mapping[Hashable, Sequence[_Spot]]
    ) -> Sequence[_Spot]:
        """Return where the file of a load is written."""
        source = match.entry.fields.get("id")
        if source is None or source.of != "call":
            return ()
        expr = argument_expression(match.call, source.position, source.keyword)
        context = Context(module.path, match.call.scope)
        key = self._file(expr, context) if expr is not None else None
        return written.get(key, ()) if key is not None else ()

    def _is_own(self, match: Match, module: Module, writes: Sequence[_Spot]) -> bool:
        self._blocks[module.path] = module.blocks
        reached = [spot for write in writes for spot in self._around(write)]
        return self._after(_Spot(module.path, match.call.scope, match.call.place), reached)

    def _around(self, write: _Spot) -> list[_Spot]:
        """Return a write, and the calls that lead to it."""
        found = [write]
        for spot in found:  # which grows on the way
            if len(found) < _MAX_SPOTS:
                found += [site for site in self._sites(spot) if site not in found]
        return found

    def _after(self, load: _Spot, writes: Sequence[_Spot]) -> bool:
        """Say whether a write comes before a load, by whatever calls the load is reached."""
        found, written = [load], False
        for spot in found:  # which grows on the way
            if any(self._before(write, spot) for write in writes):
                written = True
                continue
            sites = self._sites(spot)
            if not sites or len(found) > _MAX_SPOTS:
                return False
            found += [site for site in sites if site not in found]
        return written

    def _before(self, write: _Spot, load: _Spot) -> bool:
        if (write.path, write.scope) != (load.path, load.scope):
            return False
        if not write.place.order() < load.place.order():
            return False
        apart = [
            block
            for block in self._blocks.get(write.path, ())
            if _holds(block, write.place) and not _holds(block, load.place)
        ]
        # The block around all others: in a loop the best of several may be kept.
        outermost = min(apart, key=lambda block: block.first - block.last, default=None)
        return outermost is None or outermost.kind == "loop"

    def _sites(self, spot: _Spot) -> list[_Spot]:
        """Return the calls of the function that a call stands in.

        None are known if they are too many, or if a cell defines the function anew.
        """
        names = self.callees.origins.program.ask(spot.path)
        function = names.functions.get(spot.scope) if names is not None else None
        if names is None or function is None or _defined_again(names.module, function):
            return []
        found = self.callees.origins.sites(spot.path, function)
        if len(found) > _MAX_SITES:
            return []
        spots = []
        for site in found:
            if isinstance(site.expr, ir.Call):
                path = site.context.path
                module = self.callees.origins.program.modules[path]
                self._blocks.setdefault(path, module.blocks)
                spots.append(_Spot(path, site.context.scope, site.expr.place))
        return spots

    def _file(self, expr: ir.Expr, context: Context) -> Hashable | None:
        """Return what tells a file from others: its path, or the expression that names it."""
        opened = self._opened(expr, context)
        if opened is None:
            return None
        expr, context = opened
        value = self.values.resolve(expr, context)
        path = value.value if isinstance(value, Known) and value.how != "default" else None
        # What a user may set for the one and not for the other is two files.
        if isinstance(path, str) and path:
            return ("path", posixpath.normpath(path))
        parts: list[Hashable] = []
        return ("as", *parts) if self._spelled(expr, context, parts) else None

    def _opened(self, expr: ir.Expr, context: Context) -> tuple[ir.Expr, Context] | None:
        """Return the path of an open file: that of `open(path)`, by whatever name it goes."""
        opening = [
            (origin.expr, origin.context)
            for origin in self.callees.origins.follow(expr, context)
            if isinstance(origin, Origin)
            and isinstance(origin.expr, ir.Call)
            and getattr(origin.expr.callee, "name", "") in _OPENERS
        ]
        if not opening:
            return expr, context
        if len(opening) > 1:
            return None
        call, where = opening[0]
        entity = self.callees.origins.entity(call.callee, where)
        if isinstance(call.callee, ir.Attribute) and not isinstance(entity, Outside):
            return call.callee.base, where  # `path.open("rb")`
        path = argument(call, "file", 0)
        return (path, where) if path is not None else None

    def _spelled(self, expr: ir.Expr, context: Context, parts: list[Hashable]) -> bool:
        """Add the parts of an expression that names a path; say whether it always means one."""
        if len(parts) > _MAX_PARTS:
            return False
        match expr:
            case ir.Const(value=value):
                parts.append(("is", value))
                return True
            case ir.Name():
                return self._named(expr, context, parts)
            case ir.Attribute(base=base, name=name):
                parts.append(("of", name))
                return self._spelled(base, context, parts)
            case ir.Joined(parts=pieces, separator=separator):
                parts.append(("joined", separator, len(pieces)))
                return all(self._spelled(each, context, parts) for each in pieces)
            case ir.Call(callee=callee, arguments=given):
                name = getattr(callee, "name", "")
                if name not in _OF_PATHS or any(each.keyword or each.star for each in given):
                    return False
                parts.append(("call", name, len(given)))
                plain = not isinstance(callee, ir.Attribute) or self._spelled(
                    callee.base, context, parts
                )
                return plain and all(self._spelled(each.value, context, parts) for each in given)
            case _:
                return False

    def _named(self, name: ir.Name, context: Context, parts: list[Hashable]) -> bool:
        """Add what a name stands for: the places that give it its value."""
        if name.name in ("self", "cls"):
            parts.append(("self", context.path, context.scope.rpartition(".")[0]))
            return True
        origins = self.callees.origins
        entity = look_up(origins.program, context.path, context.scope, name.name)
        match entity:
            case Bound(path=path):
                giving = origins.counting(entity, context, name)
                places = tuple((each.place.order(), each.place.last_line) for each in giving)
                parts.append(("bound", path, places))
                return True
            case Given(path=path, function=function):
                parts.append(("given", path, function.qualname, name.name))
                return True
            case Outside(dotted=dotted):
                parts.append(("outside", dotted))
                return True
            case InFunction() | InClass() | None:
                return False
            case _:
                parts.append(("module", entity.path))
                return True


def _defined_again(module: Module, function: Function) -> bool:
    """Say whether a file has several functions of one name: a call may mean either."""
    return sum(each.qualname == function.qualname for each in module.functions) > 1


def _holds(block: Block, place: Place) -> bool:
    return spans(block, place.line, place.cell)
