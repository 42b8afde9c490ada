"""The parameters of a function, in order."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from rai_lint.model import expression as ir
from rai_lint.model.module import Parameter

Read = Callable[[cst.CSTNode], ir.Expr]


def parameters(node: cst.Parameters, read: Read) -> tuple[Parameter, ...]:
    """Return the parameters of a function; `read` makes expressions of defaults and annotations."""
    found = [_parameter(item, read) for item in (*node.posonly_params, *node.params)]
    if isinstance(node.star_arg, cst.Param):
        found.append(_parameter(node.star_arg, read, "*"))
    found += [_parameter(item, read) for item in node.kwonly_params]
    if node.star_kwarg is not None:
        found.append(_parameter(node.star_kwarg, read, "**"))
    return tuple(found)


def _parameter(node: cst.Param, read: Read, star: str = "") -> Parameter:
    default = read(node.default) if node.default is not None else None
    note = read(node.annotation.annotation) if node.annotation else None
    return Parameter(node.name.value, default, note, star)
