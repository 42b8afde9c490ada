"""Checks of questions and answers that a repository makes with functions of its own."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import Known

#: What people call functions and classes that screen what goes into a model, or comes out of it.
_NAMES = regex(
    r"(?i)guard_?rails?|moderat(?:e|ion|or)|profanity|content_?filter"
    r"|(?:safety|input|output|prompt|response|answer|question|injection|toxicity)_?"
    r"(?:guard|filter|screen(?:ing)?)(?:_|s?$)|(?:^|_)is_?(?:safe|unsafe|toxic|harmful|jailbreak)"
    r"|(?:check|screen|assess|detect|validate)_?(?:\w+_)?(?:safety|toxicity|injection|jailbreak|harm)"
)
#: The name of a model or of a dataset is no check.
_LOADS = regex(r"(?i)^(?:load|train|download|get|plot)|dataset")


def own_safeguards(module: Module) -> Iterator[Fact]:
    """Yield one `safety-control` for a file that defines or calls such a check."""
    found = next(_named(module), None)
    if found is not None:
        fields = {
            "control": Known("own-check", "implied"),
            "state": Known("enabled", "implied"),
            "function": Known(found[0], "implied"),
        }
        yield Fact(kind="safety-control", place=found[1], scope=module.scope, fields=fields)


def _named(module: Module) -> Iterator[tuple[str, Place]]:
    for item in (*module.functions, *module.classes):
        name = item.qualname.rsplit(".", 1)[-1]
        if _NAMES.search(name) and not _LOADS.search(name):
            yield name, item.place
    for call in module.calls:
        callee = call.callee
        if isinstance(callee, (ir.Name, ir.Attribute)) and _NAMES.search(callee.name):
            if not _LOADS.search(callee.name):
                yield callee.name, call.place
