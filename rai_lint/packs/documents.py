"""The YAML documents of a pack as types: rules, profiles, guidelines and vocabularies.

These types are the only description of the file formats: strict decoding and the published JSON
Schemas both come from them. What a clause may say is checked by `clauses`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType, field

from rai_lint.model.pack import Dated
from rai_lint.model.rule import Confidence, Look, Severity, Status

Text: TypeAlias = Annotated[str, Meta(min_length=1)]
Plainly: TypeAlias = str | bool | int | float | None
Names: TypeAlias = str | list[str]
CellKind: TypeAlias = Literal["code", "markdown", "raw"]
Clauses: TypeAlias = dict[str, Any]
Slug: TypeAlias = Annotated[str, Meta(pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Bound: TypeAlias = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
RuleId: TypeAlias = Annotated[str, Meta(pattern="^[A-Z]{2,10}[0-9]{3}$")]
Date: TypeAlias = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Document(Struct, forbid_unknown_fields=True, rename="kebab"):
    """What all documents share: keys in kebab case, and no key that is not described."""


class ConditionDoc(Document):
    """One condition: exactly one of the first eight keys, and its options."""

    exists: str | UnsetType = UNSET
    absent: str | UnsetType = UNSET
    count: str | UnsetType = UNSET
    any: list[ConditionDoc] | UnsetType = UNSET
    all: list[ConditionDoc] | UnsetType = UNSET
    not_: ConditionDoc | UnsetType = field(default=UNSET, name="not")
    test: Clauses | UnsetType = UNSET
    profile: Slug | UnsetType = UNSET
    where: Clauses | UnsetType = UNSET
    unless: list[ConditionDoc] | UnsetType = UNSET
    as_: Bound | UnsetType = field(default=UNSET, name="as")
    look: Look | UnsetType = UNSET
    at_least: int | UnsetType = UNSET
    at_most: int | UnsetType = UNSET


class LookupDoc(Document):
    """A vocabulary look-up: `of` one value, or `of-all` several joined."""

    lookup: str
    of: str | UnsetType = UNSET
    of_all: list[str] | UnsetType = UNSET


class CaseDoc(Document):
    """A circumstance in which a rule speaks differently."""

    when: list[ConditionDoc]
    severity: Severity
    message: Text | UnsetType = UNSET


class FixDoc(Document):
    """An edit that mends a finding: exactly one of the first six keys, and its options."""

    set_argument: Text | UnsetType = UNSET
    remove_argument: Text | UnsetType = UNSET
    add_item: Text | UnsetType = UNSET
    add_key: Text | UnsetType = UNSET
    set_value: Text | UnsetType = UNSET
    make_list: Text | UnsetType = UNSET
    to: Plainly | UnsetType = UNSET
    in_: str | UnsetType = field(default=UNSET, name="in")
    of: Names | UnsetType = UNSET
    is_: list[Plainly] | UnsetType = field(default=UNSET, name="is")
    not_with: list[str] | UnsetType = UNSET
    safe: bool = False
    safe_if_passed_to: Text | UnsetType = UNSET
    unsafe_in_loops: bool = False
    when: list[ConditionDoc] = []


class EncodedFile(Document):
    """A file of an example that is not plain text: exactly one of these."""

    base64: str | UnsetType = UNSET
    json: Any | UnsetType = UNSET
    notebook: list[str | dict[CellKind, str]] | UnsetType = UNSET


class ExpectDoc(Document):
    """Where an example must fire: the main place, and what else is to be checked."""

    path: Text
    line: int | UnsetType = UNSET
    cell: int | UnsetType = UNSET
    severity: Severity | UnsetType = UNSET
    subject: str | UnsetType = UNSET


class ExampleDoc(Document):
    """A small repository and what the rule must say about it."""

    title: Text
    files: dict[str, str | EncodedFile]
    expect: list[ExpectDoc] | UnsetType = UNSET
    expect_unknown: list[ExpectDoc] | UnsetType = UNSET
    profile: Slug | UnsetType = UNSET


class RuleDoc(Document):
    """One rule: `rules/<family>/<name>.yaml`."""

    id: RuleId
    name: Slug
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    severity: Severity
    confidence: Confidence
    since: str
    message: Text
    why: Text
    fix_text: Text
    status: Status = "preview"
    references: list[Annotated[str, Meta(pattern="^[^/ ]+/[^/ ]+$")]] = []
    applies_to: list[str] = []
    silent_in: list[str] = []
    scope: list[str] = []
    for_each: Names | UnsetType = UNSET
    for_unit: Literal[True] | UnsetType = UNSET
    for_repository: Literal[True] | UnsetType = UNSET
    where: Clauses = {}
    group_by: Names | UnsetType = UNSET
    tell_apart: bool = False
    with_each: str | UnsetType = UNSET
    let: dict[Bound, LookupDoc] = {}
    when: list[ConditionDoc] = []
    unless: list[ConditionDoc] = []
    require: list[ConditionDoc] = []
    at: str = "$subject"
    cases: list[CaseDoc] = []
    fix: list[FixDoc] = []
    examples: list[ExampleDoc] = []


class ProfileDoc(Document):
    """A named selection of rules: `profiles/<name>.yaml`."""

    name: Slug
    title: Text
    about: str = ""
    select: list[str] = []
    ignore: list[str] = []
    severity: dict[str, Severity] = {}
    guidelines: list[Slug] = []


class ItemDoc(Document):
    """One numbered item of a guideline, in our own words."""

    id: Annotated[str, Meta(pattern="^[^/ ]+$")]
    text: Text
    rules: list[RuleId] = []
    checkable: bool = True
    date: Date | UnsetType = UNSET
    shown_by: list[ConditionDoc] = []


class LevelDoc(Document):
    """What a repository reaches that shows all these items: a class of openness, say."""

    name: Text
    needs: Annotated[list[str], Meta(min_length=1)]


class GuidelineDoc(Document):
    """A published document: `guidelines/<id>.yaml`."""

    id: Slug
    title: Text
    source: Text
    date: Date
    dated: Dated
    items: list[ItemDoc]
    levels: list[LevelDoc] = []


class TableDoc(Document):
    """A vocabulary: `vocabulary/<table>.yaml`. Entries have the keys that `fields` names."""

    table: Slug
    about: Text
    entries: list[dict[str, Any]]
    match: Literal["exact", "normal", "prefix"] = "normal"
    source: str = ""
    date: Date | UnsetType = UNSET
    fields: list[str] = []
