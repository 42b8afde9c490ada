"""A hostile input: files of a repository that strangers wrote, and what a run must say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

#: What makes the files of an input, below a folder of their own.
Write = Callable[[Path], None]

#: The findings of the witness are warnings, and the run is asked to fail on warnings.
FOUND = 1


class Hostile(Struct, frozen=True):
    """An input made to hurt.

    `name` is a folder's name and unique among all inputs of a run. `reader` is the reader it is
    meant for. `skipped` has, by the path below the folder, a part of the reason that the report
    must give for not reading that file (or a cell or a part of it); of every other file of the
    input no such thing may be said. `exit_code` is what the run ends with, if the input stands
    there alone beside a witness.
    """

    name: str
    reader: str
    files: Write
    skipped: Mapping[str, str] = {}
    exit_code: int = FOUND


def file(path: str, data: str | bytes | Callable[[], str | bytes]) -> Write:
    """Return what writes one file; large ones are made when they are written."""

    def write(folder: Path) -> None:
        made = data() if callable(data) else data
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # A text may hold half characters, which only hostile files do.
        target.write_bytes(
            made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
        )

    return write


def files(*several: Write) -> Write:
    """Return what writes several files."""

    def write(folder: Path) -> None:
        for each in several:
            each(folder)

    return write


def check_names(inputs: Sequence[Hostile]) -> None:
    """Raise ValueError where two inputs would write into the same folder."""
    names = [each.name for each in inputs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"inputs with the same name: {', '.join(twice)}"
        raise ValueError(message)
