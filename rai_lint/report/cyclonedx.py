"""An AI bill of materials as CycloneDX 1.6 (ECMA-424), made and validated by its own library.

Models and datasets are components with the places that speak of them as occurrences. Whether each
is declared, observed or unknown stands in properties named `rai-lint:…`. The library has no model
cards yet, so these are added to what it writes; then its validator checks the whole. There is no
serial number and no date in it: the same repository gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rai_lint.errors import UserError
from rai_lint.model.fact import Fact
from rai_lint.model.source import Place, Skipped
from rai_lint.report.bill import Bill, Entry, Measure, OwnModel, bill
from rai_lint.report.encode import json_text
from rai_lint.report.finding_text import place_text
from rai_lint.report.neutral import neutral

if TYPE_CHECKING:
    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component

_PREFIX = "rai-lint:"
_MOST_PLACES = 50


def render_cyclonedx(
    facts: Iterable[Fact], skipped: Iterable[Skipped], name: str, version: str
) -> str:
    """Return the bill of a repository called `name`, written by rai-lint of `version`.

    Raises UserError if the CycloneDX library is not installed.
    """
    try:
        return _rendered(bill(facts), list(skipped), name, version)
    except ImportError as error:
        message = "--format cyclonedx needs a library: pip install 'rai-lint[cyclonedx]'"
        raise UserError(message) from error


def _rendered(listed: Bill, skipped: Sequence[Skipped], name: str, version: str) -> str:
    from cyclonedx.output.json import JsonV1Dot6  # noqa: PLC0415 - an extra, and slow to load
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    made = _bom(listed, skipped, name, version)
    document: dict[str, Any] = json.loads(JsonV1Dot6(made).output_as_string())
    document.pop("serialNumber", None)
    document["metadata"].pop("timestamp", None)
    cards = {_own_reference(number): model for number, model in enumerate(listed.own)}
    for component in document.get("components", ()):
        # The library keeps them in a set, whose order is not that of any two runs.
        component.get("evidence", {}).get("occurrences", []).sort(key=_place_of)
        model = cards.get(component.get("bom-ref", ""))
        if model:
            component["modelCard"] = _model_card(model, listed.entries)
    text = json_text(document)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        message = f"the bill of materials is not valid CycloneDX: {fault}"
        raise RuntimeError(message)
    return text


def _place_of(occurrence: Mapping[str, Any]) -> tuple[str, str, int]:
    return (occurrence["location"], occurrence.get("symbol", ""), occurrence.get("line", 0))


def _bom(listed: Bill, skipped: Sequence[Skipped], name: str, version: str) -> Bom:
    from cyclonedx.model.bom import Bom, BomMetaData  # noqa: PLC0415
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415

    tool = Component(name="rai-lint", version=version, type=ComponentType.APPLICATION)
    root = Component(
        name=neutral(name),
        type=ComponentType.APPLICATION,
        bom_ref="repository",
        licenses=_licences(each for each, covers, _ in listed.licences if covers == "code"),
        properties=_properties(_about_root(listed, skipped)),
    )
    made = Bom(metadata=BomMetaData(component=root, tools=None))
    made.metadata.tools.components.add(tool)
    entries = {each: _component(each) for each in listed.entries}
    own = [_own_component(number, model, name) for number, model in enumerate(listed.own)]
    for component in (*entries.values(), *own):
        made.components.add(component)
    made.register_dependency(root, own or entries.values())
    for model, component in zip(listed.own, own, strict=True):
        names = {("model", each) for each in model.models}
        names |= {("dataset", each) for each in model.datasets}
        reached = [entries[each] for each in entries if (each.what, each.name) in names]
        made.register_dependency(component, reached)
    return made


def _about_root(listed: Bill, skipped: Sequence[Skipped]) -> Iterator[tuple[str, str]]:
    for name, covers, place in listed.licences:
        yield "licence", f"{name} ({covers or 'not said for what'}, {place_text(place)})"
    for each in skipped:
        yield "not-looked-at", f"{each.path}: {each.because}"


def _component(entry: Entry) -> Component:
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415

    kind = ComponentType.MACHINE_LEARNING_MODEL if entry.what == "model" else ComponentType.DATA
    revisions = dict.fromkeys(each.revision for each in entry.seen if each.revision)
    known = [each for each in revisions if not each.startswith("unknown")]
    return Component(
        name=neutral(entry.name),
        type=kind,
        version=neutral(known[0]) if len(revisions) == 1 and known else None,
        bom_ref=f"{entry.what}:{neutral(entry.name)}",
        evidence=_evidence([each.place for each in entry.seen]),
        properties=_properties(_about(entry, revisions)),
    )


def _about(entry: Entry, revisions: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from (("state", state) for state in entry.states)
    if entry.because:
        yield "because", entry.because
    if entry.provider:
        yield "provider", entry.provider
    revisions = list(revisions)
    yield from (("revision", each) for each in revisions)
    if not revisions:
        yield "revision", "not stated"


def _own_component(number: int, model: OwnModel, name: str) -> Component:
    from cyclonedx.model.component import Component, ComponentType  # noqa: PLC0415

    return Component(
        name=neutral(model.name or f"the model of {name}"),
        type=ComponentType.MACHINE_LEARNING_MODEL,
        bom_ref=_own_reference(number),
        licenses=_licences(model.licences),
        evidence=_evidence([model.place]),
        properties=_properties([("state", model.state), ("made-here", "true")]),
    )


def _own_reference(number: int) -> str:
    return f"made-here:{number + 1}"


def _model_card(model: OwnModel, entries: Iterable[Entry]) -> dict[str, Any]:
    card: dict[str, Any] = {}
    listed = {each.name for each in entries if each.what == "dataset"}
    data = [{"ref": f"dataset:{neutral(each)}"} for each in model.datasets if each in listed]
    if data:
        card["modelParameters"] = {"datasets": data}
    if model.measures:
        measures = [_measure(each) for each in model.measures]
        card["quantitativeAnalysis"] = {"performanceMetrics": measures}
    places = dict.fromkeys((each.state, place_text(each.place)) for each in model.measures)
    if places:
        card["properties"] = [
            {"name": f"{_PREFIX}metric:{state}", "value": place} for state, place in places
        ]
    return card


def _measure(measure: Measure) -> dict[str, str]:
    entry = {"type": neutral(measure.name), "value": neutral(measure.value)}
    return {**entry, "slice": neutral(measure.part)} if measure.part else entry


def _evidence(places: Sequence[Place]) -> Any:
    from cyclonedx.model.component_evidence import (  # noqa: PLC0415
        ComponentEvidence,
        Occurrence,
    )

    once = list(dict.fromkeys(places))[:_MOST_PLACES]
    return ComponentEvidence(
        occurrences=[
            Occurrence(location=neutral(each.path), line=each.line, symbol=_cell(each))
            for each in once
        ]
    )


def _cell(place: Place) -> str | None:
    return None if place.cell is None else f"cell {place.cell + 1}"


def _properties(pairs: Iterable[tuple[str, str]]) -> list[Property]:
    from cyclonedx.model import Property  # noqa: PLC0415

    return [Property(name=f"{_PREFIX}{key}", value=neutral(value)) for key, value in pairs]


def _licences(names: Iterable[str]) -> list[Any]:
    """Return licences: by their SPDX id where there is one, else by the name that is stated."""
    from cyclonedx.model.license import DisjunctiveLicense  # noqa: PLC0415
    from cyclonedx.spdx import fixup_id  # noqa: PLC0415

    found: Mapping[str, str | None] = {name: fixup_id(name) for name in names}
    return [
        DisjunctiveLicense(id=spdx) if spdx else DisjunctiveLicense(name=neutral(name))
        for name, spdx in found.items()
    ]
