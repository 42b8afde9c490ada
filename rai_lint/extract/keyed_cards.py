"""Model cards as JSON or YAML: model-card-toolkit, CycloneDX, and files named like a card.

Keys are read as headings are: `considerations.use_cases` is a section on the intended use.
https://github.com/tensorflow/model-card-toolkit (schema 0.0.2);
https://cyclonedx.org/docs/1.6/json/ (`components[].modelCard`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from rai_lint.extract.blocks import Block
from rai_lint.extract.config import read_tree
from rai_lint.extract.facts import Writer
from rai_lint.extract.headings import Headings
from rai_lint.extract.headings import headings as headings_of
from rai_lint.extract.keyed_statements import dataset_facts, licence_facts, metric_facts
from rai_lint.extract.keyed_statements import hyperparameter_facts as settings
from rai_lint.extract.phrases import any_match, word_count
from rai_lint.extract.section_state import state_of
from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError, text_of
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source
from rai_lint.model.vocabulary import normal

_MARKS = (
    frozenset({"modeldetails", "considerations"}),
    frozenset({"modeldetails", "modelparameters"}),
    frozenset({"modeldetails", "quantitativeanalysis"}),
)
#: Sections that documents of any kind have: a file with no others is no card.
_OF_ANYTHING = frozenset(
    ("citation", "contact", "how-to-use", "licence", "maintenance", "model-details", "other")
)
_MAX_DEPTH = 4
_MAX_FACTS = 500
_MAX_TEXT = 4_000
_MAX_COMPONENTS = 200
_MIN_SECTIONS = 3
_WORDS = regex(r"(?<=[a-z0-9])(?=[A-Z])|[_-]+")


def extract_keyed_card(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the card, its sections, metrics, datasets, licences and settings of the training."""
    signs = knowledge.table("card-signs")
    if source.scope in {"test", "vendored"} or any_match(signs, "template-file", source.path):
        return Extraction()
    named = any_match(signs, "model-keys-file", PurePosixPath(source.path).name)
    if not (named or "modelCard" in text or "model_details" in text):
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    facts: list[Fact] = []
    for root in documents[:1]:
        if isinstance(root, Keys):
            for title, card in _cards(root, knowledge, named=named):
                facts.extend(_facts(source, title, card, knowledge))
    return Extraction(facts=tuple(facts[:_MAX_FACTS]))


def spoken(key: str) -> str:
    """Return a key as words: `useCases` and `use_cases` are `use cases`."""
    return " ".join(_WORDS.sub(" ", key).split())


def _cards(root: Keys, knowledge: Knowledge, *, named: bool) -> Iterator[tuple[Node | None, Keys]]:
    """Yield the cards of a file with what names each."""
    keys = {normal(key) for key, _ in root.pairs}
    components = root.get("components")
    if text_of(root.get("bomFormat")) == "CycloneDX" and isinstance(components, Items):
        for part in components.items[:_MAX_COMPONENTS]:
            if isinstance(part, Keys) and isinstance(part.get("modelCard"), Keys):
                yield part.get("name"), part
        return
    headings = headings_of(knowledge)
    known = [headings.exact(spoken(key)) for key, _ in root.pairs]
    of_models = {name for names in known for name in names} - _OF_ANYTHING
    sections = sum(map(bool, known)) >= _MIN_SECTIONS and len(of_models) > 1
    if any(mark <= keys for mark in _MARKS) or (named and sections):
        details = root.get("model_details")
        name = details.get("name") if isinstance(details, Keys) else None
        yield name or root.get("name") or root.get("model_name"), root


def _facts(source: Source, title: Node | None, card: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    yield Writer(source).fact(
        "model-card",
        card.line,
        id=text_of(title) or PurePosixPath(source.path).stem,
        format=PurePosixPath(source.path).suffix.lstrip(".").lower(),
        has_metadata=True,
        template="none",
        generated=False,
        words=word_count(_text(card)),
    )
    writer = Writer(source, "model")
    headings = headings_of(knowledge)
    yield from _sections(card, headings, writer, knowledge, depth=0)
    for key, node in _walk(card, depth=0):
        yield from metric_facts(key, node, writer, knowledge)
        yield from dataset_facts(key, node, writer, knowledge)
        yield from licence_facts(key, node, writer, knowledge)
        yield from settings(key, node, writer, knowledge)


def _walk(node: Keys, *, depth: int) -> Iterator[tuple[str, Node]]:
    """Yield the keys of mappings within mappings, as words, each with its value."""
    for key, value in node.pairs:
        yield spoken(key), value
        if isinstance(value, Keys) and depth < _MAX_DEPTH:
            yield from _walk(value, depth=depth + 1)


def _sections(
    node: Keys, headings: Headings, writer: Writer, knowledge: Knowledge, *, depth: int
) -> Iterator[Fact]:
    for key, value in node.pairs:
        ids = headings.exact(spoken(key))
        text = _text(value)
        state = state_of((Block(kind="paragraph", line=value.line, text=text),), knowledge)
        for name in ids:
            yield writer.fact(
                "card-section",
                value.line,
                id=name,
                heading=key,
                words=word_count(text),
                text=text[:_MAX_TEXT],
                state=state,
                optional=False,
            )
        if isinstance(value, Keys) and depth < _MAX_DEPTH:
            yield from _sections(value, headings, writer, knowledge, depth=depth + 1)


def _text(node: Node) -> str:
    """Return the texts and numbers below a node, one a line."""
    found: list[str] = []
    stack: list[Node] = [node]
    size = 0
    while stack and size < _MAX_TEXT:
        current = stack.pop()
        if isinstance(current, Scalar):
            if current.value is not None:
                found.append(str(current.value))
                size += len(found[-1])
        elif isinstance(current, Items):
            stack.extend(reversed(current.items))
        else:
            stack.extend(value for _, value in reversed(current.pairs))
    return "\n".join(found)
