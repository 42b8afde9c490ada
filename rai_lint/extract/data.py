"""Data files: format, size, columns, and the kinds of personal data that column names suggest."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.extract.artifact import artifact_fact, is_model
from rai_lint.extract.columns import Shape, not_read, read_shape
from rai_lint.extract.stored import Stored, dvc_outputs, stored
from rai_lint.extract.tree import TreeError
from rai_lint.model.attributes import protected
from rai_lint.model.fact import Extraction, Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Place, Skipped, Source
from rai_lint.model.value import Known, Unknown, Value


def extract_data(source: Source, data: bytes, knowledge: Knowledge) -> Extraction:
    """Yield the data file that a source is, from its start; of a `.dvc` file, what it points to."""
    if source.path.lower().endswith(".dvc"):
        return _pointed_to(source, data)
    found = stored(source, data)
    if found.storage == "git":
        shape = read_shape(found.suffix, data, whole=len(data) >= source.size)
    else:
        shape = not_read("the content is not here: a git-lfs pointer")
    skipped: tuple[Skipped, ...] = ()
    if shape.problem:
        skipped = (Skipped(source.path, shape.problem, source.kind, source.scope),)
    facts = (_fact(source, found, shape, knowledge), *_domains(source, shape.columns, knowledge))
    return Extraction(facts=facts, skipped=skipped)


def _pointed_to(source: Source, data: bytes) -> Extraction:
    shape = not_read("the content is not here: a DVC pointer")
    try:
        outputs = tuple(dvc_outputs(source, data))
    except TreeError as error:
        return Extraction(skipped=(Skipped(source.path, str(error), source.kind, source.scope),))
    facts = (
        artifact_fact(source, found)
        if is_model(found.path)
        else _fact(source, found, shape, Knowledge())
        for found in outputs
    )
    return Extraction(facts=tuple(facts))


def _fact(source: Source, found: Stored, shape: Shape, knowledge: Knowledge) -> Fact:
    is_folder = found.path.endswith("/")
    size: Value = Known(found.bytes)
    if found.bytes is None:
        size = Unknown("size", "the pointer gives no size")
    fields: dict[str, Value] = {
        "id": Known(found.path),
        "format": Known("folder" if is_folder else found.suffix.removeprefix(".") or "unknown"),
        "bytes": size,
        "storage": Known(found.storage),
        "columns": shape.columns,
        "rows": shape.rows,
        "personal": _personal(shape.columns, knowledge),
        "attributes": _attributes(shape.columns, knowledge),
    }
    place = Place(source.path, found.line)
    return Fact(kind="data-file", place=place, fields=fields, scope=source.scope)


def _personal(columns: Value, knowledge: Knowledge) -> Value:
    """Return the kinds of personal data whose names a column has, in the order of the columns."""
    if not isinstance(columns, Known):
        return columns
    identifiers = knowledge.table("identifiers")
    found = (identifiers.find(name) for name in columns.value)
    return Known(tuple(dict.fromkeys(term.id for term in found if term)))


def _attributes(columns: Value, knowledge: Knowledge) -> Value:
    """Return the sensitive attributes that columns are named like."""
    if not isinstance(columns, Known):
        return columns
    names = [str(name) for name in columns.value]
    found = protected(names, names, knowledge.table("attributes"))
    return Known(tuple(dict.fromkeys(term.id for term in found if term)))


def _domains(source: Source, columns: Value, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the fields in which people are judged that columns show."""
    table = knowledge.table("domains")
    seen: set[str] = set()
    for name in columns.value if isinstance(columns, Known) else ():
        term = table.find(str(name))
        if term is not None and term.id not in seen:
            seen.add(term.id)
            told = {"id": term.id, "stated_in": "column", "sign": str(name)}
            fields: dict[str, Value] = {key: Known(value) for key, value in told.items()}
            place = Place(source.path, 1)
            yield Fact(kind="high-impact-domain", place=place, scope=source.scope, fields=fields)
