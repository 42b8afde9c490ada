"""CPython's own reading of a program: nine times as quick as libcst's, and without its places.

Several readers of one file ask for it; the tree of the last text is kept.
"""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

from rai_lint.extract.python.guard import refusal

_MAX_WRITTEN = 80


@lru_cache(maxsize=1)
def python_tree(text: str) -> ast.Module | str:
    """Return the tree of a program, not to be changed, or what is wrong with it.

    "" stands for a program that CPython gives up on without a reason that helps.
    """
    because = refusal(text)
    if because is not None:
        return because
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of the style is not asked
            return ast.parse(text)
    except SyntaxError as error:
        if error.lineno is None:  # zero bytes, which have no place in some versions
            return f"syntax error: {error.msg}"
        return f"syntax error at {error.lineno}:{error.offset}"
    except (ValueError, RecursionError, MemoryError):
        return ""


def written(node: ast.AST) -> str:
    """Return the beginning of an expression as it may be written; nothing of one nested deeply."""
    try:
        return ast.unparse(node)[:_MAX_WRITTEN]
    except RecursionError:
        return "\u2026"
