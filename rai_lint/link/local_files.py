"""Names that documents may use for a local file of data: its own, and its folder's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.value import Known, Unknown, Value

_WILD = frozenset("*?[{")


def named_files(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the facts; loads of local data say under which file and folder they look."""
    for fact in facts:
        names = _names(fact) if fact.kind == "dataset-load" else {}
        yield replace(fact, fields={**fact.fields, **names}) if names else fact


def _names(fact: Fact) -> dict[str, Value]:
    identity, origin = fact.get("id"), fact.get("origin")
    if not isinstance(origin, Known) or origin.value != "local":
        return {}
    if isinstance(identity, Unknown):
        return {"file": identity, "folder": identity}
    if not isinstance(identity, Known) or not isinstance(identity.value, str):
        return {}
    path = PurePosixPath(identity.value.replace("\\", "/"))
    parts = [part for part in path.parts if part not in (".", "..", "/", "~")]
    plain = [part for part in parts if not _WILD.intersection(part)]
    if not plain:
        return {}
    name = plain[-1]
    above = plain[-2] if len(plain) > 1 and len(plain) == len(parts) else ""
    folder = name if not path.suffix else above
    return {
        "file": Known(name, identity.how),
        "folder": Known(f"{folder}/" if folder else "./", identity.how),
    }
