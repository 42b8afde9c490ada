"""Bills of materials and openness sheets: CycloneDX, SPDX 3 and the Model Openness Tool.

https://cyclonedx.org/docs/1.6/json/ (`components[].type`);
https://spdx.github.io/spdx-spec/v3.0.1/ (`ai_AIPackage`, `dataset_DatasetPackage`);
https://github.com/lfai/model_openness_tool (`release.components`).
"""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.config import read_tree
from rai_lint.extract.facts import Writer
from rai_lint.extract.tree import Items, Keys, Node, TreeError, text_of
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source

_MAX_COMPONENTS = 2_000
_CYCLONEDX = {"machine-learning-model": "model", "data": "data"}
_SPDX = {"ai_AIPackage": "model", "dataset_DatasetPackage": "data"}
_FRAMEWORK = "Model Openness Framework"
#: What the tool writes where there is no component, or no licence for it.
_LACKING = ("component not included", "license not specified", "")


def extract_bills(source: Source, text: str, knowledge: Knowledge) -> Extraction:
    """Yield the bill of models and data that a file is, with its components, or openness sheet."""
    marked = "CycloneDX" in text or "spdx.org/rdf/3" in text or _FRAMEWORK in text
    if not marked or source.scope in {"test", "vendored"}:
        return Extraction()
    try:
        documents = read_tree(source.path, text)
    except TreeError:
        return Extraction()  # the configuration extractor says so
    root = documents[0] if documents else None
    if not isinstance(root, Keys):
        return Extraction()
    writer = Writer(source)
    return Extraction(facts=(*_bill(root, writer), *_sheet(root, writer, knowledge)))


def _bill(root: Keys, writer: Writer) -> Iterator[Fact]:
    cyclone = text_of(root.get("bomFormat")) == "CycloneDX"
    listed = root.get("components") if cyclone else root.get("@graph")
    kinds = _CYCLONEDX if cyclone else _SPDX
    found = [
        (part, kinds[kind])
        for part in _mappings(listed)
        if (kind := text_of(part.get("type")) or "") in kinds
    ]
    if not found:
        return  # a bill of libraries says nothing of models
    yield writer.fact(
        "bom", root.line, id=writer.source.path, format="CycloneDX" if cyclone else "SPDX"
    )
    for part, what in found:
        group = text_of(part.get("group")) or ""
        name = text_of(part.get("name")) or ""
        yield writer.fact(
            "bom-component",
            part.line,
            id=f"{group}/{name}" if group and "/" not in name else name,
            what=what,
            version=text_of(part.get("version")),
        )


def _sheet(root: Keys, writer: Writer, knowledge: Knowledge) -> Iterator[Fact]:
    framework, release = root.get("framework"), root.get("release")
    if not isinstance(framework, Keys) or not isinstance(release, Keys):
        return
    if text_of(framework.get("name")) != _FRAMEWORK:
        return
    table = knowledge.table("mof-components")
    for part in _mappings(release.get("components")):
        term = table.find(text_of(part.get("name")) or "")
        told = text_of(part.get("license_name") or part.get("license")) or ""
        if term is not None:
            yield writer.fact(
                "openness-component",
                part.line,
                id=term.id,
                licence=told,
                present=told.lower() not in _LACKING,
            )


def _mappings(node: Node | None) -> Iterator[Keys]:
    for part in node.items[:_MAX_COMPONENTS] if isinstance(node, Items) else ():
        if isinstance(part, Keys):
            yield part
