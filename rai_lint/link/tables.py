"""Columns of tables that name what the law protects, what may stand for it, and grave fields."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from rai_lint.link.feature_lists import Features, features_of
from rai_lint.model.attributes import protected
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Column, Module
from rai_lint.model.value import Known
from rai_lint.model.vocabulary import Term

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


def proxies_and_domains(module: Module, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield a fact for every column that may stand for a protected attribute, or shows a field."""
    if not _reads_tables(module):
        return
    proxies, domains = knowledge.table("proxies"), knowledge.table("domains")
    seen: set[tuple[str, str]] = set()
    features: Features | None = None
    for column in module.columns:
        proxy, domain = proxies.find(column.name), domains.find(column.name)
        if proxy is not None and ("proxy", column.name) not in seen:
            seen.add(("proxy", column.name))
            features = features_of(module) if features is None else features
            fact = _of_column("proxy-attribute", column, module, id=proxy.id, use=column.use)
            used = features.used(column.name)
            yield replace(fact, fields={**fact.fields, "used": used})
        if domain is not None and ("domain", domain.id) not in seen:
            seen.add(("domain", domain.id))
            told = {"stated_in": "column", "sign": column.name}
            yield _of_column("high-impact-domain", column, module, id=domain.id, **told)


def _of_column(kind: str, column: Column, module: Module, **fields: str) -> Fact:
    named = {"column": column.name, **fields} if kind == "proxy-attribute" else fields
    values = {name: Known(value) for name, value in named.items()}
    return Fact(kind=kind, place=column.place, scope=module.scope, fields=values)


def _fact(term: Term, column: Column, module: Module) -> Fact:
    return Fact(
        kind="sensitive-attribute",
        place=column.place,
        scope=module.scope,
        fields={"id": Known(term.id), "column": Known(column.name), "use": Known(column.use)},
    )


def _reads_tables(module: Module) -> bool:
    return any(item.module.split(".")[0] in _TABLES for item in module.imports)
