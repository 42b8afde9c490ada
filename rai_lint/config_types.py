"""The keys of the configuration and their types: what is read, and what its JSON Schema says."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from rai_lint.model.request import DEFAULT_PROFILE

FailOn = Literal["error", "warning", "note", "never"]

#: The roles of `rai_lint.model.kinds.ROLES`, spelt out so that the schema can list them.
Role = Literal[
    "trains",
    "fine-tunes",
    "evaluates",
    "publishes-model",
    "publishes-dataset",
    "serves",
    "llm-app",
    "library",
    "teaching",
]


class WaiverTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[waiver]]`: a rule accepted for a unit (a directory and all below it)."""

    rule: str
    reason: str
    owner: str
    unit: str = "."
    expires: dt.date | None = None


class AttestationTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[attestation]]`: a guideline item that a person vouches for."""

    item: str
    owner: str
    date: dt.date
    link: str = ""
    expires: dt.date | None = None


class Settings(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"
):
    """The whole table, `[tool.rai-lint]` or the top of `rai-lint.toml`."""

    profile: str = DEFAULT_PROFILE
    select: list[str] = []
    ignore: list[str] = []
    exclude: list[str] = []
    fail_on: FailOn = "error"
    roles: list[Role] | None = None
    packs: list[str] = []
    per_file_ignores: dict[str, list[str]] = {}
    waiver: list[WaiverTable] = []
    attestation: list[AttestationTable] = []


def config_schema() -> dict[str, object]:
    """Return the JSON Schema of the configuration."""
    schema = msgspec.json.schema(Settings)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
