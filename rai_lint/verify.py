"""Names of rules and profiles that the user gave, checked before anything is read.

Everything that is wrong is said at once: a value of the configuration with its file and line, one
of the command line with its option.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rai_lint.errors import Problem, UserError
from rai_lint.model.pack import Pack, items_by_reference
from rai_lint.model.request import Request
from rai_lint.selection import no_profile, no_rule


def verify(request: Request, pack: Pack) -> None:
    """Raise `UserError` with every rule and profile in the request that the packs do not have."""
    faults = [(key, fault) for key, fault in _faults(request, pack) if fault]
    placed = [
        Problem(place.path, place.line, place.column, f"{_named(key)}: {fault}")
        for key, fault in faults
        if (place := request.written.get(key))
    ]
    others = [
        f"--{_named(key, '')}: {fault}" for key, fault in faults if key not in request.written
    ]
    if faults:
        ordered = sorted(placed, key=lambda each: (each.path, each.line, each.column))
        raise UserError("\n".join([*others, *map(str, ordered)]))


def _named(key: tuple[str, ...], quote: str = "`") -> str:
    pattern = f", `{key[1]}`" if key[0] == "per-file-ignores" else ""
    return f"{quote}{key[0]}{quote}{pattern}"


def _faults(request: Request, pack: Pack) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every name by its key and value, with what is wrong with it."""
    # With `select`, no rule comes from the profile; but it is a name all the same.
    yield ("profile", request.profile), no_profile(request.profile, pack.profiles)
    codes = [
        *(("select", code) for code in request.select),
        *(("ignore", code) for code in request.ignore),
        *(
            ("per-file-ignores", pattern, code)
            for pattern, several in request.per_file_ignores.items()
            for code in several
        ),
        *(("waiver", str(waiver.line), waiver.rule) for waiver in request.waivers),
    ]
    for key in dict.fromkeys(codes):
        yield key, no_rule(key[-1], pack.rules)
    items = [*items_by_reference(pack.guidelines)]
    for each in request.attestations:
        yield ("attestation", str(each.line), each.item), _no_item(each.item, items)


def _no_item(item: str, known: Sequence[str]) -> str:
    """Return what is wrong with the name of an item of a guideline; "" if it is one."""
    if item in known:
        return ""
    from rai_lint.strict import nearest  # noqa: PLC0415 - only for messages

    hint = nearest(item, list(known))
    return f"`{item}` is no item of a guideline{hint}; `rai-lint guidelines` lists them"
