"""blank-left facts of code: ids of a hub whose owner is a blank of a template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rai_lint.link.origin_of_id import has_blank_owner
from rai_lint.model.fact import Fact
from rai_lint.model.value import Known

_KINDS = frozenset({"dataset-load", "model-load", "model-publish", "data-write"})


def blank_ids(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield one fact for each call that loads or publishes under such an id.

    A default is left out: whoever runs the program gives another.
    """
    for fact in facts:
        value = fact.get("id")
        if fact.kind not in _KINDS or not isinstance(value, Known) or value.how == "default":
            continue
        if isinstance(value.value, str) and has_blank_owner(value.value):
            fields = {"id": Known(value.value), "what": Known("hub-id"), "raw": Known(fact.kind)}
            yield Fact(kind="blank-left", place=fact.place, fields=fields, scope=fact.scope)
