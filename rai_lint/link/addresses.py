"""Addresses of data that code holds in constants and tables, whoever fetches them."""

from __future__ import annotations

from collections.abc import Iterator

from rai_lint.link.origin_of_id import download_kind
from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.value import ABSENT, Known, Value

_MAX_DEPTH = 4
_MAX_ADDRESSES = 300


def addresses(module: Module) -> Iterator[Fact]:
    """Yield each address of a data file that a name or a table of the module holds."""
    seen: set[tuple[str, int]] = set()
    for binding in module.bindings:
        for text in _texts(binding.value, 0):
            key = (text, binding.place.line)
            if key in seen or len(seen) >= _MAX_ADDRESSES or not _is_data(text):
                continue
            seen.add(key)
            fields: dict[str, Value] = {"id": Known(text), "object": Known(binding.name)}
            yield Fact(kind="data-address", place=binding.place, fields=fields, scope=module.scope)


def _texts(expr: ir.Expr, depth: int) -> Iterator[str]:
    match expr:
        case ir.Const(value=str() as text):
            yield text
        case ir.Elements(items=items) if depth < _MAX_DEPTH:
            for item in items:
                yield from _texts(item, depth + 1)
        case ir.Mapped(items=pairs) if depth < _MAX_DEPTH:
            for _, value in pairs:
                yield from _texts(value, depth + 1)


def _is_data(text: str) -> bool:
    if not text.startswith(("http://", "https://", "ftp://", "s3://", "gs://")):
        return False
    what = download_kind(Known(text), ABSENT)
    return isinstance(what, Known) and what.value == "data"
