"""Switches of libraries that are set by assignment: `torch.backends.cudnn.benchmark = True`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Binding, Module
from rai_lint.model.value import Known, Unknown, Value

_SWITCHES: Mapping[str, str] = MappingProxyType(
    {
        "torch.backends.cudnn.deterministic": "cudnn-deterministic",
        "torch.backends.cudnn.benchmark": "cudnn-benchmark",
        "torch.backends.cudnn.enabled": "cudnn-enabled",
    }
)


def determinism(module: Module) -> Iterator[Fact]:
    """Yield what a file sets of them in any case; below a condition it is one of two ways."""
    names = {
        imported.name: ".".join(filter(None, (imported.module, imported.attribute)))
        for imported in module.imports
        if not imported.level
    }
    for binding in module.bindings:
        head, _, rest = binding.name.partition(".")
        switch = _SWITCHES.get(f"{names.get(head, head)}.{rest}")
        if switch is not None and not binding.conditional:
            fields: dict[str, Value] = {"id": Known(switch), "value": _value(binding)}
            place = binding.place
            yield Fact(kind="determinism", place=place, scope=module.scope, fields=fields)


def _value(binding: Binding) -> Value:
    if isinstance(binding.value, ir.Const):
        return Known(binding.value.value)
    return Unknown("", "it is decided at run time")
