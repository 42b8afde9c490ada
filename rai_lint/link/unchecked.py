"""Checks of certificates that a program switches off for everything it fetches."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.value import Known

_HOOK = "ssl._create_default_https_context"
_UNVERIFIED = "_create_unverified_context"


def disabled_checks(module: Module) -> Iterator[Fact]:
    """Yield where the standard library's default for HTTPS is replaced by one that checks nothing.

    Libraries that download data go through that default.
    """
    for binding in module.bindings:
        value = binding.value
        named = isinstance(value, (ir.Attribute, ir.Name)) and value.name == _UNVERIFIED
        if binding.name == _HOOK and named:
            yield Fact(
                kind="check-disabled",
                place=binding.place,
                scope=module.scope,
                fields={
                    "check": Known("certificate"),
                    "function": Known(_HOOK),
                    "what": Known("any", "implied"),
                },
            )
