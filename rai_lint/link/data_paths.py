"""Where configuration files say that the rows of a split are: `train_file: data/a.jsonl`."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model.configfile import ConfigEntry, ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import Known
from rai_lint.model.vocabulary import Table

_INDEX = regex(r"\[\d+\]$")
_WORD = regex(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: What such a key names besides the split.
_HOLDERS = frozenset(
    [
        "csv",
        "data",
        "dataset",
        "datasets",
        "file",
        "filepath",
        "filename",
        "files",
        "json",
        "jsonl",
        "manifest",
        "path",
        "paths",
    ]
)
#: Keys by which one file is cut into splits, so that one path for two of them is no fault.
_CUTS = frozenset({"split", "splits", "ratio", "fraction", "size", "percentage", "folds"})
_TO_BE_FILLED = regex(r"[$<>{}]|://")


def data_paths(file: ConfigFile, splits: Table) -> Iterator[Fact]:
    """Yield a fact for each path that a file gives for one split, and for each way of cutting."""
    for entry in file.entries:
        key = _INDEX.sub("", entry.key).rpartition(".")[2]
        words = [word.lower() for word in _WORD.findall(key)]
        named = {term.id for word in words if (term := splits.find(word)) is not None}
        if _cuts(words, named, entry):
            yield _fact(file, entry, "cut", str(entry.value), key)
        elif len(named) == 1 and _HOLDERS.intersection(words) and isinstance(entry.value, str):
            path = entry.value.strip()
            if _is_path(path):
                yield _fact(file, entry, next(iter(named)), path.removeprefix("./"), key)


def _cuts(words: list[str], named: set[str], entry: ConfigEntry) -> bool:
    """Say whether a key holds shares, or the name of a part inside one source."""
    last = words[-1:]
    about = bool(named) or "split" in words or "splits" in words
    return bool(_CUTS.intersection(last)) and about and "batch" not in words and bool(entry.value)


def _is_path(text: str) -> bool:
    plain = bool(text) and not _TO_BE_FILLED.search(text) and "\n" not in text
    return plain and ("/" in text or "." in text) and " " not in text


def _fact(file: ConfigFile, entry: ConfigEntry, split: str, path: str, key: str) -> Fact:
    fields = {"id": Known(path, "config"), "split": Known(split), "raw": Known(key)}
    return Fact(
        kind="data-path", place=Place(file.path, entry.line), scope=file.scope, fields=fields
    )
