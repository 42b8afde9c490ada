"""Commands as programs are given them: which parts of a list are run, and which are only data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rai_lint.link.context import Context, Origin
from rai_lint.link.values import Values
from rai_lint.model import expression as ir
from rai_lint.model.value import Known

#: Options after which a shell or interpreter takes its program as text.
_CODE_FOLLOWS = frozenset({"-c", "-lc", "-e", "-Command", "/c", "--eval"})


def command_parts(expr: ir.Expr, context: Context, values: Values) -> Sequence[ir.Expr]:
    """Return the parts of a command that are run: all of a text; of a list what follows `-c` too.

    The first element of a list is the program; what else it holds is handed on as data.
    """
    lists = [
        origin.expr
        for origin in values.origins.follow(expr, context)
        if isinstance(origin, Origin) and isinstance(origin.expr, ir.Elements)
    ]
    if not lists:
        return [expr]
    found: list[ir.Expr] = []
    for items in (each.items for each in lists):
        found += items[:1]
        for before, item in pairwise(items):
            value = values.resolve(before, context)
            if isinstance(value, Known) and value.value in _CODE_FOLLOWS:
                found.append(item)
    return found
