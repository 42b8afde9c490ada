"""What people are told in a user interface: that they talk to a machine."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.regex import found_in
from rai_lint.model.value import Known

MAX_LENGTH = 2000
MAX_SHOWN = 200


def disclosures(module: Module, kinds: Collection[str], knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the first text of a user interface that says that a model answers.

    `kinds` are the kinds of facts that the file yields: only files with a user interface count.
    """
    if "ui-app" not in kinds:
        return
    said, asked = _patterns("ai-disclosure", knowledge), _patterns("credentials", knowledge)
    for text in module.texts:
        # "OpenAI API key" asks for a key; it tells nobody who answers.
        if len(text.text) > MAX_LENGTH or _any(asked, text.text):
            continue
        if _any(said, text.text):
            fields = {"text": Known(text.text[:MAX_SHOWN])}
            yield Fact(kind="ai-disclosure", place=text.place, scope=module.scope, fields=fields)
            return


def _patterns(name: str, knowledge: Knowledge) -> tuple[str, ...]:
    term = knowledge.table("phrases").find(name)
    found = term.values.get("patterns", ()) if term is not None else ()
    return tuple(found) if isinstance(found, (tuple, list)) else ()


def _any(patterns: tuple[str, ...], text: str) -> bool:
    return any(found_in(pattern, text) for pattern in patterns)
