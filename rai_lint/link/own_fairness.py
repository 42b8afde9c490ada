"""Comparisons of groups that a repository makes with functions of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from rai_lint.link.own_names import called, defined
from rai_lint.model.comparisons import COMPARES_GROUPS
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.value import Known


def own_fairness(module: Module) -> Iterator[Fact]:
    """Yield one `fairness-eval` for a file that defines or calls such a function."""
    names = chain(defined(module.functions), called(module))
    place = next((place for name, place in names if _compares_groups(name)), None)
    if place is not None:
        fields = {"tool": Known("own code", "implied")}
        yield Fact(kind="fairness-eval", place=place, scope=module.scope, fields=fields)


@lru_cache(maxsize=65536)  # programs call few names, and each of them often
def _compares_groups(name: str) -> bool:
    return COMPARES_GROUPS.search(name) is not None
