"""One requirement as manifests write it, to a `dependency` fact."""

from __future__ import annotations

import re2
from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Source
from rai_lint.model.value import Known, Unknown, Value

_LONGEST = 1000
_EXACT = re2.compile(r"^={2,3}\s*[^*\s,]+$")
_COMMIT = re2.compile(r"@[0-9a-f]{40}(?:$|#)")
_EGG = re2.compile(r"#egg=([A-Za-z0-9._\-]+)")
_HASH = re2.compile(r"--hash[= ]\S+")
_OPTIONS = re2.compile(r"\s--?[a-z].*$")


def dependency(
    source: Source, text: str, line: int, group: str, *, hashed: bool = False
) -> Fact | None:
    """Return the dependency that a PEP 508 requirement or a requirements-file line states.

    Options and local paths yield None; a line that names a package in no known way has an unknown
    name. Markers are left out: they say when, not what.
    """
    bare = text.split(" #", 1)[0].strip()
    bare = bare.removeprefix("-e ").strip()
    if not bare or bare.startswith(("#", ".", "/", "-")):
        return None
    is_hashed = hashed or bool(_HASH.search(bare))
    bare = _OPTIONS.sub("", _HASH.sub("", bare)).strip().rstrip("\\").strip()
    name, specifier, extras = _read(bare[:_LONGEST])
    return dependency_fact(source, Requires(name, specifier, line, group, is_hashed, extras))


def _read(bare: str) -> tuple[str | None, str, tuple[str, ...]]:
    """Return the name, the version part or address, and the extras of a requirement."""
    if "://" in bare.split("@", 1)[0]:  # an address without a name before it
        egg = _EGG.search(bare)
        return (egg.group(1) if egg else _repository(bare)), bare, ()
    from packaging.requirements import (  # noqa: PLC0415 - where there are any
        InvalidRequirement,
        Requirement,
    )

    try:
        # The marker is cut off: nested brackets in it would exhaust the parser's recursion.
        parsed = Requirement(bare.split(";", 1)[0].strip())
    except InvalidRequirement:
        return None, bare, ()
    return parsed.name, parsed.url or str(parsed.specifier), tuple(sorted(parsed.extras))


def _repository(address: str) -> str:
    """Return the name of the repository in a `git+https://host/owner/name.git@rev`."""
    path = address.split("#", 1)[0].split("://", 1)[-1].rsplit("@", 1)[0]
    return path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git")


class Requires(Struct, frozen=True):
    """A requirement taken apart; `name` is None where the text names no package."""

    name: str | None
    specifier: str
    line: int
    group: str
    hashed: bool = False
    extras: tuple[str, ...] = ()


def dependency_fact(source: Source, found: Requires) -> Fact:
    """Return the fact; `pinned` means one version (`==`, without `*`) or one commit."""
    specifier = found.specifier
    exact = bool(_EXACT.match(specifier)) or bool(_COMMIT.search(specifier))
    fields: dict[str, Value] = {
        "name": _name(found),
        "specifier": Known(specifier),
        "pinned": Known(exact),
        "hashed": Known(found.hashed),
        "group": Known(found.group),
    }
    if found.extras:
        fields["extras"] = Known(found.extras)
    place = Place(source.path, found.line)
    return Fact(kind="dependency", place=place, fields=fields, scope=source.scope)


def _name(found: Requires) -> Value:
    if found.name:
        from packaging.utils import canonicalize_name  # noqa: PLC0415 - see above

        return Known(canonicalize_name(found.name))
    return Unknown(found.specifier[:200], "not a requirement as PEP 508 writes it")
