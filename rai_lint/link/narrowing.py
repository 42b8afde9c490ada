"""Tests that narrow what a name may be where it is used: a value that a test rules out is not it.

After `if name == "default": return` the rest of a function has any value but that one; in what
stands under `if name in ("a", "b")` it is one of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.agreement import MAX_CANDIDATES
from rai_lint.link.context import RULED_OUT, Context, Origin, Stop
from rai_lint.link.program import Program
from rai_lint.link.tested import Asked, Follows, is_on_disk, names_in
from rai_lint.link.written import dotted_text, first_name
from rai_lint.model import expression as ir
from rai_lint.model.module import Binding, Block, Guard, Module, spans
from rai_lint.model.value import Known, Plain, Unknown

_DOUBT = Stop("which of its values it has there depends on a test of it")


class Tests(Struct, frozen=True):
    """The tests of a name that are known to hold where it is used."""

    asked: Asked
    guards: tuple[Guard, ...]

    def rule_out(self, value: Plain) -> bool:
        """Say whether a value does not pass one of them."""
        asked = replace(self.asked, value=value)
        return any(asked.holds(guard.test) is False for guard in self.guards)

    def doubt(self, values: Sequence[Plain]) -> bool:
        """Say whether one of them may rule out some of these values, which cannot be told."""
        ways = {
            way
            for value in values
            if not (isinstance(value, str) and "{{" in value)  # a template, filled in later
            for asked in (replace(self.asked, value=value),)
            for guard in self.guards
            if asked.holds(guard.test) is None
            for way in asked.undecided(guard.test)
        }
        several = len(set(map(repr, values))) > 1
        return "in" in ways or (several and bool(ways - {"is", "true", "isinstance"}))

    def on_disk(self) -> bool:
        """Say whether one of them shows that the name is that of a file or folder on disk."""
        return any(is_on_disk(guard.test, self.asked.name) for guard in self.guards)

    def among(self) -> list[Plain] | None:
        """Return the values of which the name has one, where the tests list them."""
        found = [self.asked.among(guard.test) for guard in self.guards]
        given = [values for values in found if values is not None]
        if not given:
            return None
        sizes = {len(values): values for values in given}
        least = dict.fromkeys(sizes[min(sizes)])
        left = [value for value in least if not self.rule_out(value)]
        return left if 0 < len(left) <= MAX_CANDIDATES else None


class Narrowing(Struct):
    """Answers what tests leave of the values that a name may have where it is used."""

    program: Program
    origins: Follows
    _blocks: dict[tuple[str, int, int | None], Sequence[Block]] = field(default_factory=dict)
    _guards: dict[str, Mapping[tuple[str, str], Sequence[Guard]]] = field(default_factory=dict)

    def origins_left(
        self, expr: ir.Expr, context: Context, found: Sequence[Origin | Stop]
    ) -> Sequence[Origin | Stop]:
        """Return the origins that the tests around a use leave."""
        tests = self.around(expr, context)
        if tests is None:
            return found
        kept = _without_empty([item for item in found if not _rules_out(tests, item)], found)
        stops = any(isinstance(item, Stop) for item in kept)
        among = tests.among() if stops or not kept else None
        if among is not None:
            kept = [item for item in kept if not isinstance(item, Stop)]
            kept += [Origin(ir.Const(value), context, "implied") for value in among]
        if not kept:
            given = any(isinstance(item, Origin) and item.how == "default" for item in found)
            return [replace(RULED_OUT, by="caller") if given else RULED_OUT]
        values = [value for item in kept for value in _literal(item)]
        return [*kept, _DOUBT] if values and tests.doubt(values) else kept

    def values_left(
        self, expr: ir.Expr, context: Context, found: Sequence[Known | Unknown | Stop]
    ) -> Sequence[Known | Unknown | Stop]:
        """Return the values of origins that the tests around a use leave."""
        tests = self.around(expr, context)
        if tests is None:
            return found
        kept = [left for value in found if (left := _left(tests, value)) is not None]
        open_ = [v for v in kept if not isinstance(v, Known) and not _is_set(v)]
        among = tests.among() if open_ or not kept else None
        if among is not None:
            kept = [value for value in kept if value not in open_]
            kept += [Known(value, "implied") for value in among]
        if not kept:
            given = any(isinstance(value, Known) and value.how == "default" for value in found)
            return [replace(RULED_OUT, by="user") if given else RULED_OUT]
        return kept

    def left_by_change(
        self, expr: ir.Name, context: Context, change: Binding, found: Sequence[Origin | Stop]
    ) -> Sequence[Origin | Stop]:
        """Return the origins that an earlier value has after `if test of it: name = …`."""
        guard = self._arm(context.path, change)
        inside = guard is not None and spans(guard, expr.line, expr.cell)
        if guard is None or inside or expr.name not in names_in(guard.test):
            return found
        asked = Asked(expr.name, None, context, self.origins)
        return [item for item in found if not _passes(asked, guard, item)]

    def fills(self, path: str, change: Binding) -> bool:
        """Say whether a binding runs where its name has no value: `if name is None: name = …`."""
        guard = self._arm(path, change)
        if guard is None:
            return False
        test = guard.test.parts[0] if guard.test.operator == "not" else guard.test
        asks = "true" if guard.test.operator == "not" else "is"
        about = test.operands[:1]
        mine = bool(about) and dotted_text(about[0]) == change.name
        return mine and test.operator == asks and test.operands[1:] in ((), (ir.Const(None),))

    def surely_before(self, path: str, change: Binding, use: ir.Name) -> bool:
        """Say whether a binding runs before each use: its block is the one that holds the use."""
        block = self._block(path, change)
        before = change.place.line < use.line
        return before and block is not None and spans(block, use.line, use.cell)

    def apart(self, path: str, change: Binding, use: ir.Name) -> bool:
        """Say whether a binding stands in another arm of a statement than a use, in no loop."""
        here = self._blocks_at(path, use.line, use.cell)
        there = self._blocks_at(path, change.place.line, change.place.cell)
        common = [block for block in here if block in there]
        if any(block.kind == "loop" for block in common):
            return False
        mine = {block.statement for block in here if block not in common}
        return any(block.statement in mine for block in there if block not in common)

    def _arm(self, path: str, change: Binding) -> Guard | None:
        """Return the arm of an `if` that a binding surely runs in, None if there is none."""
        block = self._block(path, change)
        if block is None:
            return None
        arms = [
            guard
            for guard in self.program.names[path].module.guards
            if (guard.first, guard.last, guard.cell) == (block.first, block.last, block.cell)
        ]
        return arms[0] if len(arms) == 1 else None

    def _block(self, path: str, change: Binding) -> Block | None:
        """Return the innermost block that a binding stands in."""
        around = self._blocks_at(path, change.place.line, change.place.cell)
        return max(around, key=lambda block: (block.first, -block.last), default=None)

    def _blocks_at(self, path: str, line: int, cell: int | None) -> Sequence[Block]:
        """Return the blocks around a line."""
        names = self.program.names.get(path)
        if names is None:
            return ()
        key = (path, line, cell)
        if key not in self._blocks:
            self._blocks[key] = [b for b in names.module.blocks if spans(b, line, cell)]
        return self._blocks[key]

    def around(self, expr: ir.Expr, context: Context) -> Tests | None:
        """Return the tests of a name that hold where it is used, None if there are none."""
        name = dotted_text(expr)
        start = first_name(expr) if name else None
        names = self.program.names.get(context.path)
        if start is None or names is None or not names.module.guards:
            return None
        if context.path not in self._guards:
            self._guards[context.path] = _by_name(names.module)
        guards = self._guards[context.path].get((context.scope, name), ())
        around = [guard for guard in guards if spans(guard, start.line, start.cell)]
        if not around:
            return None
        changes = names.bindings.get((context.scope, name), ())
        still = tuple(guard for guard in around if not _changed_within(guard, changes))
        return Tests(Asked(name, None, context, self.origins), still) if still else None


def _by_name(module: Module) -> Mapping[tuple[str, str], Sequence[Guard]]:
    found: dict[tuple[str, str], list[Guard]] = defaultdict(list)
    for guard in module.guards:
        for name in dict.fromkeys(names_in(guard.test)):
            found[guard.scope, name].append(guard)
    return dict(found)


def _changed_within(guard: Guard, changes: Iterable[Binding]) -> bool:
    """Say whether a name is given another value in lines where a test of it held."""
    return any(
        spans(guard, change.place.line, change.place.cell)
        for change in changes
        if not (guard.loop and change.kind == "loop")
    )


def _literal(item: Origin | Stop) -> tuple[Plain, ...]:
    """Return the value of an origin that is a literal."""
    expr = item.expr if isinstance(item, Origin) else None
    return (expr.value,) if isinstance(expr, ir.Const) else ()


def _passes(asked: Asked, guard: Guard, item: Origin | Stop) -> bool:
    """Say whether a literal surely passes a test."""
    return any(replace(asked, value=value).holds(guard.test) is True for value in _literal(item))


def _rules_out(tests: Tests, item: Origin | Stop) -> bool:
    return any(tests.rule_out(value) for value in _literal(item))


def _without_empty(
    kept: Sequence[Origin | Stop], found: Sequence[Origin | Stop]
) -> list[Origin | Stop]:
    """Return what is kept without the empty `a` of `a or b` where `b` is ruled out."""
    gone = {_turn(item) for item in found if item not in kept} - {None}
    return [
        item for item in kept if not (_turn(item) in gone and _literal(item) in ((None,), ("",)))
    ]


def _turn(item: Origin | Stop) -> int | None:
    """Return the number of the choice that an origin is an option of."""
    return item.turn[0] if isinstance(item, Origin) and item.turn is not None else None


def _is_set(value: Known | Unknown | Stop) -> bool:
    return isinstance(value, Unknown) and value.complete


def _left(tests: Tests, value: Known | Unknown | Stop) -> Known | Unknown | Stop | None:
    """Return what tests leave of a value, None if nothing."""
    if isinstance(value, Known):
        return None if tests.rule_out(value.value) else value
    if not isinstance(value, Unknown) or not value.complete:
        return value
    left = tuple(each for each in value.candidates if not tests.rule_out(each))
    if len(left) == 1:
        return Known(left[0], "constant")
    return replace(value, candidates=left) if left else None
