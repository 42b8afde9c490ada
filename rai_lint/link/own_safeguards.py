"""Checks of questions and answers that a repository makes with functions of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from rai_lint.link.own_names import called, defined
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.value import Known

#: What people call functions and classes that screen what goes into a model, or comes out of it.
_NAMES = regex(
    r"(?i)guard_?rails?|moderat(?:e|ion|or)|profanity|content_?filter"
    r"|(?:safety|input|output|prompt|response|answer|question|injection|toxicity)_?"
    r"(?:guard|filter|screen(?:ing)?)(?:_|s?$)|(?:^|_)is_?(?:safe|unsafe|toxic|harmful|jailbreak)"
    r"|(?:check|screen|assess|detect|validate)_?(?:\w{1,40}_)?(?:safety|toxicity|injection|jailbreak|harm)"
)
#: The name of a model or of a dataset is no check.
_LOADS = regex(r"(?i)^(?:load|train|download|get|plot|test)|dataset")


def own_safeguards(module: Module) -> Iterator[Fact]:
    """Yield one `safety-control` for a file that defines or calls such a check."""
    names = chain(defined(module.functions), defined(module.classes), called(module))
    found = next((each for each in names if _screens(each[0])), None)
    if found is not None:
        fields = {
            "control": Known("own-check", "implied"),
            "state": Known("enabled", "implied"),
            "function": Known(found[0], "implied"),
        }
        yield Fact(kind="safety-control", place=found[1], scope=module.scope, fields=fields)


@lru_cache(maxsize=65536)  # programs call few names, and each of them often
def _screens(name: str) -> bool:
    return bool(_NAMES.search(name)) and not _LOADS.search(name)
