"""What stands at a place, in a form that moving and reformatting do not change.

Of Python it is the expression that begins at the place (a call with all that hangs on it, or a
name with what it is set to), read to its end wherever the lines break; of everything else the
lines of the place. White space, comments, the kind of quotes and commas before a closing bracket
do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.model.regex import regex
from rai_lint.model.source import Place

#: An expression is read over at most so many lines, and as many characters count.
_MOST_LINES = 120
_MOST_CHARACTERS = 8000
_PYTHON = (".py", ".pyi", ".ipynb")

#: What Python is made of: strings, comments, words and numbers, white space, any other character.
_TOKEN = regex(
    r'(?s)(?P<string>(?i:[rbuf]{0,2})(?:"""(?:\\.|[^\\])*?"""'
    r"|'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.|[^'\\\n])*'))"
    r"|(?P<comment>#[^\n]*)|(?P<word>\w+)|(?P<space>[ \t\f\r]+|\\\n)|(?P<other>.)"
)
_COMMENT = regex(r"(?:^|\s)#.*$")
#: Formats in which `#` after a space begins a comment.
_COMMENTED = (".yaml", ".yml", ".toml", ".cfg", ".ini", ".cff", ".sh", ".bash", ".txt", ".in")
_OPENING, _CLOSING = "([{", ")]}"

Token = tuple[str, str]


def content(lines: Sequence[str], place: Place) -> str:
    """Return what stands at a place of a file (or cell) with these lines; "" if nothing does."""
    first = place.line - 1
    if not 0 <= first < len(lines):
        return ""
    if place.path.lower().endswith(_PYTHON):
        text = "\n".join(lines[first : first + _MOST_LINES])[max(place.column - 1, 0) :]
        read = _expression(_tokens(text[:_MOST_CHARACTERS]))
        return read or _joined(_tokens("\n".join(_spanned(lines, place))))
    return "".join(_plain(line, place.path) for line in _spanned(lines, place))


def _spanned(lines: Sequence[str], place: Place) -> Sequence[str]:
    return lines[place.line - 1 : min(place.last_line, place.line + _MOST_LINES)]


def _plain(line: str, path: str) -> str:
    if path.lower().endswith(_COMMENTED):
        line = _COMMENT.sub("", line)
    return "".join(line.split()).replace("'", '"').rstrip(",")


def _tokens(text: str) -> list[Token]:
    """Return the tokens of Python text by kind, without spaces and comments, with line ends."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind not in ("space", "comment"):
            found.append((kind, match.group()))
    return found


def _expression(tokens: Sequence[Token]) -> str:
    """Return the call, subscript or setting that the tokens begin with; "" if it is neither."""
    if not tokens or tokens[0][0] != "word":
        return ""
    end = _trailers(tokens, 1)
    if any(text in ("(", "[") for _, text in tokens[:end]):
        return _joined(tokens[:end])
    if _text(tokens, end) == "=" and _text(tokens, end + 1) != "=":
        value = tokens[end + 1 : _value(tokens, end + 1)]
        return _joined([*tokens[: end + 1], *_bare(value)])
    return ""


def _text(tokens: Sequence[Token], index: int) -> str:
    return tokens[index][1] if index < len(tokens) else ""


def _trailers(tokens: Sequence[Token], start: int) -> int:
    """Return where `.name`, `(…)` and `[…]` end that follow a name."""
    end = start
    while True:
        after = _past_lines(tokens, end)
        if _text(tokens, after) == "." and after + 1 < len(tokens):
            end = after + 2
        elif _text(tokens, end) in ("(", "["):
            end = _closed(tokens, end)
        else:
            return end


def _past_lines(tokens: Sequence[Token], index: int) -> int:
    while _text(tokens, index) == "\n":
        index += 1
    return index


def _closed(tokens: Sequence[Token], start: int) -> int:
    """Return the index after the bracket that closes the one at `start`, or the end."""
    depth = 0
    for index in range(start, len(tokens)):
        kind, text = tokens[index]
        if kind == "other":
            depth += (text in _OPENING) - (text in _CLOSING)
        if depth == 0:
            return index + 1
    return len(tokens)


def _value(tokens: Sequence[Token], start: int) -> int:
    """Return where a value ends: at a comma, a line end or a bracket that is not its own."""
    index = start
    while index < len(tokens):
        kind, text = tokens[index]
        if kind == "other" and text in _OPENING:
            index = _closed(tokens, index)
        elif kind == "other" and text in ",;\n)]}":
            return index
        else:
            index += 1
    return index


def _bare(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return a value without the brackets that a formatter puts around it to break its lines."""
    if _text(tokens, 0) == "(" and _closed(tokens, 0) == len(tokens):
        return [token for token in tokens[1:-1] if token[1] != "\n"]
    return tokens


def _joined(tokens: Sequence[Token]) -> str:
    return "".join(_pieces([token for token in tokens if token[1] != "\n"]))


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    before = ""
    for index, (kind, text) in enumerate(tokens):
        following = _text(tokens, index + 1)
        if text == "," and (not following or following in _CLOSING):
            continue
        if kind == "word" and before == "word":
            yield " "
        yield _string(text) if kind == "string" else text
        before = kind


def _string(text: str) -> str:
    """Return a string with the quotes that formatters prefer, and without needless escapes."""
    start = min(text.index(quote) for quote in "\"'" if quote in text)
    prefix, quoted = text[:start].lower().replace("u", ""), text[start:]
    long = quoted[:3] in ('"""', "'''")
    inner = quoted[3:-3] if long else quoted[1:-1]
    mark = '"""' if long else '"'
    return prefix + mark + inner.replace('\\"', '"').replace("\\'", "'") + mark
