"""Makes a document of data that does not fit its type, so that its sound parts are checked too.

What does not fit becomes a hole: an empty value of the right type. What a hole gives rise to is no
news: `Problems` leaves out what is said of places that are broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import inspect

from rai_lint.model.value import Plain
from rai_lint.packs.documents import Document

D = TypeVar("D", bound=Document)


def mend(document: type[D], data: Plain) -> D | None:
    """Return the document that the sound parts of `data` make, None if it is no mapping at all.

    Lists keep their length, so that every part stays at its place. Texts of the wrong form are
    kept as they are.
    """
    made = _sound(inspect.type_info(document), data)
    return made if isinstance(made, document) and isinstance(data, dict) else None


def _sound(kind: inspect.Type, data: Plain) -> object:
    """Return what is sound of a value, as the type has it."""
    if isinstance(kind, inspect.UnionType):
        return _sound(_alternative(kind.types, data), data)
    if isinstance(kind, inspect.AnyType):
        return data
    if not _has_shape(kind, data):
        return _hole(kind)
    if isinstance(kind, inspect.StructType):
        return _struct(kind, data)
    if isinstance(kind, inspect.ListType):
        return [_sound(kind.item_type, item) for item in data]
    if isinstance(kind, inspect.DictType):
        return {key: _sound(kind.value_type, value) for key, value in data.items()}
    return data


def _struct(kind: inspect.StructType, data: Mapping[str, Plain]) -> object:
    given: dict[str, object] = {}
    for field in kind.fields:
        if field.encode_name in data:
            given[field.name] = _sound(field.type, data[field.encode_name])
        elif field.required:
            given[field.name] = _hole(field.type)
    return kind.cls(**given)


def _alternative(kinds: Iterable[inspect.Type], data: Plain) -> inspect.Type:
    """Return the type of a union that has the shape of the value, else the first."""
    several = tuple(kinds)
    return next((kind for kind in several if _has_shape(kind, data)), several[0])


def _has_shape(kind: inspect.Type, data: Plain) -> bool:
    """Say whether a value is of the kind, whatever may be wrong inside it."""
    if isinstance(kind, inspect.LiteralType):
        return data in kind.values
    if isinstance(kind, (inspect.IntType, inspect.FloatType)) and isinstance(data, bool):
        return False
    for described, shape in _SHAPES:
        if isinstance(kind, described):
            return isinstance(data, shape)
    return isinstance(kind, inspect.AnyType)


_SHAPES: tuple[tuple[type[inspect.Type], type | tuple[type, ...]], ...] = (
    (inspect.StructType, dict),
    (inspect.DictType, dict),
    (inspect.ListType, list),
    (inspect.StrType, str),
    (inspect.BoolType, bool),
    (inspect.IntType, int),
    (inspect.FloatType, (int, float)),
    (inspect.NoneType, type(None)),
)


def _hole(kind: inspect.Type) -> object:
    """Return an empty value of a type."""
    if isinstance(kind, inspect.UnionType):
        return _hole(kind.types[0])
    if isinstance(kind, inspect.StructType):
        return _struct(kind, {})
    if isinstance(kind, inspect.LiteralType):
        return kind.values[0]
    for described, empty in _EMPTY:
        if isinstance(kind, described):
            return empty()
    return None


_EMPTY: tuple[tuple[type[inspect.Type], type], ...] = (
    (inspect.StrType, str),
    (inspect.DictType, dict),
    (inspect.ListType, list),
    (inspect.BoolType, bool),
    (inspect.IntType, int),
    (inspect.FloatType, float),
)
