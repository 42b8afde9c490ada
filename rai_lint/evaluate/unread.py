"""Rules about cards and records that could not be read: nobody knows, which is worth saying."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from rai_lint.evaluate.index import Index, Unread
from rai_lint.model.fact import Fact
from rai_lint.model.outcome import Outcome
from rai_lint.model.rule import Rule

#: What a file that holds a card is called: of other documents nobody expects one.
_CARD_NAMES = ("readme", "card", "datasheet", "croissant")
_RECORDS = ".eval_results"


def unread_cards(rule: Rule, index: Index) -> Iterator[Outcome]:
    """Yield an unknown outcome for each card that was not read, if the rule is about cards."""
    for kind in filter(_is_about_cards, rule.subjects):
        for facts in index.unread.get(kind, {}).values():
            yield from (_unknown(rule, fact) for fact in facts if _could_be(rule, fact))


def _is_about_cards(kind: str) -> bool:
    named = ("model-card", "dataset-card", "datasheet", "eval-record")
    return kind.startswith("card-") or kind in named


def _could_be(rule: Rule, fact: Fact) -> bool:
    path = PurePosixPath(fact.place.path)
    if rule.scope and fact.scope not in rule.scope:
        return False
    if rule.subject == "eval-record":
        return path.parent.name == _RECORDS
    return any(word in path.name.lower() for word in _CARD_NAMES)


def _unknown(rule: Rule, fact: Fact) -> Outcome:
    stopped = next(value for value in fact.fields.values() if isinstance(value, Unread))
    return Outcome(
        rule=rule,
        state="unknown",
        unit=fact.unit,
        places=(fact.place,),
        severity=rule.severity,
        message=rule.title,
        because=stopped.because,
    )
