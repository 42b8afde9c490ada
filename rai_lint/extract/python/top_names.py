"""The names that a program gives something to at its top: what others can import from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def top_names(tree: ast.Module) -> frozenset[str]:
    """Return the names; "*" among them where it hands on what another module has.

    Too many rather than too few: what is named in a block counts, wherever it stands in that, and
    so does what a function says is global.
    """
    return frozenset(
        name for statement in tree.body for node in _looked_at(statement) for name in _names(node)
    )


def _looked_at(statement: ast.stmt) -> Iterator[ast.AST]:
    if not isinstance(statement, _DEFINITIONS):
        yield from ast.walk(statement)
        return
    yield statement
    yield from (node for node in ast.walk(statement) if isinstance(node, ast.Global))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    elif isinstance(node, _DEFINITIONS):
        yield node.name
    elif isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
    elif isinstance(node, ast.Global):
        yield from node.names
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
