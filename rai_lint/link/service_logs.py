"""Whether a program that answers requests keeps a record of what it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from rai_lint.model import expression as ir
from rai_lint.model.fact import Fact
from rai_lint.model.module import Module
from rai_lint.model.regex import regex
from rai_lint.model.value import Known

#: Libraries that log, trace or store, and modules of the repository that are called so.
_KEEPS = regex(
    r"(?i)(?:^|[._])(?:log|logs|logger|logging|loguru|structlog|audit\w*|monitor\w*|telemetry"
    r"|opentelemetry|sentry_sdk|prometheus\w*|mlflow|wandb|evidently|database|db|sqlalchemy|sqlite3"
    r"|sqlmodel|psycopg\w*|pymongo|motor|redis|boto3|kafka\w*|pika|supabase|firebase_admin|langfuse"
    r"|langsmith|history|tracking|tracker|metrics)(?:$|[._])"
)
#: Calls that keep something: `app.logger.info`, `record_event`, writing a file.
_CALLS = regex(r"(?i)^(?:log|log_\w+|\w*_log|audit\w*|record_\w+|save_\w+|store_\w+|to_csv)$")


def with_logs(facts: Iterable[Fact], module: Module) -> Iterator[Fact]:
    """Yield the facts; those of services say in `logs` whether their file keeps any record."""
    keeps: bool | None = None
    for fact in facts:
        if fact.kind != "ui-app":
            yield fact
            continue
        keeps = _keeps(module) if keeps is None else keeps
        yield replace(fact, fields={**fact.fields, "logs": Known(keeps, "implied")})


def _keeps(module: Module) -> bool:
    imported = (f"{item.module}.{item.name}" for item in module.imports)
    called = (_called(call.callee) for call in module.calls)
    return any(map(_KEEPS.search, imported)) or any(
        any(_CALLS.search(part) for part in name.split(".")[-1:])
        or "logger" in name
        or "logging" in name
        for name in called
    )


def _called(callee: ir.Expr) -> str:
    parts: list[str] = []
    while isinstance(callee, ir.Attribute):
        parts.append(callee.name)
        callee = callee.base
    if isinstance(callee, ir.Name):
        parts.append(callee.name)
    return ".".join(reversed(parts))
