"""The subjects of a rule: facts, units or the repository; and how facts group into one subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from rai_lint.evaluate.clauses import holds
from rai_lint.evaluate.entries import Entry
from rai_lint.evaluate.frame import Frame, field_of
from rai_lint.evaluate.identity import canonical, clean, last
from rai_lint.evaluate.index import ROOT, Index
from rai_lint.evaluate.predicates import why
from rai_lint.evaluate.truth import YES, Verdict
from rai_lint.model.fact import Fact
from rai_lint.model.kinds import IDENTITY
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.rule import Rule
from rai_lint.model.value import Known, Plain, Unknown
from rai_lint.model.vocabulary import Term, normal

_DATASET_KINDS = ("dataset-load", "card-dataset")
_MODEL_KINDS = ("model-load", "card-base-model")
_CARDS = ("model-card", "dataset-card", "datasheet", "croissant")


class Subject(Struct, frozen=True):
    """One thing a rule is about: its frame, its group, and whether `where` may hold for it.

    `group` is None where the value it groups by is not known; `open_group` says why. `name` is
    what reports call it.
    """

    frame: Frame
    name: str
    where: Verdict
    group: tuple[str, ...] | None
    open_group: str = ""


def subjects(rule: Rule, index: Index, knowledge: Knowledge) -> Iterator[Subject]:
    """Yield the subjects of a rule, each once for every entry of `with-each`."""
    lookups = {lookup.name: lookup for lookup in rule.let}
    entries: Sequence[Term | None] = (
        tuple(knowledge.table(rule.with_each)) if rule.with_each else (None,)
    )
    for unit, fact in _things(rule, index):
        for entry in entries:
            frame = Frame(unit, knowledge, fact, lookups)
            if entry is not None:
                frame.bound["entry"] = Entry(rule.with_each, (entry,))
            where = _where(rule, frame)
            if where.truth is not False:
                yield _subject(rule, frame, where, entry)


def _things(rule: Rule, index: Index) -> Iterator[tuple[str, Fact | None]]:
    if rule.subject == "repository":
        yield ROOT, None
    elif rule.subject == "unit":
        for unit in index.units:
            yield unit, None
    else:
        for kind in rule.subjects:
            yield from _facts(rule, index.by_kind.get(kind, {}))


def _facts(rule: Rule, found: Mapping[str, Sequence[Fact]]) -> Iterator[tuple[str, Fact]]:
    """Yield the facts of a kind in the rule's scopes, unit by unit."""
    for unit in sorted(found):
        for fact in found[unit]:
            if not rule.scope or fact.scope in rule.scope:
                yield unit, fact


def _where(rule: Rule, frame: Frame) -> Verdict:
    if frame.subject is None or not rule.where:
        return YES
    return holds(rule.where, partial(field_of, frame.subject), frame)


def _subject(rule: Rule, frame: Frame, where: Verdict, entry: Term | None) -> Subject:
    fact = frame.subject
    suffix = () if entry is None else (entry.id,)
    if fact is None:
        return Subject(frame, " ".join((frame.unit, *suffix)), where, (frame.unit, *suffix))
    if not rule.group_by:
        place = fact.place
        alone = (place.path, str(place.cell), str(place.line), str(place.column), str(id(fact)))
        return Subject(frame, " ".join((_name(fact), *suffix)).strip(), where, (*alone, *suffix))
    return _grouped(rule.group_by.split(), frame, fact, where, suffix)


def _grouped(
    fields: Sequence[str], frame: Frame, fact: Fact, where: Verdict, suffix: tuple[str, ...]
) -> Subject:
    keys: list[str] = []
    shown: list[str] = []
    for name in fields:
        value = frame.own(name)
        if isinstance(value, Unknown):
            return Subject(frame, "", where, None, why(value))
        if isinstance(value, Known):
            keys.append(_key(fact.kind, name, value.value, frame.knowledge))
            if not isinstance(value.value, bool):
                shown.append(_text(value.value))
        else:
            keys.append(f"\0absent {id(fact)}")  # things without a name are not the same thing
    # What identifies the fact names the group; by what else it is grouped is for the machine.
    title = _name(fact) if IDENTITY.get(fact.kind) in fields else " ".join(shown)
    return Subject(frame, " ".join((title, *suffix)), where, (*keys, *suffix))


def _name(fact: Fact) -> str:
    """Return what a fact is about, as text: its identity, or the path of a card without a title."""
    value = fact.known(IDENTITY[fact.kind]) if fact.kind in IDENTITY else None
    if value is None:
        return fact.place.path if fact.kind in _CARDS else ""
    return _text(value)


def _text(value: Plain) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


def _key(kind: str, name: str, value: Plain, knowledge: Knowledge) -> str:
    if isinstance(value, (tuple, list)):
        return "\0".join(_key(kind, name, each, knowledge) for each in value)
    table = _table(kind, name)
    return canonical(str(value), knowledge.table(table)) if table else str(value).casefold()


def _table(kind: str, name: str) -> str:
    if name == "dataset" or (name == "id" and kind in _DATASET_KINDS):
        return "datasets"
    return "models" if name == "model" or (name == "id" and kind in _MODEL_KINDS) else ""


def group(rule: Rule, found: Sequence[Subject]) -> list[list[Subject]]:
    """Return subjects in groups of one unit and value, in the order of their first member.

    Ids without an owner join the one id with an owner that ends in the same name.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[Subject]] = {}
    for subject in found:
        if subject.group is not None:
            groups.setdefault((subject.frame.unit, subject.group), []).append(subject)
    if _table(rule.subject, rule.group_by):
        _join_ownerless(groups)
    return list(groups.values())


def _join_ownerless(groups: dict[tuple[str, tuple[str, ...]], list[Subject]]) -> None:
    owned: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = {}
    for key, members in groups.items():
        name = clean(members[0].name)
        if "/" in name:
            owned.setdefault((key[0], normal(last(name))), []).append(key)
    for key in [key for key, members in groups.items() if "/" not in clean(members[0].name)]:
        homes = owned.get((key[0], normal(clean(groups[key][0].name))), [])
        if len(homes) == 1 and homes[0] != key:
            groups[homes[0]] += groups.pop(key)
