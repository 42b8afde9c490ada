"""Makes outcomes of decisions: places, evidence, severity and message of a group of subjects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rai_lint.evaluate.decide import Decision
from rai_lint.evaluate.fixes import fixes_of
from rai_lint.evaluate.index import Index
from rai_lint.model.fact import Fact
from rai_lint.model.kinds import IDENTITY
from rai_lint.model.message import Message, fill
from rai_lint.model.outcome import Outcome, Related
from rai_lint.model.rule import SEVERITIES, Rule
from rai_lint.model.source import Place
from rai_lint.model.value import Known, Plain

MAX_RELATED = 12
MAX_REASONS = 3
_CARDS = ("model-card", "dataset-card", "datasheet", "croissant")


def group_outcome(rule: Rule, members: Sequence[Decision], index: Index) -> Outcome | None:
    """Return the outcome of a group: failing members make it, else unknown ones, else a pass.

    None where the rule applies to no member.
    """
    failing = [each for each in members if each.state == "fail"]
    if failing:
        return _failed(rule, failing, index)
    open_ones = [each for each in members if each.state == "unknown"]
    if open_ones:
        return _unknown(rule, open_ones, open_ones[0].subject.name, index)
    passing = [each for each in members if each.state == "pass"]
    if not passing:
        return None
    places = _places(rule, passing, index)
    return Outcome(
        rule=rule,
        state="pass",
        subject=passing[0].subject.name,
        unit=passing[0].subject.frame.unit,
        places=places,
        related=_related(passing, places),
        severity=rule.severity,
    )


def told_apart(rule: Rule, members: Sequence[Decision]) -> list[list[Decision]]:
    """Return the members of a group of which the same is said; all where none fails.

    A finding speaks in the words of its gravest member, and these must hold at each of its places.
    What a message lists of the whole group tells nobody apart.
    """
    said: dict[tuple[str, str], list[Decision]] = {}
    for each in members:
        if each.state == "fail":
            names = each.subject.frame.names(message := each.message or rule.message)
            text = fill(message, names | _group(message, ()))
            said.setdefault((each.severity, text), []).append(each)
    return list(said.values()) or [list(members)]


def unknown_groups(rule: Rule, members: Sequence[Decision], index: Index) -> list[Outcome]:
    """Return one unknown outcome for each unit with facts whose group value is not known.

    Those that pass, or to which the rule does not apply, say nothing.
    """
    by_unit: dict[str, list[Decision]] = {}
    for each in members:
        if each.state in ("fail", "unknown"):
            by_unit.setdefault(each.subject.frame.unit, []).append(each)
    return [_unknown(rule, each, "", index) for each in by_unit.values()]


def _failed(rule: Rule, failing: Sequence[Decision], index: Index) -> Outcome:
    """Return the finding in the words of its gravest member, which also gives the main place."""
    order = sorted(failing, key=lambda each: SEVERITIES.index(each.severity))
    main = order[0]
    message = main.message or rule.message
    places = _places(rule, order, index)
    return Outcome(
        rule=rule,
        state="fail",
        subject=main.subject.name,
        unit=main.subject.frame.unit,
        places=places,
        related=_related(order, places),
        severity=main.severity,
        message=fill(message, main.subject.frame.names(message) | _group(message, order)),
        fixes=fixes_of([(each, _place(rule, each, index)) for each in order]) if rule.fixes else (),
    )


def _group(message: Message, members: Sequence[Decision]) -> dict[str, Plain]:
    """Return what `group.field` stands for in a message: the different values of its members."""
    fields = {part.path[1] for part in message.parts if part.path[:1] == ("group",)}
    if not fields:
        return {}
    found: dict[str, Plain] = {"count": len(members)}
    for name in fields - {"count"}:
        values = (each.subject.frame.own(name) for each in members)
        found[name] = tuple(dict.fromkeys(v.value for v in values if isinstance(v, Known)))
    return {"group": found}


def _unknown(rule: Rule, members: Sequence[Decision], name: str, index: Index) -> Outcome:
    places = _places(rule, members, index)
    reasons = dict.fromkeys(
        text for each in members for text in (each.subject.open_group, *each.because) if text
    )
    return Outcome(
        rule=rule,
        state="unknown",
        subject=name,
        unit=members[0].subject.frame.unit,
        places=places,
        related=_related(members, places),
        severity=rule.severity,
        message=rule.title,
        because="; ".join(list(reasons)[:MAX_REASONS]),
    )


def _places(rule: Rule, members: Iterable[Decision], index: Index) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(_place(rule, each, index) for each in members))


def _place(rule: Rule, decision: Decision, index: Index) -> Place:
    """Return where an outcome stands: at what `at` names, else at the subject.

    A unit has no line of its own; it stands at its card, else at the first evidence, else at its
    directory.
    """
    frame = decision.subject.frame
    name = rule.at.removeprefix("$")
    fact = frame.subject if name == "subject" else frame.fact(name) or frame.subject
    if fact is not None:
        return fact.place
    for kind in _CARDS:
        cards = index.by_kind.get(kind, {}).get(frame.unit, ())
        if cards:
            return cards[0].place
    return decision.evidence[0].place if decision.evidence else Place(frame.unit)


def _related(members: Iterable[Decision], places: Sequence[Place]) -> tuple[Related, ...]:
    """Return the facts that decided, and what is bound, each place once, with a word on each."""
    found: dict[Place, Related] = {}
    for each in members:
        bound = [fact for fact in each.subject.frame.bound.values() if isinstance(fact, Fact)]
        subject = each.subject.frame.subject
        own = [subject] if subject is not None and subject.place not in places else []
        for fact in (*own, *each.evidence, *bound):
            if fact.place not in places:
                found.setdefault(fact.place, Related(fact.place, _word(fact)))
            if len(found) >= MAX_RELATED:
                return tuple(found.values())
    return tuple(found.values())


def _word(fact: Fact) -> str:
    """Return in a few words what a fact is: its kind, and what it is about."""
    kind = fact.kind.replace("-", " ")
    name = fact.known(IDENTITY[fact.kind]) if fact.kind in IDENTITY else None
    return kind if name is None or isinstance(name, (tuple, list)) else f"{kind} `{str(name)[:60]}`"
