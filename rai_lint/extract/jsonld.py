"""Croissant: dataset metadata as JSON-LD, read as a card of the dataset.

The properties are those of https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from rai_lint.extract.config import read_tree
from rai_lint.extract.croissant_fields import canonical, problem_of
from rai_lint.extract.croissant_files import file_facts
from rai_lint.extract.licence_field import Statement, licence_fact
from rai_lint.extract.licence_texts import licence_value
from rai_lint.extract.section_state import is_placeholder
from rai_lint.extract.tree import Items, Keys, Node, Scalar, TreeError, scalars, text_of
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Skipped, Source
from rai_lint.model.value import Known, Plain, Value

_MAX_FIELDS = 500
_MAX_ALIASES = 500
_MAX_TEXT = 5000
_MARK = "mlcommons.org/croissant"


def extract_jsonld(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the card, its fields and licences of a Croissant file; of other JSON-LD, nothing."""
    marked = _MARK in text
    if not marked and source.kind != "jsonld":
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError as error:
        if source.kind != "jsonld":
            return Extraction()  # the configuration extractor says so
        because = Skipped(source.path, str(error), source.kind, source.scope)
        return Extraction(skipped=(because,))
    root = documents[0] if documents else None
    if not marked or not isinstance(root, Keys) or not _is_dataset(root):
        return Extraction()
    root = _named_in_full(root)
    fields = islice(_fields(root), _MAX_FIELDS)
    facts = [_card(source, root), *(_field(source, found, knowledge) for found in fields)]
    facts += [*_licences(source, root, knowledge), *file_facts(source, root)]
    return Extraction(facts=tuple(facts))


def _is_dataset(root: Keys) -> bool:
    kinds = (text_of(kind) or "" for kind in scalars(root.get("@type")))
    return any(kind.rsplit("/", 1)[-1].rsplit(":", 1)[-1] == "Dataset" for kind in kinds)


def _named_in_full(root: Keys) -> Keys:
    """Return the description with the names that its context gives a meaning: `rai:dataBiases`."""
    context = root.get("@context")
    aliases: dict[str, str] = {}
    for part in context.items if isinstance(context, Items) else (context,):
        for key, node in part.pairs[:_MAX_ALIASES] if isinstance(part, Keys) else ():
            meant = text_of(node.get("@id") if isinstance(node, Keys) else node)
            if meant and ":" in meant and ":" not in key and not key.startswith("@"):
                aliases[key] = meant
    pairs = tuple((aliases.get(key, key), node) for key, node in root.pairs)
    return replace(root, pairs=pairs)


def _card(source: Source, root: Keys) -> Fact:
    named = {canonical(key): node for key, node in root.pairs}
    fields: dict[str, Value] = {
        "id": Known(text_of(named.get("name")) or ""),
        "format": Known("croissant"),
        "has_metadata": Known(value=True),
        "generated": Known(value=False),
        "words": Known(len((text_of(named.get("description")) or "").split())),
    }
    line = named["name"].line if "name" in named else root.line
    return Fact(kind="croissant", place=Place(source.path, line), fields=fields, scope=source.scope)


def _fields(root: Keys) -> Iterator[tuple[str, Plain, int]]:
    """Yield each property: its canonical dotted name, its value in short, and its line.

    Of `distribution` and `recordSet` the elements follow, with what describes them but no data.
    """
    for key, node in root.pairs:
        if not canonical(key).startswith("@"):
            yield canonical(key), _short(node), node.line
    for key, node in root.pairs:
        if canonical(key) in ("distribution", "recordSet"):
            yield from _parts(canonical(key), node)


def _parts(name: str, node: Node) -> Iterator[tuple[str, Plain, int]]:
    for position, part in enumerate(node.items if isinstance(node, Items) else (node,)):
        for key, value in part.pairs if isinstance(part, Keys) else ():
            inner = canonical(key)
            if inner in ("data", "examples"):
                continue
            yield f"{name}.{position}.{inner}", _short(value), value.line
            if inner == "field":
                yield from _parts(f"{name}.{position}.field", value)


def _short(node: Node) -> Plain:
    """Return text and numbers as they are, lists as a tuple, and things by their name or id."""
    if isinstance(node, Scalar):
        return node.value[:_MAX_TEXT] if isinstance(node.value, str) else node.value
    if isinstance(node, Items):
        return tuple(_short(item) for item in node.items[:100])
    names = [node.get(key) for key in ("name", "@id", "url", "@value")]
    names += [value for key, value in node.pairs if key != "@type"]
    return next((text[:_MAX_TEXT] for text in map(text_of, names) if text), "")


def _field(source: Source, found: tuple[str, Plain, int], knowledge: Knowledge) -> Fact:
    name, value, line = found
    problem = problem_of(name, value) or _left_open(name, value, knowledge)
    fields: dict[str, Value] = {
        "card": Known(source.path),
        "card_kind": Known("dataset"),
        "name": Known(name),
        "value": Known(value),
        "valid": Known(not problem),
    }
    if problem:
        fields["problem"] = Known(problem)
    place = Place(source.path, line)
    return Fact(kind="card-field", place=place, fields=fields, scope=source.scope)


def _left_open(name: str, value: Plain, knowledge: Knowledge) -> str:
    """Return that a property of the dataset holds nothing but what a template left."""
    values = value if isinstance(value, tuple) else (value,)
    table = knowledge.table("placeholders")
    open_ones = [isinstance(one, str) and is_placeholder(one, table) for one in values]
    return "a placeholder" if "." not in name and open_ones and all(open_ones) else ""


def _licences(source: Source, root: Keys, knowledge: Knowledge) -> Iterator[Fact]:
    for key, node in root.pairs:
        if canonical(key) != "license":
            continue
        for one in node.items if isinstance(node, Items) else (node,):
            text = str(_short(one))
            value = licence_value(text, knowledge)
            said = Statement(text, one.line, covers="data", stated_in="metadata")
            fact = licence_fact(source, value, said)
            card: dict[str, Value] = {"card": Known(source.path), "card_kind": Known("dataset")}
            yield replace(fact, fields={**fact.fields, **card})
