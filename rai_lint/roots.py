"""Which repository a path belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonpath
from pathlib import Path

from msgspec import Struct

from rai_lint.disk import is_file, is_folder, is_there, read_regular
from rai_lint.errors import UserError
from rai_lint.model.project import MANIFESTS

_MANIFESTS = (*MANIFESTS, "rai-lint.toml")
_CARDS = ("MODEL_CARD.md", "model_card.md", "model-card.md", "dataset_card.md", "DATASHEET.md")


class Target(Struct, frozen=True):
    """A root directory, and the paths below it (with `/`) that were asked for; none means all."""

    root: Path
    paths: tuple[str, ...] = ()


def find_target(paths: Sequence[str]) -> Target:
    """Return the repository that the paths belong to, and the paths relative to it.

    A directory that is a repository by its looks (git, a manifest, a card) is its own root; any
    other belongs to the nearest git work tree upward, if there is one. A file belongs to the
    nearest git work tree, else manifest, else card upward, so that it is judged by everything
    around it. Raises `UserError` for a path that is not there.
    """
    asked = [_existing(path) for path in paths] or [_existing(".")]
    roots = {_root_of(path) for path in asked}
    root = roots.pop() if len(roots) == 1 else _root_of(Path(commonpath([*roots, *asked])))
    below = [path.relative_to(root).as_posix() for path in asked]
    return Target(root, () if "." in below else tuple(dict.fromkeys(below)))


def _existing(path: str) -> Path:
    try:
        return Path(path).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        message = f"{path}: there is no such file or directory"
        raise UserError(message) from error


def _root_of(path: Path) -> Path:
    folder = path if is_folder(path) else path.parent
    signs = [_has_git, _has_manifest, _has_card]
    if is_folder(path):
        if any(has(path) for has in signs):
            return path
        # A manifest further up, in a home directory say, does not make a project of all below it.
        signs = [_has_git]
    for has in signs:
        for candidate in (folder, *folder.parents):
            if has(candidate):
                return candidate
    return folder


def _has_git(folder: Path) -> bool:
    return is_there(folder / ".git")


def _has_manifest(folder: Path) -> bool:
    return any(is_file(folder / name) for name in _MANIFESTS)


def _has_card(folder: Path) -> bool:
    return any(is_file(folder / name) for name in _CARDS) or _has_hub_readme(folder)


def _has_hub_readme(folder: Path) -> bool:
    """Say whether there is a README that starts with front matter, as on the Hub."""
    try:
        return read_regular(folder / "README.md", 3) == b"---"
    except OSError:
        return False
