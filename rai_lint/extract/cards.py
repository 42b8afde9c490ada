"""Is this document a card? Templates, and documentation about cards, are none."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct

from rai_lint.extract.blocks import Block
from rai_lint.extract.front_matter import FrontMatter
from rai_lint.extract.phrases import any_match
from rai_lint.extract.readme_cards import acts_as_dataset_card, acts_as_model_card, documents_code
from rai_lint.extract.section_state import plain_text, state_of
from rai_lint.extract.sections import RUN_IN, Outline
from rai_lint.extract.tree import Items, Keys, Node, Scalar
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source
from rai_lint.model.vocabulary import Table

CardKind = Literal["model", "dataset", "datasheet"]

_FILES: tuple[tuple[str, CardKind], ...] = (
    ("datasheet", "datasheet"),
    ("dataset", "dataset"),
    ("model", "model"),
)
#: Headings that together make a README a card: what it is for, and where it fails.
_PURPOSE = frozenset({"intended-use", "out-of-scope-use"})
_CAUTION = frozenset({"limitations", "bias-risks", "ethical-considerations", "out-of-scope-use"})
_MODEL = frozenset({"model-details", "training-data", "training-procedure", "evaluation"})
_DATASET = frozenset({"data-collection", "annotations", "personal-data"})
_JINJA_LIMIT = 3
#: What a program fills in; one of them in a file that is named a template is enough.
_BLANK = "{{"
_MIN_DATASET_HEADINGS = 2
_MAX_TEXT = 200_000


class Card(Struct, frozen=True):
    """What sort of card a document is, its title, and the template it shows traces of."""

    kind: CardKind
    title: str
    template: str
    generated: bool
    words: int


#: A template that is filled in answers at least so many headings, and such a share of them.
_MIN_ANSWERS = 4
_MOST = 0.75

#: Folders that a trainer writes while it runs, each with a draft of the card.
_SNAPSHOT = regex(r"(?:^|/)checkpoint-\d+/")


def identify(
    source: Source,
    front_matter: FrontMatter | None,
    blocks: tuple[Block, ...],
    outlined: Outline,
    knowledge: Knowledge,
) -> Card | None:
    """Return what card a document is, or None."""
    signs = knowledge.table("card-signs")
    text = plain_text(blocks)[:_MAX_TEXT]
    title = _title(outlined)
    if _SNAPSHOT.search(source.path):
        return None
    about = any_match(signs, "about-cards", title) or any_match(signs, "about-file", source.path)
    if about or _has_blanks(front_matter) or _is_template(source, text, outlined, knowledge):
        return None
    kind = _by_file(source, signs) if text.strip() or front_matter else None
    if kind is None and _is_readme(source, signs):
        kind = _by_metadata(front_matter, title, outlined, knowledge)
        kind = kind or _by_headings(title, outlined, knowledge)
        kind = kind or _for_want_of_one(source, front_matter, title, outlined, knowledge)
    if kind is None:
        return None
    template = _template(outlined, text, signs)
    comments = "\n".join(block.text for block in blocks if block.kind == "comment")
    generated = any_match(signs, "generated", f"{text}\n{comments}")
    return Card(kind, title, template, generated, len(text.split()))


def _title(outlined: Outline) -> str:
    if outlined.title is not None:
        return outlined.title.heading
    headed = [section for section in outlined.sections if 0 < section.level < RUN_IN]
    return headed[0].heading if headed else ""


def _is_template(source: Source, text: str, outlined: Outline, knowledge: Knowledge) -> bool:
    signs = knowledge.table("card-signs")
    named = any_match(signs, "template-file", source.path)
    filled = source.scope == "source" and _filled_in(outlined, knowledge)
    if named and (_BLANK in text or not filled):
        return True
    term = signs.ids.get("jinja")
    return (
        term is not None
        and text.count("{{") + text.count("{%") >= _JINJA_LIMIT
        and any_match(signs, "jinja", text)
    )


def _has_blanks(front_matter: FrontMatter | None) -> bool:
    """Say whether values of the metadata are names in braces, for people to fill in."""
    tree = front_matter.tree if front_matter is not None else None
    values = [node for _, node in tree.pairs] if tree is not None else []
    listed = [item for node in values if isinstance(node, Items) for item in node.items]
    return sum(_is_blank(node) for node in (*values, *listed)) >= _JINJA_LIMIT


def _is_blank(node: Node) -> bool:
    """Say whether a value is `{name}`, which YAML reads as a mapping of a name to nothing."""
    if not isinstance(node, Keys) or len(node.pairs) != 1:
        return False
    inner = node.pairs[0][1]
    return isinstance(inner, Scalar) and inner.value is None


def _filled_in(outlined: Outline, knowledge: Knowledge) -> bool:
    """Say whether a template was filled in under its old name: most headings have an answer."""
    headed = [section for section in outlined.sections if section.level > 0 and not section.title]
    states = [state_of(section.blocks, knowledge) for section in headed]
    answered = sum(state == "substantive" for state in states)
    return answered >= _MIN_ANSWERS and answered >= len(states) * _MOST


def may_be_card(source: Source, knowledge: Knowledge) -> bool:
    """Say whether a file's name leaves it open that it is a card."""
    signs = knowledge.table("card-signs")
    return _by_file(source, signs) is not None or _is_readme(source, signs)


