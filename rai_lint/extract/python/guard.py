"""A cheap look at Python text before libcst sees it: what would crash the parser is refused.

libcst 1.9 ends the interpreter with a stack overflow on 2,000 nested parentheses or 10,000
operators in a row, takes four times as long for a bracket of a pattern (or of what `del` takes) as
for the one around it, and kilobytes of memory for every word. The bounds here are far below what
hurts and far above what people write.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from rai_lint.extract.python.glance import is_harmless, longer_than
from rai_lint.extract.python.tokens import tokens

MAX_NESTING = 100
MAX_CHAIN = 1000
MAX_INDENT = 400
MAX_BRANCHES = 500
#: Brackets of patterns and of what is deleted, each worth `_DEEPER` of the one around it.
MAX_PATTERNS = 1_000_000
_DEEPER = 4
#: Words and signs of a program. libcst takes up to 0.1 ms and 5 kB for each.
MAX_WORDS = 150_000
#: The same for CPython's parser, which takes a tenth of that.
MAX_WORDS_QUICK = 500_000

#: Operators that are links of a chain by themselves: most of all there are.
_SIGNS = {".": 1, "=": 1, "==": 1, "*": 1, "/": 1, "-": 1, "+": 1}
_COUNTED = frozenset({"lambda", "elif", "if", "case", "del"})


class _Level(Struct):
    """What is open at the moment: the statement, or a bracket in it."""

    #: Links of the chain of operators being read.
    links: int = 0
    #: How deep what hangs on that chain is, and what stands before the last comma.
    below: int = 0
    before: int = 0


class _Depth(Struct):
    """How deep the tree of what has been read so far would be."""

    line: int = 1
    indent: int = 0
    #: The statement, and each open bracket.
    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    #: Links of all levels.
    links: int = 0
    #: Lambdas of the statement being read; a comma may stand between two that nest.
    lambdas: int = 0
    #: Branches of the last `if` that began a line, by its indentation.
    branches: dict[int, int] = field(default_factory=dict)
    in_branch: bool = False
    #: Whether the statement may hold a pattern, or what is deleted.
    pattern: bool = False
    #: What the brackets of all patterns are worth: about a microsecond each.
    patterns: int = 0

    def read(self, kind: str, token: str) -> str | None:
        """Take a token in; return what is too much, if now something is."""
        if kind == "chain":
            # `- - -x` and `~~x` nest once for each sign.
            self._link(_SIGNS.get(token) or sum(map(token.count, "-+~")) or 1)
            if token in _COUNTED:
                self._word(token)
            elif token == "=" and len(self.levels) == 1:  # noqa: S105 - of Python
                self.pattern = False  # it is a name: `case = …`
            return self._excess()
        if kind == "open":
            # `f()()()…` and `x[0][0]…` nest to the left: a bracket is a link of its outer chain.
            self._link(1)
            self.levels.append(_Level())
            self.patterns += _DEEPER ** len(self.levels) if self.pattern else 0
            return self._excess()
        if kind == "newline":
            self._new_line(token)
            return self._excess() if self.indent > MAX_INDENT else None
        if kind == "close" and len(self.levels) > 1:
            self._close()
            return self._excess()  # the bracket may have been a link too many of its chain
        if kind == "skip":
            self.line += token.count("\n")
        elif kind == "comma":
            self._comma()
        return None

    def _link(self, weight: int) -> None:
        self.levels[-1].links += weight
        self.links += weight

    def _close(self) -> None:
        # `((a) + b + …) + c + …`: what a bracket holds hangs on all that follows it in the chain.
        level = self.levels.pop()
        self.links -= level.links
        outer = self.levels[-1]
        outer.below = max(outer.below, level.before, level.links + level.below)

    def _comma(self) -> None:
        level = self.levels[-1]
        self.links -= level.links
        level.before = max(level.before, level.links + level.below)
        level.links = level.below = 0

    def _word(self, word: str) -> None:
        if word == "lambda":
            self.lambdas += 1
        elif word in ("case", "del"):
            self.pattern = self.pattern or len(self.levels) == 1
        elif word == "elif":
            self._leave_blocks()
            self.branches[self.indent] = self.branches.get(self.indent, 0) + 1
            self.in_branch = True
        elif not self.in_branch:
            self._leave_blocks()
            self.branches[self.indent] = 0

    def _leave_blocks(self) -> None:
        """Forget the branches of what is indented deeper: that has ended."""
        for indent in [indent for indent in self.branches if indent > self.indent]:
            del self.branches[indent]

    def _new_line(self, token: str) -> None:
        self.line += 1
        if len(self.levels) == 1:
            self.indent = len(token) - 1
            self.levels = [_Level()]
            self.links = 0
            self.lambdas = 0
            self.in_branch = self.pattern = False

    def _excess(self) -> str | None:
        if self.indent > MAX_INDENT:
            return f"indented more than {MAX_INDENT} characters deep at line {self.line}"
        if len(self.levels) > MAX_NESTING:
            return f"brackets nested more than {MAX_NESTING} deep at line {self.line}"
        if self.patterns > MAX_PATTERNS:
            return f"patterns nested too deeply at line {self.line}"
        if self.links + self.levels[-1].below > MAX_CHAIN or self.lambdas > MAX_CHAIN:
            return f"more than {MAX_CHAIN} operators in one expression at line {self.line}"
        # An `elif` may hold an `if` with many of its own.
        if sum(self.branches.values()) > MAX_BRANCHES:
            return f"more than {MAX_BRANCHES} branches of one `if` at line {self.line}"
        return None


def too_long(text: str) -> str | None:
    """Return why libcst must not parse a program that CPython parses, or None."""
    return f"more than {MAX_WORDS} words and signs" if longer_than(text, MAX_WORDS) else None


@lru_cache(maxsize=2)  # both parsers ask
def refusal(text: str) -> str | None:
    """Return why this text must not be parsed ("nested more than 100 deep at line 7"), or None."""
    if longer_than(text, MAX_WORDS_QUICK):
        return f"more than {MAX_WORDS_QUICK} words and signs"
    if is_harmless(
        text, nesting=MAX_NESTING, chain=MAX_CHAIN, indent=MAX_INDENT, branches=MAX_BRANCHES
    ):
        return None
    depth = _Depth()
    for kind, token in tokens(text):
        because = depth.read(kind, token)
        if because is not None:
            return because
    return None
