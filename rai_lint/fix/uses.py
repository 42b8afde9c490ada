"""Where the value of a call goes, and whether the call is made again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import libcst as cst

_LOOPS = (cst.For, cst.While, cst.CompFor)
_COMPREHENSIONS = (cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
_SCOPES = (cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.Module)


def in_loop(around: Sequence[cst.CSTNode]) -> bool:
    """Say whether something stands in a loop or comprehension of its function."""
    for node in around:
        if isinstance(node, (*_LOOPS, *_COMPREHENSIONS)):
            return True
        if isinstance(node, _SCOPES):
            return False
    return False


def goes_only_to(call: cst.Call, around: Sequence[cst.CSTNode], name: str) -> bool:
    """Say whether the value of a call goes to a function or method of that name, nowhere else.

    Straight, as its first argument, or by a variable all of whose uses in the function are such.
    """
    if _is_argument(call, around, name):
        return True
    match around[0]:
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=variable))]):
            pass
        case _:
            return False
    scope = next((node for node in around if isinstance(node, _SCOPES)), None)
    if scope is None or isinstance(scope, cst.ClassDef):
        return False
    return _used_only_by(variable, scope, name)


def _used_only_by(variable: str, scope: cst.CSTNode, name: str) -> bool:
    used = False
    for node, around in _named(variable, scope):
        if _is_argument(node, around, name):
            used = True
        elif not isinstance(around[0], cst.AssignTarget):
            return False
    return used


def _is_argument(node: cst.CSTNode, around: Sequence[cst.CSTNode], name: str) -> bool:
    """Say whether a node is the first argument of a call of a function or method of that name."""
    if len(around) <= 1:
        return False
    argument, call = around[0], around[1]
    if not isinstance(argument, cst.Arg) or not isinstance(call, cst.Call) or argument.star:
        return False
    if argument is not call.args[0] or argument.keyword is not None:
        return False
    function = call.func
    named = function.attr if isinstance(function, cst.Attribute) else function
    return isinstance(named, cst.Name) and named.value == name and argument.value is node


def _named(variable: str, scope: cst.CSTNode) -> Iterator[tuple[cst.Name, list[cst.CSTNode]]]:
    """Yield where a name stands in a scope and those inside it, with the two nodes around it.

    Names of attributes and of keyword arguments are other names.
    """
    waiting: list[tuple[cst.CSTNode, list[cst.CSTNode]]] = [(scope, [])]
    while waiting:
        node, around = waiting.pop()
        for child in node.children:
            if isinstance(child, cst.Name):
                own = isinstance(node, cst.Attribute) and child is node.attr
                keyword = isinstance(node, cst.Arg) and child is node.keyword
                if child.value == variable and not own and not keyword:
                    yield child, [node, *around[:1]]
            else:
                waiting.append((child, [node, *around[:1]]))
