"""How a large file is stored: in git itself, or as a git-lfs or DVC pointer."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from pathlib import PurePosixPath

import re2
from msgspec import Struct

from rai_lint.extract.config import read_tree
from rai_lint.extract.tree import Items, Keys, TreeError, number_of, text_of
from rai_lint.model.source import Source

_LFS = b"version https://git-lfs.github.com/spec/"
_LFS_SIZE = re2.compile(r"(?m)^size (\d{1,15})$")


class Stored(Struct, frozen=True):
    """A file that counts: its path, its size in bytes (None if unknown), where, at which line."""

    path: str
    bytes: int | None
    storage: str
    line: int = 1

    @property
    def suffix(self) -> str:
        """Return the suffix in lower case, with its dot."""
        return PurePosixPath(self.path.lower()).suffix


def stored(source: Source, data: bytes) -> Stored:
    """Return how a source is stored, by the start of its content."""
    if not data.startswith(_LFS):
        return Stored(source.path, source.size, "git")
    size = _LFS_SIZE.search(data[:1000].decode("utf-8", "replace"))
    return Stored(source.path, int(size.group(1)) if size else None, "lfs")


def dvc_outputs(source: Source, data: bytes) -> Iterator[Stored]:
    """Yield the files and folders that a `.dvc` file keeps elsewhere; folders end in `/`.

    Raises `TreeError` for one that is not YAML.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"not UTF-8 at byte {error.start}"
        raise TreeError(message) from error
    folder = PurePosixPath(source.path).parent
    for root in read_tree(source.path, text):
        outputs = root.get("outs") if isinstance(root, Keys) else None
        for output in outputs.items if isinstance(outputs, Items) else ():
            name = text_of(output.get("path")) if isinstance(output, Keys) else None
            if name is None or not isinstance(output, Keys):
                continue
            is_folder = (text_of(output.get("md5")) or "").endswith(".dir")
            path = f"{folder / name}/" if is_folder else str(folder / name)
            size = number_of(output.get("size"))
            line = node.line if (node := output.get("path")) else output.line
            yield Stored(
                path, int(size) if size is not None and isfinite(size) else None, "dvc", line
            )
