"""Files that are splits of one set, by their names: `train.csv` and `test.csv` of one folder."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from rai_lint.model.regex import regex
from rai_lint.model.source import Source

Split = Literal["train", "validation", "test"]

#: Formats whose rows are read.
_SUFFIXES = frozenset((".csv", ".tsv", ".jsonl", ".ndjson", ".json"))
_WORD = regex(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_NAMES: Mapping[Split, tuple[str, ...]] = MappingProxyType(
    {
        "train": ("train", "training", "trn", "trainset"),
        "validation": ("val", "valid", "validation", "dev", "valset", "devset"),
        "test": ("test", "testing", "testset", "eval", "evaluation", "evalset", "holdout"),
    }
)
_SPLIT_WORDS = MappingProxyType({word: split for split, words in _NAMES.items() for word in words})
#: Words that leave a folder the name of a split: `train_data`.
_PLAIN = frozenset(("data", "dataset", "set", "split", "files"))
#: What stands beside rows of a set, or is made from them, and is the same in all splits or no data:
#: `train_vocab.json`, `train_log.csv`.
_BESIDE = frozenset(
    (
        *("categories", "classes", "config", "configs", "corpus", "documents", "edges"),
        *("embeddings", "entities", "entity", "history", "items", "kb", "knowledge", "log", "logs"),
        *("loss", "losses", "meta", "metadata", "metrics", "mlruns", "nodes", "ontology"),
        *("passages", "pred", "preds", "predictions", "relations", "report", "reports", "result"),
        *("results", "schema", "schemas", "scores", "stats", "statistics", "summary", "tables"),
        *("users", "vocab", "vocabulary", "wandb"),
    )
)
_MARK = "*"


class Pair(Struct, frozen=True):
    """A file of training rows and one of rows to evaluate on, of one set."""

    train: Source
    evaluation: Source
    split: Split


class _Member(Struct, frozen=True):
    source: Source
    split: Split


def split_pairs(sources: Iterable[Source]) -> list[Pair]:
    """Return the files that should have no rows in common, in the order of the training files.

    Two files make a pair if their paths differ in the words for the split alone, so that folds and
    versions are compared among themselves.
    """
    families: dict[str, list[_Member]] = defaultdict(list)
    for source in sources:
        for family, split in _families(source.path):
            families[family].append(_Member(source, split))
    pairs = {
        (fitted.source.path, held.source.path): Pair(fitted.source, held.source, held.split)
        for members in families.values()
        for held in members
        for fitted in members
        if fitted.split == "train" and held.split != "train"
    }
    return [pairs[key] for key in sorted(pairs)]


def _families(path: str) -> list[tuple[str, Split]]:
    """Return the sets that a file may be a split of, with the split that it would be."""
    file = PurePosixPath(path)
    if file.suffix.lower() not in _SUFFIXES:
        return []
    stem = _words(file.stem)
    folders = file.parts[:-1]
    beside = {*stem, *(word for folder in folders for word in _words(folder))} & _BESIDE
    splits = {_SPLIT_WORDS[word] for word in stem if word in _SPLIT_WORDS}
    if beside or len(splits) > 1:
        return []
    if splits:
        split = splits.pop()
        name = _masked(file.stem) + file.suffix.lower()
        masked = [_MARK if _folder_split(folder) == split else folder for folder in folders]
        return [(f"{'/'.join(each)}/{name}", split) for each in _different(folders, masked)]
    for place in reversed(range(len(folders))):
        found = _folder_split(folders[place])
        if found is not None:
            around = (*folders[:place], _masked(folders[place]), *folders[place + 1 :])
            return [("/".join((*around, file.name)), found)]
    return []


def _different(one: Iterable[str], other: Iterable[str]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys((tuple(one), tuple(other))))


def _folder_split(folder: str) -> Split | None:
    """Return the split that a folder holds, if its name says nothing else."""
    words = _words(folder)
    splits = {_SPLIT_WORDS[word] for word in words if word in _SPLIT_WORDS}
    others = [word for word in words if word not in _SPLIT_WORDS and word not in _PLAIN]
    return splits.pop() if len(splits) == 1 and not others else None


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _masked(name: str) -> str:
    """Return a name with a mark in place of its words for a split, without case."""

    def mask(found: re.Match[str]) -> str:
        word = found.group().lower()
        return _MARK if word in _SPLIT_WORDS else word

    return _WORD.sub(mask, name)