def _by_file(source: Source, signs: Table) -> CardKind | None:
    """Return the kind that a file is named for; in documentation its folder says nothing."""
    name = PurePosixPath(source.path).name
    folder = source.path if source.scope == "source" else name
    for sign, kind in _FILES:
        if any_match(signs, f"{sign}-file", name) or any_match(signs, f"{sign}-file", folder):
            return kind
    return None


def _is_readme(source: Source, signs: Table) -> bool:
    """Only READMEs outside of documentation and tests may be cards by what they contain."""
    readme = any_match(signs, "readme-file", PurePosixPath(source.path).name)
    return readme and source.scope not in {"docs", "test", "vendored"}


def _by_metadata(
    front_matter: FrontMatter | None, title: str, outlined: Outline, knowledge: Knowledge
) -> CardKind | None:
    if front_matter is None or front_matter.tree is None:
        return None
    kinds = Counter(_key_kind(key, knowledge) for key in front_matter.keys)
    marked = any(_is_mark(key, knowledge) for key in front_matter.keys)
    if kinds["space"] or (kinds["unknown"] and not marked):
        return None
    if kinds["model"] != kinds["dataset"]:
        return "model" if kinds["model"] > kinds["dataset"] else "dataset"
    if not kinds["either"] and not kinds["model"]:
        return None
    signs = knowledge.table("card-signs")
    about_data = any_match(signs, "dataset-title", title) or any_match(
        signs, "dataset-subject", title
    )
    return "dataset" if about_data or _dataset_headings(outlined) else "model"


def _is_mark(key: str, knowledge: Knowledge) -> bool:
    """Say whether only cards have the key, and no page of a site generator."""
    term = knowledge.table("hub-values").ids.get(key.casefold())
    return term is not None and bool(term.values.get("marks"))


def _key_kind(key: str, knowledge: Knowledge) -> str:
    """Return whose key it is: `model`, `dataset`, `either`, `space`, or `unknown`."""
    term = knowledge.table("hub-values").ids.get(key.casefold())
    owners = term.values.get("for") if term else None
    if not isinstance(owners, (tuple, list)):
        return "unknown"
    if "model" in owners:
        return "either" if "dataset" in owners else "model"
    if "dataset" in owners:
        return "dataset"
    return "space" if _is_mark(key, knowledge) else "unknown"


def _by_headings(title: str, outlined: Outline, knowledge: Knowledge) -> CardKind | None:
    """Return the kind that title and headings show together; a word in the title is not enough."""
    signs = knowledge.table("card-signs")
    ids = _heading_ids(outlined)
    caution, purpose = bool(ids & _CAUTION), bool(ids & _PURPOSE)
    if any_match(signs, "datasheet-title", title) and (ids & _DATASET or caution or purpose):
        return "datasheet"
    if any_match(signs, "dataset-title", title) and (ids & _DATASET or caution or purpose):
        return "dataset"
    if any_match(signs, "model-title", title) and (ids & _MODEL or caution or purpose):
        return "model"
    about_data = any_match(signs, "dataset-subject", title)
    if _dataset_headings(outlined) and (about_data or caution):
        return "dataset"
    words = knowledge.table("document-words")
    if about_data or any_match(words, "not-one-model", title) or documents_code(outlined, words):
        return None
    return "model" if purpose and caution and ids & _MODEL else None


def _for_want_of_one(
    source: Source,
    front_matter: FrontMatter | None,
    title: str,
    outlined: Outline,
    knowledge: Knowledge,
) -> CardKind | None:
    """Return the kind of a README that acts as a card; a page with front matter is none."""
    if front_matter is not None or source.scope != "source":
        return None
    if acts_as_dataset_card(outlined, title, knowledge):
        return "dataset"
    return "model" if acts_as_model_card(source, outlined, title, knowledge) else None


def _heading_ids(outlined: Outline) -> set[str]:
    return {name for section in outlined.sections if section.level < RUN_IN for name in section.ids}


def _dataset_headings(outlined: Outline) -> bool:
    return len(_heading_ids(outlined) & _DATASET) >= _MIN_DATASET_HEADINGS


def _template(outlined: Outline, text: str, signs: Table) -> str:
    headings = [section.heading for section in outlined.sections if section.heading]
    if any_match(signs, "otdi", text):
        return "otdi"
    for name in ("hf", "google"):
        if any(any_match(signs, name, heading) for heading in headings):
            return name
    return "none"
