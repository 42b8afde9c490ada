"""Which split the loaders of PyTorch go through: `data-loader` facts.

A loader in, its split out: by what the code calls the rows, the loader and the function that makes
it, else by where the rows come from, at each way to the call. Where the names speak of training
and of evaluation, none is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.matched import Match
from rai_lint.link.rows.rowset import Rows
from rai_lint.link.rows.spots import Spot
from rai_lint.link.rows.uses import UsesOf
from rai_lint.link.targets import argument_expression
from rai_lint.link.written import text_of
from rai_lint.model import expression as ir
from rai_lint.model.regex import regex
from rai_lint.model.value import ABSENT, Known, Unknown, Value

KIND = "data-loader"

_EVALUATION = regex(
    r"(?i)(?:^|_)eval(?:uation)?(?:_|$)|(?:^|_)eval(?=[A-Z])|[a-z]Eval(?:uation)?\b"
)
_PROGRAM = regex(r"(?i)^(?:eval(?:uate|uation)?|test)(?:_|-|$)|_(?:eval|evaluate|evaluation)$")
_TESTS = frozenset({"test", "validation"})
_SEVERAL = "several"


class Loaders(Struct):
    """Adds to the facts of loaders which split they go through."""

    finder: UsesOf

    def of(self, matched: Mapping[str, Sequence[Match]]) -> Mapping[str, Sequence[Match]]:
        """Return the facts of each module, those of loaders with their split."""
        return {path: [*self._settled(path, matches)] for path, matches in matched.items()}

    def _settled(self, path: str, matches: Sequence[Match]) -> Iterator[Match]:
        for match in matches:
            if match.fact.kind != KIND:
                yield match
                continue
            expr = argument_expression(match.call, 0, ("dataset",))
            fields = {
                "object": Known(text_of(expr)) if expr is not None else ABSENT,
                "split": self._split(expr, match.call, path) if expr is not None else ABSENT,
            }
            fact = replace(match.fact, fields={**match.fact.fields, **fields})
            yield replace(match, fact=fact)

    def _split(self, expr: ir.Expr, call: ir.Call, path: str) -> Value:
        """Return the split of what a loader is given, if it is one for evaluation at any way."""
        called = {*self._called(call, path)} - {""}
        found = [self._at(expr, spot, called) for spot in self.finder.spots(path, call.scope)]
        known = next((split for split in found if split in _TESTS), "")
        if known:
            return Known(known, "implied")
        if _SEVERAL in found:
            return Unknown(text_of(expr), "its names speak of several splits")
        return Known("train", "implied") if "train" in found else ABSENT

    def _at(self, expr: ir.Expr, spot: Spot, called: AbstractSet[str]) -> str:
        """Return the split of rows at one way to the loader: by names, else by their source."""
        rows: Rows = self.finder.rows.of(expr, spot)
        given = spot.frame is not None and self._word(text_of(expr)) == ""
        names = {*called, self._word(text_of(expr))} - {""}
        if given:
            names |= {*map(self._word, rows.names[:1])} - {""}
        if len(names) == 1:
            return names.pop()
        if names:
            return "validation" if names <= _TESTS else _SEVERAL
        split = rows.split or self.finder.rows.words.first(rows.names)
        return split or ("test" if self._evaluates(spot.path) else "")

    def _evaluates(self, path: str) -> bool:
        """Say whether a program is named for an evaluation, and takes no step of training."""
        names = self.finder.rows.steps.origins.program.names[path]
        return (
            _PROGRAM.search(PurePosixPath(path).stem) is not None
            and "backward" not in names.calls_by_tail
        )

    def _called(self, call: ir.Call, path: str) -> Iterator[str]:
        """Yield the splits that the names speak of to which, and in which, a loader is made."""
        names = self.finder.rows.steps.origins.program.names[path]
        yield self._word(call.scope.rpartition(".")[2])
        for binding in names.module.bindings:
            if binding.value == call and binding.scope == call.scope:
                yield self._word(binding.name.rpartition(".")[2])

    def _word(self, name: str) -> str:
        word = self.finder.rows.words.of(name)
        return word or ("validation" if _EVALUATION.search(name) else "")
