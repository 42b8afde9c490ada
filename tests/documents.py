"""Documents as tests write them: a path and dedented text in, facts out."""

from __future__ import annotations

import textwrap
from typing import Any

from shipped import plain, shipped, source

from rai_lint.extract.document import extract_document
from rai_lint.model.fact import Extraction


def read(text: str, path: str = "model_card.md") -> Extraction:
    """Return what a document with this dedented text yields."""
    return extract_document(source(path), textwrap.dedent(text).lstrip("\n"), shipped())


def rows(extraction: Extraction, kind: str, *names: str) -> list[tuple[Any, ...]]:
    """Return the named fields of the facts of one kind."""
    found = [plain(fact) for fact in extraction.facts if fact.kind == kind]
    return [tuple(fact.get(name) for name in names) for fact in found]
