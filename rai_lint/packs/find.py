"""Where packs are: the built-in rules, and those of other distributions."""

from __future__ import annotations

from pathlib import Path

_GROUP = "rai_lint.packs"


def builtin_packs() -> Path:
    """Return the folder of the rules that come with rai-lint.

    A wheel holds them as `rai_lint/_rules`; a checkout or an editable install beside the package.
    """
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def third_party_packs() -> tuple[Path, ...]:
    """Return the folders of packs that other installed distributions offer, in name order.

    An entry point of the group `rai_lint.packs` names a folder as a dotted path inside its own
    distribution (`acme_rules.packs`). It is never imported: a pack is data and cannot run code.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - slow to import

    found: list[Path] = []
    for point in sorted(entry_points(group=_GROUP), key=lambda each: each.name):
        if point.dist is None or not all(part.isidentifier() for part in point.value.split(".")):
            continue
        folder = Path(str(point.dist.locate_file(point.value.replace(".", "/"))))
        if folder.is_dir():
            found.append(folder)
    return tuple(found)
