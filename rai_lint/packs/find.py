"""Where packs are: the built-in rules, and those of other distributions."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path

_GROUP = "rai_lint.packs"


def builtin_packs() -> Path:
    """Return the folder of the rules that come with rai-lint.

    A wheel holds them as `rai_lint/_rules`; a checkout or an editable install beside the package.
    """
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def compiled_pack() -> Path:
    """Return the file of the built-in rules as they were compiled when the wheel was built.

    A checkout and an editable install have none.
    """
    return Path(__file__).resolve().parents[1] / "_compiled.msgpack"


def rule_pages() -> Path:
    """Return the folder of the pages of built-in rules, which stands beside them as they do."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_pages"
    return shipped if shipped.is_dir() else package.parent / "docs" / "rules"


def third_party_packs() -> tuple[Path, ...]:
    """Return the folders of packs that other installed distributions offer, in name order.

    An entry point of the group `rai_lint.packs` names a folder as a dotted path inside its own
    distribution (`acme_rules.packs`). It is never imported: a pack is data and cannot run code.
    """
    if not _any_offers():
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - a tenth of the start, seldom used

    found: list[Path] = []
    for point in sorted(entry_points(group=_GROUP), key=lambda each: each.name):
        if point.dist is None or not all(part.isidentifier() for part in point.value.split(".")):
            continue
        folder = Path(str(point.dist.locate_file(point.value.replace(".", "/"))))
        if folder.is_dir():
            found.append(folder)
    return tuple(found)


def _any_offers() -> bool:
    """Say whether an installed distribution names the group at all: a glance, and no parsing.

    Where distributions are not plain folders (zip files, finders of their own) the answer is yes.
    """
    finders = (each for each in sys.meta_path if each is not PathFinder)
    return any(hasattr(each, "find_distributions") for each in finders) or any(
        _GROUP.encode() in text for entry in sys.path for text in _entry_points(entry)
    )


def _entry_points(folder: str) -> Iterator[bytes]:
    """Yield the `entry_points.txt` of the distributions in a folder of the path."""
    try:
        names = [entry.name for entry in os.scandir(folder or ".")]
    except NotADirectoryError:
        yield _GROUP.encode()
        return
    except OSError:
        return
    for name in names:
        if name.endswith((".dist-info", ".egg-info", ".egg")):
            inner = "EGG-INFO" if name.endswith(".egg") else ""
            try:
                yield Path(folder, name, inner, "entry_points.txt").read_bytes()
            except OSError:  # most have none; an egg may be a zip file
                if inner:
                    yield _GROUP.encode()
