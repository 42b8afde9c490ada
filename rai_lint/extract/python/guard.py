"""A cheap look at Python text before libcst sees it: what would crash the parser is refused.

libcst 1.9 ends the interpreter with a stack overflow on 2,000 nested parentheses or 10,000
operators in a row. The bounds here are far below that and far above what people write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_NESTING = 100
MAX_CHAIN = 1000
MAX_INDENT = 400

_WORDS = ("and", "or", "not", "if", "else", "lambda", "await")

# Strings and comments first, so that brackets and operators inside them do not count. Every branch
# consumes at least one character and none can match the same text in two ways.
_TOKEN = re.compile(
    r"""
      (?P<skip>
        \#[^\n]*
      | \"{3}(?:[^"\\]|\\.|\"(?!\"\"))*(?:\"{3}|\Z)
      | '{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3}|\Z)
      | "(?:[^"\\\n]|\\.)*"?
      | '(?:[^'\\\n]|\\.)*'?
      )
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<chain>
        \b(?:and|or|not|in|is|if|else|elif|lambda|await)\b
      | [-+*/%@&|^~<>=!.]+
      )
    | (?P<comma>,)
    | (?P<newline>\n[ \t]*)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Depth:
    """How deep the tree of what has been read so far would be."""

    line: int = 1
    indent: int = 0
    #: Links of the chain of operators being read, for the file and for each open bracket.
    chains: list[int] = field(default_factory=lambda: [0])

    def read(self, kind: str | None, token: str) -> None:
        if kind == "skip":
            self.line += token.count("\n")
        elif kind == "open":
            # `f()()()…` and `x[0][0]…` nest to the left: a bracket is a link of its outer chain.
            self.chains[-1] += 1
            self.chains.append(0)
        elif kind == "close" and len(self.chains) > 1:
            self.chains.pop()
        elif kind == "chain":
            # `- - -x` and `~~x` nest once for each sign.
            self.chains[-1] += sum(map(token.count, "-+~")) or 1
        elif kind == "comma":
            self.chains[-1] = 0
        elif kind == "newline":
            self._new_line(token)

    def _new_line(self, token: str) -> None:
        self.line += 1
        self.indent = len(token)
        if len(self.chains) == 1:
            self.chains[-1] = 0

    def excess(self) -> str | None:
        if self.indent > MAX_INDENT:
            return f"indented more than {MAX_INDENT} characters deep at line {self.line}"
        if len(self.chains) > MAX_NESTING:
            return f"brackets nested more than {MAX_NESTING} deep at line {self.line}"
        if self.chains[-1] > MAX_CHAIN:
            return f"more than {MAX_CHAIN} operators in one expression at line {self.line}"
        return None


def refusal(text: str) -> str | None:
    """Return why this text must not be parsed ("nested more than 100 deep at line 7"), or None."""
    if _is_flat(text):
        return None
    depth = _Depth()
    for match in _TOKEN.finditer(text):
        depth.read(match.lastgroup, match.group())
        because = depth.excess()
        if because is not None:
            return because
    return _long_elif_chain(text)


def _is_flat(text: str) -> bool:
    """Say whether a glance suffices: too few brackets, operators and branches to hurt anything."""
    brackets = text.count("(") + text.count("[") + text.count("{")
    few = MAX_CHAIN // 20
    return (
        brackets <= MAX_NESTING
        and all(text.count(sign) <= few for sign in "+-*/%@&|^~<>=!.")
        and all(text.count(word) <= few for word in _WORDS)
        and text.count("elif") <= MAX_NESTING
        and max(map(len, text.split("\n"))) <= MAX_INDENT
    )


def _long_elif_chain(text: str) -> str | None:
    """Refuse long chains of `elif`, which nest to the right: as deep as nested brackets."""
    run = longest = 0
    for line in text.splitlines():
        word = line.lstrip()
        if word.startswith("elif"):
            run += 1
            longest = max(longest, run)
        elif word.startswith(("if ", "if(", "def ", "class ")):
            run = 0
    return f"more than {MAX_CHAIN} branches of one `if`" if longest > MAX_CHAIN // 2 else None
