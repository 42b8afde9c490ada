"""The YAML documents of the API catalogue as types: `apis/<library>.yaml`."""

# ruff: noqa: RUF012 - msgspec gives every document its own copy of an empty default
from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType, field

from rai_lint.packs.documents import Date, Document, Names, Text

Scalar: TypeAlias = str | bool | int | float | None
Of: TypeAlias = Annotated[
    str, Meta(pattern="^(call|loop|best|receiver|(argument|receiver):([0-9]+ )?[A-Za-z_0-9]+)$")
]

Cut: TypeAlias = Literal[
    "arrays",
    "parts",
    "keys",
    "folds",
    "first",
    "rest",
    "without",
    "numbers",
    "some",
    "resampled",
    "crossed",
    "joined",
]


class FieldDoc(Document):
    """Where a field of a fact comes from in a call."""

    value: Scalar | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    keyword: Names | UnsetType = UNSET
    of: Of = "call"
    loaded: bool = False
    segment: int | UnsetType = UNSET
    infer: Literal["origin", "download", "split", "revision"] | UnsetType = UNSET
    default: Scalar | UnsetType = UNSET
    values: dict[str, Scalar] = {}
    flow: Literal["sources", "generators"] | UnsetType = UNSET
    command: bool = False
    predicted: bool = False
    element: int | UnsetType = UNSET


class WhenDoc(Document):
    """A condition on an argument of the call."""

    position: Annotated[int, Meta(ge=0)] | UnsetType = UNSET
    keyword: Names | UnsetType = UNSET
    of: Of = "call"
    in_: list[Scalar] | UnsetType = field(default=UNSET, name="in")
    not_in: list[Scalar] | UnsetType = UNSET
    given: bool | UnsetType = UNSET
    contains: list[Scalar] | UnsetType = UNSET
    matches: Text | UnsetType = UNSET
    made_by: Names = []
    holding: list[WhenDoc] = []


class CallDoc(Document):
    """Calls that yield a fact."""

    call: Names
    fact: str
    fields: dict[str, str | FieldDoc] = {}
    when: list[WhenDoc] = []
    beside: Names = []
    imports: Names = []
    once: Literal["function", "file"] | UnsetType = UNSET
    reached: bool = False
    divides: bool = False
    each: str = ""
    names: dict[str, str] = {}
    called: str = ""


class ObjectDoc(Document):
    """What class of object calls return."""

    call: Names
    is_a: Text


class ClassDoc(Document):
    """A library class that counts as others, for its methods."""

    name: Text
    bases: list[Text]


class ResultDoc(Document):
    """Whose rows the result of a call has."""

    call: Names
    when: list[WhenDoc] = []
    rows: int | str | list[int | str] = []
    cut: Cut | UnsetType = UNSET
    labels: list[str] = []
    count: int | Text | UnsetType = UNSET
    transforms: bool = False
    predicts: bool = False


class RecipeDoc(Document):
    """Keys of configuration files that name what a program will load."""

    fact: str
    keys: Names = []
    fields: dict[str, str] = {}
    fixed: dict[str, Any] = {}
    needs: Names = []
    formats: Names = []
    files: Names = []
    each: str = ""
    names: dict[str, str] = {}


class ApiDoc(Document):
    """What one library's calls mean."""

    library: Text
    source: str = ""
    date: Date | UnsetType = UNSET
    objects: list[ObjectDoc] = []
    classes: list[ClassDoc] = []
    calls: list[CallDoc] = []
    recipes: list[RecipeDoc] = []
    holds_nothing_of: Names = []
    results: list[ResultDoc] = []
    reports: dict[Literal["print", "file", "tracker"], Names] = {}
    same_rows: list[Text] = []
