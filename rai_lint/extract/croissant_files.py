"""The files that a Croissant description lists: their checksums, and where they should lie.

The properties are those of https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from rai_lint.extract.croissant_fields import canonical
from rai_lint.extract.facts import Writer
from rai_lint.extract.tree import Items, Keys, Node, Scalar, scalars, text_of
from rai_lint.model.fact import Fact
from rai_lint.model.source import Source

_MAX_PATTERNS = 50
_REPOSITORY = "git+https"
#: The Hub writes this for files on a branch of its own, which nobody checks out.
_CONVERTED = ("refs/convert", "refs%2Fconvert")


def file_facts(source: Source, root: Keys) -> Iterator[Fact]:
    """Yield files without a checksum, and patterns of files of the repository around."""
    parts = list(_parts(root))
    live = any(canonical(key) == "isLiveDataset" and _is_true(node) for key, node in root.pairs)
    for position, part in enumerate(parts):
        if not live and _lacks_checksum(part):
            yield Writer(source, "dataset").fact(
                "card-field",
                part.line,
                name=f"distribution.{position}.sha256",
                valid=False,
                problem="missing",
            )
    yield from _patterns(source, parts)


def _parts(root: Keys) -> Iterator[Keys]:
    for key, node in root.pairs:
        if canonical(key) == "distribution":
            items = node.items if isinstance(node, Items) else (node,)
            yield from (item for item in items if isinstance(item, Keys))


def _get(part: Keys, name: str) -> Node | None:
    return next((node for key, node in part.pairs if canonical(key) == name), None)


def _text(part: Keys, name: str) -> str:
    return text_of(_get(part, name)) or ""


def _is_true(node: Node) -> bool:
    return isinstance(node, Scalar) and str(node.value).lower() == "true"


def _lacks_checksum(part: Keys) -> bool:
    """Say whether it is a file of its own, with an address, that nobody can check."""
    return (
        _text(part, "@type").endswith("FileObject")
        and bool(_text(part, "contentUrl"))
        and _text(part, "encodingFormat") != _REPOSITORY
        and not any(_get(part, name) for name in ("sha256", "md5", "containedIn"))
    )


def _patterns(source: Source, parts: list[Keys]) -> Iterator[Fact]:
    """Yield what sets of files in the repository are called, if the description lies at its root.

    A description elsewhere may be of another repository: collections of descriptions exist.
    """
    if str(PurePosixPath(source.path).parent) != ".":
        return
    homes = {_text(part, "@id") for part in parts if _is_repository(part)}
    for part in parts:
        inside = _get(part, "containedIn")
        home = (text_of(inside) or "") if not isinstance(inside, Keys) else _text(inside, "@id")
        if not home or home not in homes:
            continue
        for pattern in list(scalars(_get(part, "includes")))[:_MAX_PATTERNS]:
            yield Writer(source).fact(
                "local-reference",
                pattern.line,
                id=str(pattern.value),
                raw=str(pattern.value),
                what="pattern",
            )


def _is_repository(part: Keys) -> bool:
    address = _text(part, "contentUrl")
    converted = any(mark in address for mark in _CONVERTED)
    return _text(part, "encodingFormat") == _REPOSITORY and not converted
