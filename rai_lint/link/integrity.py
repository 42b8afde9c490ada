"""Downloads whose bytes are compared with a known hash by code of the same function or file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.value import Absent, Known, Unknown

_HASHES = frozenset({"sha256", "sha512", "sha1", "md5", "blake2b", "file_digest", "sha384"})


def checked_downloads(facts: Iterable[Fact], module: Module) -> Iterator[Fact]:
    """Yield the facts, with `checksum` computed where the function around a download hashes.

    Where a function that fetches nothing hashes, nobody knows what it is asked to check.
    """
    facts = tuple(facts)
    hashing = {call.scope for call in module.calls if _hashes(call)}
    scopes = {call.place: call.scope for call in module.calls} if hashing else {}
    fetching = {scopes.get(fact.place) for fact in facts if fact.kind == "download"}
    elsewhere = Unknown("", "another function of the file computes a hash")
    for fact in facts:
        given = fact.kind != "download" or not isinstance(fact.get("checksum"), Absent)
        checked = scopes.get(fact.place) in hashing
        if given or not (checked or hashing - fetching):
            yield fact
        else:
            value = Known("computed", "implied") if checked else elsewhere
            yield replace(fact, fields={**fact.fields, "checksum": value})


def _hashes(call: ir.Call) -> bool:
    return isinstance(call.callee, (ir.Attribute, ir.Name)) and call.callee.name in _HASHES
