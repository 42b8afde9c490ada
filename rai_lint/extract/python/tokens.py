"""Python text as the few tokens that say how deep its tree would be.

No tokenizer of the running Python would do: what an f-string may hold depends on its version (PEP
701, Python 3.12), and libcst reads the newest syntax everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

# Strings and comments first, so that brackets and operators inside them do not count. Every branch
# consumes at least one character and none can match the same text in two ways.
_TOKEN = re.compile(
    r"""
      (?P<format>\b(?:[fFtT][rR]?|[rR][fFtT])(?P<quote>\"{3}|'{3}|"|'))
    | (?P<skip>
        \#[^\n]*
      | \\\n
      | \"{3}(?:[^"\\]|\\.|\"(?!\"\"))*(?:\"{3}|\Z)
      | '{3}(?:[^'\\]|\\.|'(?!''))*(?:'{3}|\Z)
      | "(?:[^"\\\n]|\\.)*"?
      | '(?:[^'\\\n]|\\.)*'?
      )
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<chain>
        \b(?:and|or|not|in|is|if|else|elif|lambda|await|case|del)\b
      | [-+*/%@&|^~<>=!.]+
      )
    | (?P<comma>,)
    | (?P<colon>:)
    | (?P<newline>\n[ \t]*)
    """,
    re.VERBOSE | re.DOTALL,
)

#: Tokens that say nothing of where f-strings begin or end.
_PLAIN = frozenset({"chain", "skip", "comma", "newline"})

#: The text of an f-string up to a field, its end or an odd character, by its quote. A backslash
#: does not keep a brace from opening a field.
_TEXT = {
    "'": re.compile(r"(?:[^'\\{}\n]|\\[^{}]|\{\{|\}\})*", re.DOTALL),
    '"': re.compile(r'(?:[^"\\{}\n]|\\[^{}]|\{\{|\}\})*', re.DOTALL),
    "'''": re.compile(r"(?:[^'\\{}]|\\[^{}]|'(?!'')|\{\{|\}\})*", re.DOTALL),
    '"""': re.compile(r'(?:[^"\\{}]|\\[^{}]|"(?!"")|\{\{|\}\})*', re.DOTALL),
}
#: The same after the colon of a field, where a brace always opens or ends one.
_SPEC = {
    quote: re.compile(pattern.pattern.replace(r"|\{\{|\}\}", ""), re.DOTALL)
    for quote, pattern in _TEXT.items()
}


class _Text(Struct, frozen=True):
    """Text of an f-string; `spec` after the colon of one of its fields."""

    quote: str
    spec: bool


class _Scanner(Struct):
    """Goes back and forth between code and the text of f-strings."""

    program: str
    at: int = 0
    depth: int = 0
    text: _Text | None = None
    #: Open fields: the depth of their brace, and the text they stand in.
    fields: list[tuple[int, _Text]] = field(default_factory=list)

    def code(self) -> Iterator[tuple[str, str]]:
        """Yield tokens up to where the text of an f-string begins or goes on."""
        for match in _TOKEN.finditer(self.program, self.at):
            kind, token = match.lastgroup or "", match.group()
            if kind in _PLAIN:
                yield kind, token
                continue
            in_field = bool(self.fields) and self.depth == self.fields[-1][0]
            if kind == "format":
                self.text = _Text(match["quote"], spec=False)
            elif kind == "colon" and in_field:
                self.text = _Text(self.fields[-1][1].quote, spec=True)
            elif kind == "close" and in_field:
                yield self._end_field()
            elif kind != "colon":
                self.depth = max(0, self.depth + (kind == "open") - (kind == "close"))
                yield kind, token
            if self.text is not None:
                self.at = match.end()
                return
        self.at = len(self.program)

    def format_text(self, text: _Text) -> Iterator[tuple[str, str]]:
        """Yield the text of an f-string up to a field or its end."""
        pattern = (_SPEC if text.spec else _TEXT)[text.quote]
        match = pattern.match(self.program, self.at)
        skipped = match.group() if match else ""
        yield "skip", skipped
        self.at += len(skipped)
        sign = self.program[self.at : self.at + 1]
        if sign == "{":
            self.at += 1
            self.depth += 1
            self.fields.append((self.depth, text))
            self.text = None
            yield "open", sign
        elif sign == "}" and text.spec:
            self.at += 1
            yield self._end_field()
        elif self.program.startswith(text.quote, self.at) or sign == "\n":
            self.at += len(text.quote) if sign != "\n" else 0
            self.text = None
        else:
            self.at += 1

    def _end_field(self) -> tuple[str, str]:
        _, self.text = self.fields.pop()
        self.depth -= 1
        return "close", "}"


def tokens(program: str) -> Iterator[tuple[str, str]]:
    """Yield kind and text of what counts; of f-strings the fields count, of strings only lines.

    The kinds are `skip`, `open`, `close`, `chain`, `comma` and `newline`.
    """
    scanner = _Scanner(program)
    while scanner.at < len(program):
        yield from scanner.format_text(scanner.text) if scanner.text else scanner.code()
