"""Whether a README without front matter acts as the card of one model or dataset.

Most READMEs say how to run code. One acts as a card where its title and opening speak of one
model, where it says at least two things that only a card says, and where nothing shows that the
repository is a library, a course, a collection or an application, or has its card elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rai_lint.extract.blocks import Block
from rai_lint.extract.card_datasets import dataset_facts
from rai_lint.extract.card_metrics import metric_facts
from rai_lint.extract.card_names import base_model_facts
from rai_lint.extract.commands import commands
from rai_lint.extract.facts import Writer
from rai_lint.extract.hyperparameters import hyperparameter_facts
from rai_lint.extract.phrases import any_match
from rai_lint.extract.sections import RUN_IN, Outline
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.regex import regex
from rai_lint.model.source import Source
from rai_lint.model.vocabulary import Table

#: Programs that are run from one that is told with a model.
_MIN_RUNS = 2
_LABEL = regex(
    r"(?i)\W*(?:(?:released|trained|final|our|the) )?(?:models?|checkpoints?|weights)\W*"
)
_ON_HUB = regex(
    r"(?i)https?://(?:www\.)?huggingface\.co/"
    r"(?!(?:datasets|spaces|papers|blog|collections|docs)/)[\w.-]+/[\w.-]+"
)
_MIN_SAID = 2
_MIN_HEADINGS = 2
_MAX_PROJECT_HEADINGS = 1
_OPENING = 1_000
_CAUTION = frozenset(
    {"limitations", "bias-risks", "intended-use", "out-of-scope-use", "ethical-considerations"}
)


def acts_as_model_card(source: Source, outlined: Outline, title: str, knowledge: Knowledge) -> bool:
    """Say whether a README is the card of a model, for want of another."""
    words = knowledge.table("document-words")
    opening = _opening(outlined)
    if not any_match(words, "one-model", title) or _is_about_more(outlined, title, words):
        return False
    if any_match(words, "speaks-of-code", opening) or _trains_what_is_elsewhere(outlined):
        return False
    return any_match(words, "speaks-of-a-model", opening) and (
        sum(_said(source, outlined, knowledge)) >= _MIN_SAID
    )


def _trains_what_is_elsewhere(outlined: Outline) -> bool:
    """Say whether a README tells how to run the programs behind a model that is on the Hub.

    The model has its card there; what stands here is about the code.
    """
    blocks = [block for section in outlined.sections for block in section.blocks]
    named = any(
        _names_published(item.heading if item.level == RUN_IN else "", block)
        for item in outlined.sections
        for block in item.blocks
    )
    return named and sum(1 for _ in islice(commands(blocks), _MIN_RUNS)) == _MIN_RUNS


def _names_published(label: str, block: Block) -> bool:
    """Say whether a line, below a label if there is one, gives the model's address: "Model: …"."""
    links = (mark for mark in block.marks if mark.kind == "link")
    return any(
        _ON_HUB.match(link.target)
        and _LABEL.fullmatch(label + block.text[: link.start].rpartition("\n")[2]) is not None
        for link in links
    )


def acts_as_dataset_card(outlined: Outline, title: str, knowledge: Knowledge) -> bool:
    """Say whether a README is the card of a dataset, for want of another."""
    words, signs = knowledge.table("document-words"), knowledge.table("card-signs")
    if not any_match(signs, "dataset-subject", title) or _is_about_more(outlined, title, words):
        return False
    headed = [section for section in outlined.sections if 0 < section.level < RUN_IN]
    about = sum(any_match(words, "data-heading", section.heading) for section in headed)
    return about >= _MIN_HEADINGS and any_match(words, "speaks-of-a-dataset", _opening(outlined))


def _opening(outlined: Outline) -> str:
    """Return the title and the start of what follows, up to a thousand characters."""
    texts: list[str] = []
    for section in outlined.sections:
        texts.append(section.heading)
        texts.extend(block.text for block in section.blocks if block.kind in {"paragraph", "item"})
        if sum(map(len, texts)) > _OPENING:
            break
    return "\n".join(texts)[:_OPENING]


def _is_about_more(outlined: Outline, title: str, words: Table) -> bool:
    """Say whether it is about a project, or says that the card is elsewhere."""
    if any_match(words, "not-one-model", title):
        return True
    headed = [section for section in outlined.sections if 0 < section.level < RUN_IN]
    project = [item for item in headed if any_match(words, "project-heading", item.heading)]
    if len(project) > _MAX_PROJECT_HEADINGS:
        return True
    return documents_code(outlined, words) or any(
        _points_away(block, words) for item in outlined.sections for block in item.blocks
    )


def documents_code(outlined: Outline, words: Table) -> bool:
    """Say whether a README is the page of a package: its functions and classes have headings."""
    headed = [section for section in outlined.sections if 0 < section.level < RUN_IN]
    code = [item for item in headed if any_match(words, "code-heading", item.heading)]
    return len(code) > _MAX_PROJECT_HEADINGS


def _points_away(block: Block, words: Table) -> bool:
    texts = [block.text, *(mark.target for mark in block.marks if mark.kind == "link")]
    return any(any_match(words, "card-elsewhere", text) for text in texts if text)


def _said(source: Source, outlined: Outline, knowledge: Knowledge) -> Iterator[bool]:
    """Yield whether results, base model, training data, training and cautions are told."""
    writer = Writer(source, "model")
    ids = {name for section in outlined.sections for name in section.ids}
    metrics = metric_facts(outlined, None, writer, knowledge)
    yield any(fact.known("value") is not None for fact in metrics)
    yield any(True for _ in base_model_facts(outlined, None, writer, knowledge))
    datasets = dataset_facts(outlined, None, writer, knowledge)
    yield "training-data" in ids or any(fact.known("role") == "training" for fact in datasets)
    yield any(True for _ in hyperparameter_facts(outlined, writer, knowledge))
    yield bool(ids & _CAUTION)
