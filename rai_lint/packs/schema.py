"""JSON Schemas of the files in a pack, made from the document types; for editors and for errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import msgspec

from rai_lint.model.predicates import DUTIES, PREDICATES
from rai_lint.packs.apidocs import ApiDoc
from rai_lint.packs.documents import Document, GuidelineDoc, ProfileDoc, RuleDoc, TableDoc

Schema: TypeAlias = dict[str, Any]

#: The folders of a pack and what their files hold; every other folder is a family of rules.
KINDS: Mapping[str, type[Document]] = {
    "apis": ApiDoc,
    "guidelines": GuidelineDoc,
    "profiles": ProfileDoc,
    "vocabulary": TableDoc,
}

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
_SCALARS: Schema = {"type": "array", "items": _SCALAR}
_REFERENCE: Schema = {"type": "string", "pattern": "^\\$"}
_TAKES: Mapping[str, Schema] = {
    "flag": {"type": "boolean"},
    "value": _SCALAR,
    "values": {"anyOf": [_SCALARS, _REFERENCE]},
    "either": {"anyOf": [_SCALAR, _SCALARS]},
    "pattern": {"type": "string"},
    "number": {"anyOf": [{"type": "number"}, _REFERENCE]},
    "version": {"type": "string"},
    "duty": {"anyOf": [{"enum": list(DUTIES)}, {"type": "array", "items": {"enum": list(DUTIES)}}]},
    "phrases": {"type": "string"},
}


def structure(document: type[Document]) -> Schema:
    """Return the schema that a document type alone gives: its keys, not the clauses inside."""
    return msgspec.json.schema(document)


def rule_schema() -> Schema:
    """Return the full JSON Schema of a rule file, with every predicate that a clause may use."""
    schema = structure(RuleDoc) | {"$schema": _DIALECT, "title": "rai-lint rule"}
    schema["$defs"] |= {"Clauses": _clauses(), "Predicates": _predicates()}
    for name, key in (("RuleDoc", "where"), ("ConditionDoc", "where"), ("ConditionDoc", "test")):
        schema["$defs"][name]["properties"][key] = {"$ref": "#/$defs/Clauses"}
    return schema


def pack_schemas() -> Mapping[str, Schema]:
    """Return the JSON Schema of each kind of file: `rule`, and one for each folder of `KINDS`."""
    schemas = {
        folder: structure(document) | {"$schema": _DIALECT, "title": f"rai-lint {folder}"}
        for folder, document in KINDS.items()
    }
    return {"rule": rule_schema(), **schemas}


def _clauses() -> Schema:
    several = {"type": "array", "items": {"$ref": "#/$defs/Clauses"}}
    return {
        "type": "object",
        "description": "Tests of fields; all must hold.",
        "properties": {"all": several, "any": several, "not": {"$ref": "#/$defs/Clauses"}},
        "additionalProperties": {"anyOf": [_SCALAR, {"$ref": "#/$defs/Predicates"}]},
    }


def _predicates() -> Schema:
    one: Schema = {"$ref": "#/$defs/Predicates"}
    several = {"type": "array", "items": one}
    named = {name: _TAKES[takes] for name, takes in PREDICATES.items()}
    return {
        "type": "object",
        "description": "Predicates of one field; all must hold.",
        "properties": {**named, "all": several, "any": several, "not": one},
        "additionalProperties": False,
    }
