"""What flows from data to models to cards, as far as it was followed: nodes and arrows.

Only what facts say is an arrow. Where the code uses data that could not be traced, there is a node
that says so, and where a model is trained and no card describes it, one that says that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from rai_lint.model.fact import Fact
from rai_lint.model.report import Report
from rai_lint.model.value import Known, Unknown
from rai_lint.model.vocabulary import normal
from rai_lint.report.page.spots import clip, spot

#: Nodes of one column; a picture of more is read by nobody.
MOST = 8
_LONGEST = 120
_SHORT = 30
#: The program itself; where it has no data and no models, its examples.
_SCOPES = ("source", "example")
_PURPOSES = ("train", "select", "evaluate")
_CARDS = 2
_Key = tuple[int, str, str]


class Node(Struct, frozen=True):
    """A thing: its column (0 data, 1 models, 2 cards), its name, and a word on it.

    `open` says that it is not known, or not there.
    """

    column: int
    name: str
    word: str = ""
    open: bool = False

    def key(self) -> _Key:
        """Return what tells things apart: what is not known, also by the word on it."""
        if self.open:
            return (self.column, self.name, self.word)
        return (
            self.column,
            (normal(self.name) or self.name) if self.column == 0 else self.name,
            "",
        )


class Arrow(Struct, frozen=True):
    """What leads from one thing to another, and where it shows; nodes by their numbers."""

    start: int
    end: int
    word: str
    where: str


class Flow(Struct, frozen=True):
    """Nodes and arrows, those nodes that have none, and how many of each column are left out.

    `scope` is the part of the repository that it is about.
    """

    nodes: tuple[Node, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    alone: tuple[Node, ...] = ()
    more: tuple[int, int, int] = (0, 0, 0)
    scope: str = "source"


class _Link(Struct, frozen=True):
    """An arrow between nodes themselves: a word, or a purpose of data."""

    start: Node
    end: Node
    word: str
    where: str
    purpose: str = ""


def flow(report: Report) -> Flow:
    """Return the picture of a report; without data and models it has no nodes."""
    for scope in _SCOPES:
        found = _flow([fact for fact in report.facts if fact.scope == scope], scope)
        if any(node.column < _CARDS for node in found.nodes):
            return found
    return Flow()


def _flow(facts: Sequence[Fact], scope: str) -> Flow:
    links = [*_uses(facts), *_described(facts)]
    linked = (node for link in links for node in (link.start, link.end))
    nodes: dict[_Key, Node] = {}
    for node in (*linked, *_alone(facts)):
        known = nodes.setdefault(node.key(), node)
        if node.word and not known.word:
            nodes[node.key()] = node
    columns = [[node for node in nodes.values() if node.column == column] for column in range(3)]
    kept = [node for column in columns for node in column[:MOST]]
    numbers = {node.key(): number for number, node in enumerate(kept)}
    arrows = tuple(_arrows(links, numbers))
    ends = {end for each in arrows for end in (each.start, each.end)}
    alone = tuple(node for number, node in enumerate(kept) if number not in ends)
    data, models, cards = (max(0, len(column) - MOST) for column in columns)
    return Flow(tuple(kept), arrows, alone, (data, models, cards), scope)


def _arrows(links: Iterable[_Link], numbers: Mapping[_Key, int]) -> Iterator[Arrow]:
    """Yield the arrows between the nodes that are kept, one for each two of them."""
    between: dict[tuple[int, int], list[_Link]] = {}
    for link in links:
        ends = numbers.get(link.start.key()), numbers.get(link.end.key())
        if ends[0] is not None and ends[1] is not None:
            between.setdefault((ends[0], ends[1]), []).append(link)
    for (start, end), found in between.items():
        yield Arrow(start, end, _word(found), found[0].where)


def _word(links: Sequence[_Link]) -> str:
    """Return what several links between the same things say, in one breath."""
    purposes = [word for word in _PURPOSES if any(link.purpose == word for link in links)]
    if not purposes:
        return links[0].word
    head = ", ".join(purposes[:-1])
    return f"is used to {head} and {purposes[-1]}" if head else f"is used to {purposes[-1]}"


def _uses(facts: Sequence[Fact]) -> Iterator[_Link]:
    """Yield what data are used for: a training or an evaluation of a model."""
    named = _named_in_cards(facts)
    for fact in facts:
        if fact.kind == "data-use":
            purpose = str(fact.known("purpose"))
        elif fact.kind == "model-train" and isinstance(fact.get("dataset"), Known):
            purpose = "train"
        else:
            continue
        if purpose in _PURPOSES:
            yield _Link(_data(fact, named), _model(fact), "", spot(fact.place), purpose)


def _data(fact: Fact, named: dict[str, str]) -> Node:
    value = fact.get("dataset")
    if isinstance(value, Known):
        name = clip(str(value.value), _LONGEST)
        return Node(0, name, _in_card(name, named))
    text = value.text if isinstance(value, Unknown) else str(fact.known("object") or "")
    return Node(0, clip(text, _LONGEST) or "data", "not traced to a dataset", open=True)


def _model(fact: Fact) -> Node:
    value = fact.get("model")
    if isinstance(value, Known):
        return Node(1, clip(str(value.value), _LONGEST))
    path = fact.place.path
    short = path if len(path) <= _SHORT else "…" + path[-_SHORT:]
    return Node(1, "a model without a name", f"in {short}", open=True)


def _described(facts: Sequence[Fact]) -> Iterator[_Link]:
    """Yield which card describes a model that is trained: the one of its unit."""
    cards = {fact.unit: fact for fact in reversed(facts) if _is_card(fact, "model-card")}
    for fact in facts:
        if fact.kind != "model-train":
            continue
        card = cards.get(fact.unit)
        end = (
            _card(card) if card else Node(2, "no model card", "none was found beside it", open=True)
        )
        yield _Link(_model(fact), end, "is described by" if card else "has", spot(fact.place))


def _alone(facts: Iterable[Fact]) -> Iterator[Node]:
    """Yield data, models and cards of which it is not known what they flow into."""
    facts = [*facts]
    named = _named_in_cards(facts)
    for fact in facts:
        value = fact.known("id")
        name = clip(str(value), _LONGEST) if isinstance(value, str) else ""
        if fact.kind == "dataset-load" and name:
            yield Node(0, name, _in_card(name, named))
        elif fact.kind in ("model-load", "llm-call") and name and _is_model(fact):
            yield Node(1, name)
        elif fact.kind == "data-write" and fact.known("destination"):
            yield _written(fact)
        elif fact.kind == "card-dataset" and name and fact.known("negated") is not True:
            yield Node(0, name, _in_card(name, named))
        elif any(_is_card(fact, kind) for kind in ("model-card", "dataset-card", "datasheet")):
            yield _card(fact)


def _written(fact: Fact) -> Node:
    """Return the node of data that the repository writes, with what they are made from."""
    named = (fact.known("generators"), fact.known("sources"))
    made = [str(name) for names in named if isinstance(names, tuple) for name in names]
    word = f"made from {clip(made[0], _LONGEST)}" if made else "written here"
    return Node(0, clip(str(fact.known("destination")), _LONGEST), word)


def _named_in_cards(facts: Iterable[Fact]) -> dict[str, str]:
    """Return the datasets that cards name, as they compare, with the path of the first card."""
    return {
        normal(str(fact.known("id"))): fact.place.path
        for fact in reversed([*facts])
        if fact.kind == "card-dataset" and fact.known("id") and fact.known("negated") is not True
    }


def _in_card(name: str, named: dict[str, str]) -> str:
    path = named.get(normal(name), "")
    return f"named in {clip(path, _LONGEST)}" if path else ""


def _is_model(fact: Fact) -> bool:
    return fact.known("part") in (None, "model")


def _is_card(fact: Fact, kind: str) -> bool:
    return fact.kind == kind and fact.known("format") != "code"


def _card(fact: Fact) -> Node:
    return Node(2, clip(fact.place.path, _LONGEST), fact.kind.replace("-", " "))
