"""The facts of a card: what its front matter, sections, tables and prose say."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.card_datasets import dataset_facts
from rai_lint.extract.card_fields import field_facts
from rai_lint.extract.card_metrics import metric_facts
from rai_lint.extract.card_names import base_model_facts, language_facts
from rai_lint.extract.card_sections import section_facts
from rai_lint.extract.cards import Card
from rai_lint.extract.claims import claim_facts
from rai_lint.extract.facts import Writer
from rai_lint.extract.front_matter import FrontMatter, strings, text_at
from rai_lint.extract.hyperparameters import hyperparameter_facts
from rai_lint.extract.populations import population_facts
from rai_lint.extract.prose_licences import licence_facts
from rai_lint.extract.sections import Outline
from rai_lint.extract.versions import version_facts
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source
from rai_lint.model.value import Known, Unknown, Value

_KINDS = {"model": "model-card", "dataset": "dataset-card", "datasheet": "datasheet"}
_COVERS = {"model": "model", "dataset": "data", "datasheet": "data"}


def card_facts(
    source: Source,
    card: Card,
    front_matter: FrontMatter | None,
    outlined: Outline,
    knowledge: Knowledge,
) -> Iterator[Fact]:
    """Yield the facts of a card: the card itself first, then what it states, and its claims."""
    yield _card(source, card, front_matter, outlined)
    writer = Writer(source, card.kind)
    if front_matter is not None:
        yield from field_facts(front_matter, writer, knowledge)
        yield from _stated_licences(front_matter, writer, knowledge)
    yield from section_facts(outlined, writer, knowledge)
    yield from dataset_facts(outlined, front_matter, writer, knowledge)
    if card.kind == "model":
        yield from base_model_facts(outlined, front_matter, writer, knowledge)
        if knowledge.asks("card-population"):
            yield from population_facts(outlined, writer, knowledge)
        yield from metric_facts(outlined, front_matter, writer, knowledge)
        if knowledge.asks("card-hyperparameter"):
            yield from hyperparameter_facts(outlined, writer, knowledge)
        yield from version_facts(outlined, writer)
    yield from language_facts(outlined, front_matter, writer, knowledge)
    yield from licence_facts(outlined, writer, knowledge)
    if knowledge.asks("card-claim"):
        yield from claim_facts(outlined, writer, knowledge)


def _card(source: Source, card: Card, front_matter: FrontMatter | None, outlined: Outline) -> Fact:
    title = card.title
    if front_matter is not None and outlined.title is None:
        named = (text_at(front_matter.tree, key) for key in ("pretty_name", "model_name", "title"))
        title = next((name for name in named if name), title)
    line = outlined.title.line if outlined.title is not None and front_matter is None else 1
    return Writer(source).fact(
        _KINDS[card.kind],
        line,
        id=title,
        format="markdown",
        has_metadata=front_matter is not None,
        template=card.template,
        generated=card.generated,
        words=card.words,
    )


def _stated_licences(
    front_matter: FrontMatter, writer: Writer, knowledge: Knowledge
) -> Iterator[Fact]:
    """Yield the licences of the front matter; `other` is what `license_name` says, if known."""
    table = knowledge.table("licences")
    named = text_at(front_matter.tree, "license_name")
    for key in ("license", "licenses"):
        for item in strings(front_matter.get(key)):
            term = table.find(item.value)
            other = table.find(named) if named and term is not None and term.id == "other" else None
            value: Value = Unknown(item.value[:200], "it is no licence id of the Hub or SPDX")
            if term is not None:
                value = Known((other or term).id)
            yield writer.fact(
                "licence",
                item.line,
                id=value,
                raw=named if term is not None and term.id == "other" and named else item.value,
                covers=_COVERS[writer.card_kind],
                stated_in="metadata",
            )
