"""A cheap look at Python text before libcst sees it: what would crash the parser is refused.

libcst 1.9 ends the interpreter with a stack overflow on 2,000 nested parentheses or 10,000 operators
in a row. The bounds here are far below that and far above what people write.
"""

from __future__ import annotations

import re

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


def refusal(text: str) -> str | None:
    """Return why this text must not be parsed ("nested more than 100 deep at line 7"), or None."""
    if _is_flat(text):
        return None
    chains = [0]
    line = 1
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "skip":
            line += match.group().count("\n")
        elif kind == "open":
            chains.append(0)
            # `f()()()…` and `x[0][0]…` nest to the left: a bracket is a link of its outer chain.
            chains[-2] += 1
        elif kind == "close" and len(chains) > 1:
            chains.pop()
        elif kind == "chain":
            # `- - -x` and `~~x` nest once for each sign.
            chains[-1] += sum(map(match.group().count, "-+~")) or 1
        elif kind == "comma":
            chains[-1] = 0
        elif kind == "newline":
            line += 1
            if len(match.group()) > MAX_INDENT:
                return f"indented more than {MAX_INDENT} characters deep at line {line}"
            if len(chains) == 1:
                chains[-1] = 0
        if len(chains) > MAX_NESTING:
            return f"brackets nested more than {MAX_NESTING} deep at line {line}"
        if chains[-1] > MAX_CHAIN:
            return f"more than {MAX_CHAIN} operators in one expression at line {line}"
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
    """`elif` nests to the right in the tree, so a long chain is as deep as nested brackets."""
    run = longest = 0
    for line in text.splitlines():
        word = line.lstrip()
        if word.startswith("elif"):
            run += 1
            longest = max(longest, run)
        elif word.startswith(("if ", "if(", "def ", "class ")):
            run = 0
    return f"more than {MAX_CHAIN} branches of one `if`" if longest > MAX_CHAIN // 2 else None
