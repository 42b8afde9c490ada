"""The edits of files as one unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from rai_lint.fix.plan import FileEdit

_NO_END = "\\ No newline at end of file"


def unified(files: Iterable[FileEdit]) -> str:
    """Return the diff of some files, as `git apply` and `patch -p1` take it."""
    return "".join(line for edit in files for line in _lines(edit))


def _lines(edit: FileEdit) -> Iterator[str]:
    before, after = (_split(data) for data in (edit.before, edit.after))
    for line in difflib.unified_diff(before, after, f"a/{edit.path}", f"b/{edit.path}"):
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}\n"


def _split(data: bytes) -> list[str]:
    # Only line feeds end the lines of a diff; form feeds and U+2028 do not.
    text = data.decode("utf-8", "backslashreplace")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [
        line for line in [text.rsplit("\n", 1)[-1]] if line
    ]
