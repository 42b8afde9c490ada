"""card-dependency facts: the versions of packages that a card says the model was made with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rai_lint.extract.blocks import Block
from rai_lint.extract.facts import Writer
from rai_lint.extract.sections import Outline
from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex

#: Headings under which cards list them: "Framework versions", "Software", "Environment".
LISTS_VERSIONS = regex(
    r"(?i)\b(?:framework|software|library|package)\b.{0,80}\bversions?\b|^(?:versions?|software)$"
    r"|\b(?:software|compute)\s+(?:environment|infrastructure|stack)\b|^(?:dependencies|requirements)$"
)
_STATED = regex(
    r"(?P<name>[A-Za-z][A-Za-z0-9 ._-]{1,40}?)\s{0,4}(?::|==|=|\bversion\b|\bv(?=\d)|\s)\s{0,4}"
    r"v?(?P<version>\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?:[a-z]+\d+|\.?(?:dev|post)\d+)?)(?![\w%])"
)
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "pytorch": "torch",
        "huggingface transformers": "transformers",
        "hugging face transformers": "transformers",
        "scikit learn": "scikit-learn",
        "sklearn": "scikit-learn",
        "sentence transformers": "sentence-transformers",
    }
)
PACKAGES = frozenset(
    (
        *("torch", "torchvision", "torchaudio", "tensorflow", "keras", "transformers", "datasets"),
        *("tokenizers", "peft", "trl", "accelerate", "diffusers", "bitsandbytes", "unsloth"),
        *("sentence-transformers", "setfit", "safetensors", "spacy", "numpy", "pandas", "vllm"),
        *("scikit-learn", "xgboost", "lightgbm", "catboost", "skops"),
    )
)


def version_facts(outlined: Outline, writer: Writer) -> Iterator[Fact]:
    """Yield each package with its version, of sections whose headings say that they list them."""
    for section in outlined.sections:
        if LISTS_VERSIONS.search(section.heading):
            for block in section.blocks:
                yield from _stated(block, writer)


def _stated(block: Block, writer: Writer) -> Iterator[Fact]:
    if block.kind == "table":
        for row in block.rows:
            text = " ".join(cell.text for cell in row[:2])
            yield from _of_line(text, row[0].line if row else block.line, writer)
    elif block.kind in {"item", "paragraph"}:
        for offset, text in enumerate(block.text.split("\n")):
            yield from _of_line(text, block.line + offset, writer)


def _of_line(text: str, line: int, writer: Writer) -> Iterator[Fact]:
    for match in _STATED.finditer(text):
        written = " ".join(match["name"].strip(" -.").lower().replace("_", "-").split())
        name = NAMES.get(written.replace("-", " "), written.replace(" ", "-"))
        if name in PACKAGES:
            yield writer.fact("card-dependency", line, name=name, value=match["version"])
