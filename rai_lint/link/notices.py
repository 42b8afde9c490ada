"""What people are told where a program looks at their faces or listens to their voices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.regex import compiled
from rai_lint.model.value import Known

_NOTICES = ("biometric-notice",)
_WHERE = frozenset({"ui-app", "biometric-use", "camera-use"})
_MAX_LENGTH = 2_000
_MAX_SHOWN = 200


def notices(module: Module, facts: Sequence[Fact], knowledge: Knowledge) -> Iterator[Fact]:
    """Yield `interface-text`: the first text of a file that informs people, for each kind of it.

    `facts` are those of the file; only files with an interface, a camera or such an analysis count.
    """
    if not any(fact.kind in _WHERE for fact in facts):
        return
    table = knowledge.table("statements")
    for name in _NOTICES:
        term = table.ids.get(name)
        listed = term.patterns if term is not None else ()
        for text in module.texts:
            short = len(text.text) <= _MAX_LENGTH
            if short and any(compiled(each, cased=False).search(text.text) for each in listed):
                fields = {"id": Known(name), "text": Known(text.text[:_MAX_SHOWN])}
                yield Fact(
                    kind="interface-text", place=text.place, fields=fields, scope=module.scope
                )
                break
