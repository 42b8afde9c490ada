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
    term = knowledge.table("phrases").find("ai-disclosure")
    if term is None or "ui-app" not in kinds:
        return
    listed = term.values.get("patterns")
    patterns = listed if isinstance(listed, tuple) else ()
    for text in module.texts:
        if len(text.text) > MAX_LENGTH:
            continue
        if any(found_in(pattern, text.text) for pattern in patterns):
            fields = {"text": Known(text.text[:MAX_SHOWN])}
            yield Fact(kind="ai-disclosure", place=text.place, scope=module.scope, fields=fields)
            return
