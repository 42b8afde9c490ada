"""A fact together with what reached its call."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.value import ABSENT, Known, Unknown, Value

#: What may reach a call, by the name that catalogue entries use.
KINDS = {
    "sources": ("dataset-load", "download"),
    "generators": ("llm-call", "model-output"),
}


class Made(Struct, frozen=True):
    """A fact, what reached its call, and the files that were read on the way."""

    fact: Fact
    reached: tuple[Fact, ...] = ()
    read: tuple[str, ...] = ()
    because: str = ""


def id_of(fact: Fact) -> Value:
    """Return what a load or a model goes by; one that its call does not name is unknown."""
    value = fact.get("id")
    return (
        value if isinstance(value, (Known, Unknown)) else Unknown("", "the call does not name it")
    )


def ids_of(facts: Sequence[Fact], because: str = "") -> Value:
    """Return the ids of loads or models as one value: known if all are, absent if there is none."""
    values = [id_of(fact) for fact in facts]
    known = tuple(dict.fromkeys(str(v.value) for v in values if isinstance(v, Known)))
    unknown = next((value for value in values if isinstance(value, Unknown)), None)
    if unknown is not None:
        return Unknown(unknown.text, unknown.because, known)
    if known:
        return Known(known, "implied")
    return Unknown("", because) if because else ABSENT
