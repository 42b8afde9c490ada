"""Datasets that code writes: whether they are published, and what each was made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.made import KINDS, Made, id_of, ids_of
from rai_lint.model.fact import Fact
from rai_lint.model.value import Known, Unknown, Value

MAX_FILES = 8

_CARDS = frozenset({"dataset-card", "datasheet", "croissant"})


class Derivations(Struct, dict=True):
    """Settles the datasets that the modules of a repository write.

    `paths` are those of all its files; `facts` those of its documents: what lies beside a dataset
    card, or is in the repository itself, is published with it. Scores are no dataset, though they
    are written to a file of the repository.
    """

    paths: frozenset[str]
    facts: Sequence[Fact]

    def __post_init__(self) -> None:
        scores = (fact.place.path for fact in self.facts if fact.kind == "result-file")
        self._scores: frozenset[str] = frozenset(scores)
        cards = (fact.place.path for fact in self.facts if fact.kind in _CARDS)
        folders = (str(PurePosixPath(path).parent) for path in cards)
        self._roots: tuple[str, ...] = tuple(
            sorted({folder for folder in folders if folder != "."})
        )

    def stated(self) -> Iterator[Fact]:
        """Yield what dataset cards say that their data were made from."""
        for fact in self.facts:
            own = fact.known("card_kind") == "dataset" and fact.known("role") == "source"
            if fact.kind == "card-dataset" and own and fact.known("negated") is not True:
                fields = {
                    "id": id_of(fact),
                    "what": Known("dataset"),
                    "origin": Known("card"),
                    "published": Known(value=True, how="implied"),
                }
                yield replace(fact, kind="data-derivation", fields=fields)

    def of_module(self, made: Sequence[Made]) -> Iterator[Fact]:
        """Yield the facts of one module, writes with all they were made from, and derivations."""
        made = _once(made)
        writes = [each for each in made if each.fact.kind == "data-write"]
        by_path = _by_path(writes)
        for each in made:
            if each.fact.kind != "data-write":
                yield each.fact
                continue
            reached = tuple({id(item): item for item in _through_files(each, by_path)}.values())
            fact = replace(each.fact, fields=self._fields(each, reached))
            yield fact
            yield from _distinct(_derivation(fact, item) for item in reached)

    def _fields(self, each: Made, reached: Sequence[Fact]) -> Mapping[str, Value]:
        fields = {**each.fact.fields, "published": self._published(each.fact)}
        destination = fields.get("destination")
        if isinstance(destination, Known) and str(destination.value).startswith("./"):
            fields["destination"] = replace(destination, value=local(destination.value))
        for name, kinds in KINDS.items():
            own = [item for item in reached if item.kind in kinds]
            fields[name] = ids_of(own, each.because)
        return fields

    def _published(self, fact: Fact) -> Value:
        """Say whether a write is published: pushed, part of the repository, or beside its card."""
        if fact.known("published") is True:
            return fact.get("published")
        destination = fact.get("destination")
        if not isinstance(destination, Known) or not isinstance(destination.value, str):
            because = destination.because if isinstance(destination, Unknown) else "it is not given"
            return Unknown("destination", because)
        path = local(destination.value)
        beside = local(str(PurePosixPath(fact.place.path).parent / path))
        known = any(self._within(candidate) for candidate in (path, beside))
        return Known(known, "implied")

    def _within(self, path: str) -> bool:
        if path in self._scores:
            return False
        return path in self.paths or any(path.startswith(f"{root}/") for root in self._roots)


def local(path: str) -> str:
    """Return a path without `./` and `..` in front, as files of a repository are named."""
    parts = [part for part in PurePosixPath(path).parts if part != "."]
    while ".." in parts[1:]:
        at = parts.index("..", 1)
        parts = parts[: at - 1] + parts[at + 1 :]
    return "/".join(part for part in parts if part != "..")


def _by_path(writes: Sequence[Made]) -> dict[str, list[Made]]:
    found: dict[str, list[Made]] = {}
    for each in writes:
        destination = each.fact.known("destination")
        if isinstance(destination, str) and each.fact.known("published") is not True:
            found.setdefault(local(destination), []).append(each)
    return found


def _through_files(start: Made, by_path: Mapping[str, Sequence[Made]]) -> Iterator[Fact]:
    """Yield what reached a write, also through files that the same module wrote before."""
    queue, seen = [start], {id(start)}
    while queue and len(seen) <= MAX_FILES:
        each = queue.pop(0)
        yield from each.reached
        read = [*each.read, *(_path_of(item) for item in each.reached)]
        for path in read:
            for other in _written(local(path), by_path):
                if id(other) not in seen:
                    seen.add(id(other))
                    queue.append(other)


def _written(path: str, by_path: Mapping[str, Sequence[Made]]) -> Iterator[Made]:
    """Yield what was written to a file, or below a folder."""
    for written, made in by_path.items() if path else ():
        if written == path or written.startswith(f"{path}/"):
            yield from made


def _path_of(fact: Fact) -> str:
    value = fact.known("id") if fact.known("origin") == "local" else None
    return value if isinstance(value, str) else ""


def _derivation(write: Fact, item: Fact) -> Fact:
    fields = {
        "id": id_of(item),
        "what": Known("dataset" if item.kind in KINDS["sources"] else "model"),
        "provider": item.get("provider"),
        "origin": item.get("origin"),
        "destination": write.get("destination"),
        "published": write.get("published"),
    }
    return replace(write, kind="data-derivation", fields=fields)


def _once(made: Sequence[Made]) -> list[Made]:
    """Return what was made, a helper that writes in several ways once for each of its calls."""
    found: list[Made] = []
    for each in made:
        if not any(
            each.fact == other.fact for other in found if other.fact.place == each.fact.place
        ):
            found.append(each)
    return found


def _distinct(facts: Iterable[Fact]) -> Iterator[Fact]:
    found: list[Fact] = []
    for fact in facts:
        if fact not in found:
            found.append(fact)
            yield fact
