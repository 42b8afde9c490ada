"""Which extractor reads which kind of source. Python and notebooks are read by `extract.python`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from rai_lint.extract.artifact import extract_artifact
from rai_lint.extract.ci import extract_ci
from rai_lint.extract.config import extract_config
from rai_lint.extract.data import extract_data
from rai_lint.extract.document import extract_document
from rai_lint.extract.jsonld import extract_jsonld
from rai_lint.extract.licence_file import extract_licence_file
from rai_lint.extract.manifest import extract_manifest, extract_requirements
from rai_lint.extract.policy import extract_policy
from rai_lint.extract.results import extract_results
from rai_lint.extract.setup_py import extract_setup_py
from rai_lint.model.fact import Extraction
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source, SourceKind

#: Reads a whole file as text.
TextExtractor: TypeAlias = Callable[[Source, str, Knowledge], Extraction]
#: Reads the start of a file as bytes.
BytesExtractor: TypeAlias = Callable[[Source, bytes, Knowledge], Extraction]

_TEXT: Mapping[SourceKind, tuple[TextExtractor, ...]] = MappingProxyType(
    {
        "python": (extract_setup_py,),
        "markdown": (extract_document, extract_policy),
        "text": (extract_licence_file, extract_policy, extract_requirements),
        "config": (
            extract_config,
            extract_manifest,
            extract_results,
            extract_ci,
            extract_policy,
            extract_jsonld,
        ),
        "jsonld": (extract_jsonld,),
    }
)
_BYTES: Mapping[SourceKind, tuple[BytesExtractor, ...]] = MappingProxyType(
    {"artifact": (extract_artifact,), "data": (extract_data,)}
)


def text_extractors(kind: SourceKind) -> tuple[TextExtractor, ...]:
    """Return what reads sources of a kind as text; each decides by the path if it has a say."""
    return _TEXT.get(kind, ())


def bytes_extractors(kind: SourceKind) -> tuple[BytesExtractor, ...]:
    """Return what reads the start of sources of a kind, which may be no text."""
    return _BYTES.get(kind, ())
