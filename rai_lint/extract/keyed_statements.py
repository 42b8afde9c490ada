"""What the keys of a card in JSON or YAML state: scores, datasets, licences, training settings."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.card_tables import number
from rai_lint.extract.facts import Writer
from rai_lint.extract.hyperparameter_lines import Line, LineReader, Scope
from rai_lint.extract.licence_texts import licence_value
from rai_lint.extract.mentions import is_name
from rai_lint.extract.phrases import any_match
from rai_lint.extract.split_words import split_named, without_split
from rai_lint.extract.tree import Items, Keys, Node, Scalar, number_of, text_of
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.value import Known, Plain
from rai_lint.model.vocabulary import normal

_METRICS = frozenset({"performancemetrics", "metrics", "evaluation", "results", "performance"})
_DATASETS = frozenset({"datasets", "dataset", "data", "trainingdata", "trainingdatasets"})
_LICENCES = frozenset({"licenses", "licences", "license", "licence"})
_MAX_ITEMS = 200


def metric_facts(key: str, node: Node, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield scores: a list of things with `type` and `value`, or metrics with their numbers."""
    if normal(key) not in _METRICS:
        return
    words, table = knowledge.table("document-words"), knowledge.table("metrics")
    for item in node.items[:_MAX_ITEMS] if isinstance(node, Items) else ():
        name = _named(item, "type", "name", "metric")
        if isinstance(item, Keys) and name:
            yield from _score(name, item.get("value"), _named(item, "slice"), writer, knowledge)
    for name, value in node.pairs[:_MAX_ITEMS] if isinstance(node, Keys) else ():
        if table.find(without_split(name.replace("_", " "), words)) is not None:
            yield from _score(name, value, "", writer, knowledge)


def _score(
    name: str, node: Node | None, slice_: str, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    words = knowledge.table("document-words")
    value = number_of(node)
    value = number(text_of(node) or "") if value is None else value
    if value is None or node is None:
        return
    yield writer.fact(
        "card-metric",
        node.line,
        name=without_split(name.replace("_", " "), words),
        raw=name,
        value=value,
        printed=str(node.value) if isinstance(node, Scalar) else "",
        slice="" if any_match(words, "overall", slice_) else slice_,
        split=split_named(name.replace("_", " "), words),
        stated_in="metadata",
        negated=False,
    )


def dataset_facts(key: str, node: Node, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the datasets that a card lists, by name."""
    if normal(key) not in _DATASETS:
        return
    words = knowledge.table("document-words")
    for item in node.items[:_MAX_ITEMS] if isinstance(node, Items) else (node,):
        name = _named(item, "name", "ref", "id") or text_of(item) or ""
        if is_name(name, words):
            yield writer.fact(
                "card-dataset",
                item.line,
                id=name,
                raw=name,
                role="training",
                stated_in="metadata",
                negated=False,
            )


def licence_facts(key: str, node: Node, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the licences of the model, by identifier or name."""
    if normal(key) not in _LICENCES:
        return
    for item in node.items[:_MAX_ITEMS] if isinstance(node, Items) else (node,):
        inner = item.get("license") if isinstance(item, Keys) else None
        raw = _named(inner or item, "identifier", "id", "name") or text_of(item) or ""
        if raw:
            value = licence_value(raw, knowledge)
            yield writer.fact(
                "licence", item.line, id=value, raw=raw, covers="model", stated_in="metadata"
            )


def hyperparameter_facts(
    key: str, node: Node, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the settings of the training that stand under a key about it."""
    words = knowledge.table("document-words")
    if not isinstance(node, Keys) or not any_match(words, "hyperparameter-section", key):
        return
    reader = LineReader(knowledge.table("hyperparameters"), words)
    scope = Scope(training=True, adapter=any_match(words, "adapter", key))
    for name, value in node.pairs[:_MAX_ITEMS]:
        shown: Plain = value.value if isinstance(value, Scalar) else None
        if shown is None or isinstance(shown, bool):
            continue
        for found in reader.read(Line(f"{name}: {shown}", value.line, "metadata"), scope):
            number_given = isinstance(shown, (int, float))
            yield writer.fact(
                "card-hyperparameter",
                value.line,
                name=found.name,
                raw=name,
                value=Known(shown) if number_given else found.printed.value,
                printed=found.printed.text,
                stated_in="metadata",
            )


def _named(node: Node | None, *keys: str) -> str:
    if not isinstance(node, Keys):
        return ""
    return next((text for key in keys if (text := text_of(node.get(key)))), "")
