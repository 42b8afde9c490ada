"""The inventory: what the repository holds and does, a row for each thing, and where it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.report import Report
from rai_lint.model.value import Known, Unknown, Value
from rai_lint.report.page.spots import Some, clip, some, spot
from rai_lint.report.page.uses import BARE, TABLES, USES, Use

_MOST_ROWS = 40
_MOST_TOLD = 4
_LONGEST = 120
_DETAIL = 60
#: Words that go on to what follows.
_JOINED = {" to": " ", " of": " "}


class Told(Struct, frozen=True):
    """What one fact says, and where."""

    text: str
    where: str


class Row(Struct, frozen=True, kw_only=True):
    """A thing: its name, what stopped it being known, and all that is told of it.

    `scope` says that it stands in tests, examples or vendored code only.
    """

    name: str
    because: str
    scope: str
    told: Some[Told]


class Table(Struct, frozen=True):
    """Things of one sort."""

    title: str
    rows: Some[Row]


def inventory(report: Report) -> tuple[Table, ...]:
    """Return the tables that have rows, those of the program itself before tests and examples."""
    return tuple(
        Table(title, some(_rows(facts), _MOST_ROWS))
        for title in TABLES
        if (facts := [fact for fact in report.facts if _table(fact) == title])
    )


def shown(value: Value, most: int = _LONGEST) -> str:
    """Return a value as a reader sees it; "" where it is absent."""
    if isinstance(value, Known):
        return clip(_plain(value.value), most)
    if isinstance(value, Unknown):
        return f"not known: {clip(value.text, most)}" if value.text else "not known"
    return ""


def _table(fact: Fact) -> str:
    use = USES.get(fact.kind)
    if use is None or (fact.kind == "data-path" and fact.known("split") == "cut"):
        return ""  # a key that cuts one source into splits names no data
    return use.table


def _rows(facts: Iterable[Fact]) -> Iterator[Row]:
    named: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        named.setdefault(_name(fact, USES[fact.kind]), []).append(fact)
    for name, because in sorted(named, key=lambda key: _rank(named[key], key[1])):
        own = sorted(named[name, because], key=lambda fact: fact.scope != "source")
        scope = "" if own[0].scope == "source" else own[0].scope
        told = dict.fromkeys(_told(fact, USES[fact.kind]) for fact in own)
        yield Row(name=name, because=because, scope=scope, told=some(told, _MOST_TOLD))


def _rank(facts: Sequence[Fact], because: str) -> tuple[bool, bool]:
    """Return what sorts rows: the program's own first, then those with a known name."""
    return all(fact.scope != "source" for fact in facts), bool(because)


def _name(fact: Fact, use: Use) -> tuple[str, str]:
    """Return what a fact is about, and why that is not known."""
    value = fact.get(use.name)
    if isinstance(value, Unknown):
        return shown(value), clip(value.because, _LONGEST) or "it is decided elsewhere"
    if fact.kind == "data-use" and fact.known("object"):
        return shown(fact.get("object")), "not traced to a dataset"
    return shown(value) or "not named", ""


def _told(fact: Fact, use: Use) -> Told:
    lead = shown(fact.get(use.lead), _DETAIL) if use.lead else ""
    text = f"{use.word}{_JOINED.get(use.word[-3:], ': ')}{lead}" if lead else use.word
    details = {
        value: value if name in BARE else f"{name.replace('_', ' ')} {value}"
        for name in use.details
        if (value := shown(fact.get(name), _DETAIL))
    }
    return Told(f"{text} ({', '.join(details.values())})" if details else text, spot(fact.place))


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    if isinstance(value, (tuple, list)):
        return ", ".join(str(each) for each in value[:8])
    return str(value)
