from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from rulefiles import VOCABULARY, rule_text

from rai_lint.model.predicates import PREDICATES
from rai_lint.packs.find import builtin_packs
from rai_lint.packs.schema import pack_schemas, rule_schema
from rai_lint.packs.yaml_nodes import plain, read_node

SCHEMAS = pack_schemas()


def shipped() -> Iterator[Any]:
    root = builtin_packs()
    for path in sorted(root.rglob("*.yaml")):
        folder = path.relative_to(root).parts[0]
        yield pytest.param(path, SCHEMAS.get(folder, SCHEMAS["rule"]), id=f"{folder}/{path.name}")


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_the_schemas_are_valid_json_schema(kind: str) -> None:
    meta = Draft202012Validator(Draft202012Validator.META_SCHEMA)

    assert [error.message for error in meta.iter_errors(SCHEMAS[kind])] == []
    assert SCHEMAS[kind]["title"].startswith("rai-lint ")
    # A schema that allows anything would be sound too.
    assert not Draft202012Validator(SCHEMAS[kind]).is_valid({"surely-no-key": 1})


@pytest.mark.parametrize(("path", "schema"), list(shipped()))
def test_every_file_that_is_shipped_fits_its_schema(path: Any, schema: Any) -> None:
    data = plain(read_node(path.read_text(encoding="utf-8"), path.name))

    errors = [error.message for error in Draft202012Validator(schema).iter_errors(data)]

    assert errors == []


def test_the_schema_of_a_rule_knows_every_predicate() -> None:
    assert set(PREDICATES) < set(rule_schema()["$defs"]["Predicates"]["properties"])


@pytest.mark.parametrize(
    "where",
    [
        {"id": {"isnt": 1}},
        {"id": {"in": "imdb"}},
        {"id": {"known": "yes"}},
        {"id": {"has-duty": "politeness"}},
        {"any": {"id": "imdb"}},
        {"id": ["imdb"]},
    ],
)
def test_the_schema_of_a_rule_refuses_clauses_that_do_not_load(where: Any) -> None:
    data = yaml.safe_load(rule_text(where=where))

    assert not Draft202012Validator(rule_schema()).is_valid(data)


@pytest.mark.parametrize("path", sorted(VOCABULARY))
def test_a_vocabulary_fits_its_schema(path: str) -> None:
    data = plain(read_node(VOCABULARY[path], path))

    assert Draft202012Validator(SCHEMAS["vocabulary"]).is_valid(data)
