"""A call that the API catalogue speaks of."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import ApiCall


class Match(Struct, frozen=True):
    """A call, the entry of the catalogue that speaks of it, and the fact that they make."""

    entry: ApiCall
    call: ir.Call
    fact: Fact
