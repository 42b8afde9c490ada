"""Columns of tables that name what the law protects: `sensitive-attribute` facts."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.model.attributes import protected
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge, Term
from rai_lint.model.module import Column, Module
from rai_lint.model.value import Known

#: A file works with tables if it imports one of these.
_TABLES = (
    "pandas",
    "polars",
    "sklearn",
    "datasets",
    "pyspark",
    "dask",
    "fairlearn",
    "aif360",
    "xgboost",
    "lightgbm",
    "catboost",
    "tensorflow",
    "torch",
    "folktables",
    "duckdb",
)


def sensitive_attributes(module: Module, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield a fact for every column of a table that is named like a sensitive attribute.

    Names that mean something else beside certain other columns (`not-with`) are left out.
    """
    table = knowledge.table("attributes")
    if not table.terms or not _reads_tables(module):
        return
    names = [column.name for column in module.columns]
    seen: set[tuple[str, str, int, int | None]] = set()
    for column, term in zip(module.columns, protected(names, names, table), strict=True):
        if term is None:
            continue
        key = (term.id, column.use, column.place.line, column.place.cell)
        if key in seen:
            continue
        seen.add(key)
        yield _fact(term, column, module)


def _fact(term: Term, column: Column, module: Module) -> Fact:
    return Fact(
        kind="sensitive-attribute",
        place=column.place,
        scope=module.scope,
        fields={"id": Known(term.id), "column": Known(column.name), "use": Known(column.use)},
    )


def _reads_tables(module: Module) -> bool:
    return any(item.module.split(".")[0] in _TABLES for item in module.imports)
