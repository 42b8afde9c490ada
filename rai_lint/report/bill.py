"""What an AI bill of materials lists, told from facts: models, datasets, the models made here.

Each entry says how it is known: *declared* (a document says so), *observed* (the code, a recipe or
a file does), or *unknown* (it is there, and only a run would tell which it is).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.source import Place
from rai_lint.model.value import Known, Unknown

What = Literal["model", "dataset"]
State = Literal["declared", "observed", "unknown"]

#: The kinds that name a model or a dataset, and how sure that is.
_NAMED: dict[str, tuple[What, State]] = {
    "model-load": ("model", "observed"),
    "model-artifact": ("model", "observed"),
    "llm-call": ("model", "observed"),
    "card-base-model": ("model", "declared"),
    "dataset-load": ("dataset", "observed"),
    "data-file": ("dataset", "observed"),
    "card-dataset": ("dataset", "declared"),
}
#: Tests and copies of other people's code are no part of what a repository makes or uses.
_SCOPES = frozenset({"source", "docs", "example"})


class Seen(Struct, frozen=True):
    """One place that speaks of an entry, the state it shows, and the revision stated there."""

    place: Place
    state: State
    revision: str = ""


class Entry(Struct, frozen=True):
    """A model or dataset under one name; `because` says why the name is not known."""

    what: What
    name: str
    seen: tuple[Seen, ...]
    provider: str = ""
    because: str = ""

    @property
    def states(self) -> tuple[State, ...]:
        """Return the states, each once."""
        return tuple(dict.fromkeys(each.state for each in self.seen))


class Measure(Struct, frozen=True):
    """A value of a metric: `declared` in a document, or `observed` in a result file."""

    name: str
    value: str
    part: str
    state: State
    place: Place


class OwnModel(Struct, frozen=True):
    """A model that this repository describes or makes: its bases, its data, its measures."""

    name: str
    place: Place
    state: State
    models: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    licences: tuple[str, ...] = ()


class Bill(Struct, frozen=True):
    """Everything the bill lists; `licences` are ids with what they cover and where they stand."""

    entries: tuple[Entry, ...]
    own: tuple[OwnModel, ...]
    licences: tuple[tuple[str, str, Place], ...]


def bill(facts: Iterable[Fact]) -> Bill:
    """Return the bill of a repository's facts, in reading order."""
    counted = [fact for fact in facts if fact.scope in _SCOPES and not fact.known("negated")]
    return Bill(_entries(counted), tuple(_own(counted)), tuple(_licences(counted)))


def _entries(facts: Sequence[Fact]) -> tuple[Entry, ...]:
    found: dict[tuple[What, str], list[Fact]] = {}
    for fact in facts:
        if fact.kind in _NAMED and (name := _name(fact)):
            found.setdefault((_NAMED[fact.kind][0], name), []).append(fact)
    return tuple(_entry(what, name, group) for (what, name), group in found.items())


def _name(fact: Fact) -> str:
    value = fact.get("id")
    if isinstance(value, Known):
        return str(value.value or "")
    return value.text if isinstance(value, Unknown) else ""


def _entry(what: What, name: str, facts: Sequence[Fact]) -> Entry:
    values = [fact.get("id") for fact in facts]
    reasons = [value.because for value in values if isinstance(value, Unknown)]
    providers = [str(fact.known("provider")) for fact in facts if fact.known("provider")]
    return Entry(
        what,
        name,
        tuple(_seen(fact) for fact in facts),
        provider=providers[0] if providers else "",
        because=reasons[0] if len(reasons) == len(values) else "",
    )


def _seen(fact: Fact) -> Seen:
    state = _NAMED[fact.kind][1] if isinstance(fact.get("id"), Known) else "unknown"
    return Seen(fact.place, state, _revision(fact))


def _revision(fact: Fact) -> str:
    value = fact.get("revision")
    if isinstance(value, Known) and value.value is not None:
        return str(value.value)
    return f"unknown ({value.because})" if isinstance(value, Unknown) else ""


def _own(facts: Sequence[Fact]) -> Iterator[OwnModel]:
    """Yield a model for each model card; without one, for what trainings here make."""
    cards = [fact for fact in facts if fact.kind == "model-card"]
    trainings = [fact for fact in facts if fact.kind == "model-train"]
    for card in cards:
        mine = trainings if len(cards) == 1 else _of_unit(trainings, card.unit)
        yield _described(card, mine, facts, alone=len(cards) == 1)
    if trainings and not cards:
        results = tuple(_measures(facts, "result-file", "observed"))
        yield OwnModel("", trainings[0].place, "observed", *_reaching(trainings), results)


def _described(
    card: Fact, trainings: Sequence[Fact], facts: Sequence[Fact], *, alone: bool
) -> OwnModel:
    path = card.place.path
    said = [fact for fact in facts if fact.known("card") == path]
    models, datasets = _reaching(trainings)
    bases = [_name(fact) for fact in said if fact.kind == "card-base-model"]
    trained = [
        _name(fact)
        for fact in said
        if fact.kind == "card-dataset" and fact.known("role") == "training"
    ]
    results = facts if alone else _of_unit(facts, card.unit)
    return OwnModel(
        name=str(card.known("id") or path),
        place=card.place,
        state="declared",
        models=_once((*bases, *models)),
        datasets=_once((*trained, *datasets)),
        measures=(
            *_measures(said, "card-metric", "declared"),
            *_measures(results, "result-file", "observed"),
        ),
        licences=_once(_name(fact) for fact in said if fact.kind == "licence"),
    )


def _of_unit(facts: Sequence[Fact], unit: str) -> list[Fact]:
    return [fact for fact in facts if fact.unit == unit]


def _reaching(trainings: Sequence[Fact]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of models and of datasets that reach trainings."""
    return (
        _once(str(fact.known("model") or "") for fact in trainings),
        _once(str(fact.known("dataset") or "") for fact in trainings),
    )


def _measures(facts: Iterable[Fact], kind: str, state: State) -> Iterator[Measure]:
    for fact in facts:
        value = fact.known("value")
        if fact.kind == kind and value is not None and fact.known("name"):
            parts = [str(fact.known(key) or "") for key in ("dataset", "split", "slice")]
            shown = str(fact.known("printed") or value)
            part = " / ".join(each for each in parts if each)
            yield Measure(str(fact.known("name")), shown, part, state, fact.place)


def _licences(facts: Iterable[Fact]) -> Iterator[tuple[str, str, Place]]:
    for fact in facts:
        if fact.kind == "licence" and (name := _name(fact)):
            yield name, str(fact.known("covers") or ""), fact.place


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
