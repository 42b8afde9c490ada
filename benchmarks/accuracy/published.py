"""The counts of the last published run, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

PATH = Path(__file__).with_name("published.json")

#: `[part, whole]` of a measure, by its name: `recall dataset-load`, `field split`, `roles`.
Counts: TypeAlias = dict[str, tuple[int, int]]


def read_counts(path: Path = PATH) -> Counts:
    """Return the published counts; none if nothing was published yet."""
    if not path.is_file():
        return {}
    return msgspec.json.decode(path.read_bytes(), type=dict[str, tuple[int, int]])


def write_counts(counts: Counts, path: Path = PATH) -> None:
    """Publish counts: one line for each measure, so that changes can be read."""
    lines = [f'  "{name}": [{part}, {whole}]' for name, (part, whole) in sorted(counts.items())]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def changes(old: Mapping[str, tuple[int, int]], new: Counts) -> Iterator[tuple[str, str]]:
    """Yield (`rose` or `fell` or `new`, what changed) for measures whose share changed."""
    for name, (part, whole) in sorted(new.items()):
        if name not in old:
            yield "new", f"{name}: {part}/{whole}"
            continue
        before, of = old[name]
        left, right = part * of, before * whole
        if left != right and of and whole:
            yield "rose" if left > right else "fell", f"{name}: {before}/{of} -> {part}/{whole}"
