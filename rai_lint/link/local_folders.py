"""Ids that are folders of the repository: what is loaded from there comes from no hub.

A folder counts if it is here, if the repository keeps it out of git by its name, or if a command in
a README unpacks or puts something there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex
from rai_lint.model.value import Known

#: What folders of models and data hold; a folder of programs called `gpt2` is neither.
_HELD = frozenset(
    (".json", ".safetensors", ".bin", ".pt", ".h5", ".onnx", ".gguf", ".arrow", ".parquet", ".csv")
)
_LOADS = frozenset({"model-load", "dataset-load"})


#: Lines of a README that put something into a folder.
_FILLS = regex(r"\b(?:tar|unzip|7z|git clone|mkdir|mv|rsync)\b|--(?:local|output)[-_]dir\b")
_WORD = regex(r"[\w.-]+")
_MAX_LINES = 400


def with_local_folders(
    facts: Iterable[Fact], paths: AbstractSet[str], ignored: AbstractSet[str] = frozenset()
) -> Iterator[Fact]:
    """Yield the facts, loads from a folder among these paths as local ones.

    A program that names `best-model` may be started at the root or in its own folder; a folder of
    that name and owner at neither place is none of ours. `ignored` are paths that are kept out of
    git by their names.
    """
    facts = tuple(facts)
    held = [path for path in map(PurePosixPath, paths) if path.suffix.lower() in _HELD]
    folders = {str(folder) for path in held for folder in path.parents}
    folders |= {*ignored, *_filled(facts)}
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


def _filled(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield the words of the lines of READMEs that unpack or put something into a folder."""
    for fact in facts:
        lines = str(fact.known("text") or "").splitlines() if fact.kind == "readme" else ()
        for line in [each for each in lines if _FILLS.search(each)][:_MAX_LINES]:
            yield from (word[0] for word in _WORD.finditer(line) if _stands_alone(line, word))


def _stands_alone(line: str, word: re.Match[str]) -> bool:
    """Say whether a word is a whole path, or the last name of an address that is cloned."""
    before, after = line[: word.start()], line[word.end() :].removeprefix("/")
    alone = before[-1:] in ("", " ", "\t", "=", '"', "'", "`") or before.endswith((" ./", "\t./"))
    cloned = before.endswith("/") and "git clone" in before
    return (alone or cloned) and after[:1] in ("", " ", "\t", '"', "'", "`", "#", ")")
