"""Ids that are folders of the repository: what is loaded from there comes from no hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.value import Known

#: What folders of models and data hold; a folder of programs called `gpt2` is neither.
_HELD = frozenset(
    (".json", ".safetensors", ".bin", ".pt", ".h5", ".onnx", ".gguf", ".arrow", ".parquet", ".csv")
)
_LOADS = frozenset({"model-load", "dataset-load"})


def with_local_folders(facts: Iterable[Fact], paths: AbstractSet[str]) -> Iterator[Fact]:
    """Yield the facts, loads from a folder among these paths as local ones.

    A program that names `best-model` may be started at the root or in its own folder; a folder of
    that name and owner at neither place is none of ours.
    """
    held = [path for path in map(PurePosixPath, paths) if path.suffix.lower() in _HELD]
    folders = {str(folder) for path in held for folder in path.parents}
    for fact in facts:
        origin = fact.get("origin")
        if fact.kind in _LOADS and isinstance(origin, Known) and origin.value == "hub":
            name = str(fact.known("id") or "").removeprefix("./").rstrip("/")
            here = PurePosixPath(fact.place.path).parent
            if name and not folders.isdisjoint((name, str(here / name))):
                fields = {**fact.fields, "origin": replace(origin, value="local")}
                yield replace(fact, fields=fields)
                continue
        yield fact
