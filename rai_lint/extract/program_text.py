"""What a file runs, as text: programs without comments, notebooks without prose and outputs."""

from __future__ import annotations

import io
import json
import tokenize
from collections.abc import Iterator

_PASSED_OVER = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.ENCODING})
_STARTS = frozenset({tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT})
_ENDS = frozenset({tokenize.NEWLINE, tokenize.ENDMARKER})


def program_text(path: str, text: str) -> str:
    """Return the part of a file that is run; all of it, where that cannot be told."""
    if path.endswith(".ipynb"):
        return "\n".join(map(_without_comments, _code_cells(text)))
    return _without_comments(text) if path.endswith((".py", ".pyi")) else text


def _code_cells(text: str) -> Iterator[str]:
    """Yield the code cells of a notebook; the whole file, if it is none of today's format."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        tree = None
    cells = tree.get("cells") if isinstance(tree, dict) else None
    if not isinstance(cells, list):
        yield text
        return
    for cell in cells:
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            yield "".join(map(str, source)) if isinstance(source, list) else str(source)


def _without_comments(text: str) -> str:
    """Return a program without comments and without texts that stand alone, which document it."""
    try:
        tokens = [*tokenize.generate_tokens(io.StringIO(text).readline)]
    except (tokenize.TokenError, SyntaxError, ValueError):
        return text
    told = [token for token in tokens if token.type not in _PASSED_OVER]
    kept: list[str] = []
    before = tokenize.NEWLINE
    for token, after in zip(told, [*told[1:], None], strict=True):
        alone = before in _STARTS and (after is None or after.type in _ENDS)
        if token.type != tokenize.STRING or not alone:
            kept.append(token.string)
        before = token.type
    return " ".join(kept)
