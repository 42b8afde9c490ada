"""A cheap look at Python text before libcst sees it: what would crash the parser is refused.

libcst 1.9 ends the interpreter with a stack overflow on 2,000 nested parentheses or 10,000
operators in a row. The bounds here are far below that and far above what people write.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct, field

from rai_lint.extract.python.glance import is_harmless
from rai_lint.extract.python.tokens import tokens

MAX_NESTING = 100
MAX_CHAIN = 1000
MAX_INDENT = 400
MAX_BRANCHES = 500

#: Operators that are links of a chain by themselves: most of all there are.
_SIGNS = {".": 1, "=": 1, "==": 1, "*": 1, "/": 1, "-": 1, "+": 1}
_COUNTED = frozenset({"lambda", "elif", "if"})


class _Depth(Struct):
    """How deep the tree of what has been read so far would be."""

    line: int = 1
    indent: int = 0
    #: Links of the chain of operators being read, for the file and for each open bracket.
    chains: list[int] = field(default_factory=lambda: [0])
    #: Lambdas of the statement being read; a comma may stand between two that nest.
    lambdas: int = 0
    #: Branches of the last `if` that began a line, by its indentation.
    branches: dict[int, int] = field(default_factory=dict)
    in_branch: bool = False

    def read(self, kind: str, token: str) -> str | None:
        """Take a token in; return what is too much, if now something is."""
        if kind == "chain":
            # `- - -x` and `~~x` nest once for each sign.
            self.chains[-1] += _SIGNS.get(token) or sum(map(token.count, "-+~")) or 1
            if token in _COUNTED:
                self._word(token)
            return self._excess()
        if kind == "open":
            # `f()()()…` and `x[0][0]…` nest to the left: a bracket is a link of its outer chain.
            self.chains[-1] += 1
            self.chains.append(0)
            return self._excess()
        if kind == "newline":
            self._new_line(token)
            return self._excess() if self.indent > MAX_INDENT else None
        if kind == "close" and len(self.chains) > 1:
            self.chains.pop()
            return self._excess()  # the bracket may have been a link too many of its chain
        if kind == "skip":
            self.line += token.count("\n")
        elif kind == "comma":
            self.chains[-1] = 0
        return None

    def _word(self, word: str) -> None:
        if word == "lambda":
            self.lambdas += 1
        elif word == "elif":
            self.branches[self.indent] = self.branches.get(self.indent, 0) + 1
            self.in_branch = True
        elif word == "if" and not self.in_branch:
            self.branches[self.indent] = 0

    def _new_line(self, token: str) -> None:
        self.line += 1
        if len(self.chains) == 1:
            self.indent = len(token) - 1
            self.chains[-1] = 0
            self.lambdas = 0
            self.in_branch = False

    def _excess(self) -> str | None:
        if self.indent > MAX_INDENT:
            return f"indented more than {MAX_INDENT} characters deep at line {self.line}"
        if len(self.chains) > MAX_NESTING:
            return f"brackets nested more than {MAX_NESTING} deep at line {self.line}"
        if self.chains[-1] > MAX_CHAIN or self.lambdas > MAX_CHAIN:
            return f"more than {MAX_CHAIN} operators in one expression at line {self.line}"
        if self.branches.get(self.indent, 0) > MAX_BRANCHES:
            return f"more than {MAX_BRANCHES} branches of one `if` at line {self.line}"
        return None


@lru_cache(maxsize=2)  # both parsers ask
def refusal(text: str) -> str | None:
    """Return why this text must not be parsed ("nested more than 100 deep at line 7"), or None."""
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
