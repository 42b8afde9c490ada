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
_LOADS = regex(r"(?i)^(?:load|train|download|get|plot|test)|dataset")


def own_safeguards(module: Module) -> Iterator[Fact]:
    """Yield one `safety-control` for a file that defines or calls such a check."""
    found = next((each for each in _named(module) if _screens(each[0])), None)
    if found is not None:
        fields = {
            "control": Known("own-check", "implied"),
            "state": Known("enabled", "implied"),
            "function": Known(found[0], "implied"),
        }
        yield Fact(kind="safety-control", place=found[1], scope=module.scope, fields=fields)


def _named(module: Module) -> Iterator[tuple[str, Place]]:
    """Yield the last names of what a file defines and calls."""
    for function in module.functions:
        yield function.qualname.rsplit(".", 1)[-1], function.place
    for made in module.classes:
        yield made.qualname.rsplit(".", 1)[-1], made.place
    for call in module.calls:
        if isinstance(call.callee, (ir.Name, ir.Attribute)):
            yield call.callee.name, call.place


def _screens(name: str) -> bool:
    return bool(_NAMES.search(name)) and not _LOADS.search(name)
