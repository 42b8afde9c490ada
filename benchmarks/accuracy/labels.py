"""Reads label tables: what is really in a repository, one fact for each row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

#: Every kind that the labels cover completely; a reported fact of such a kind is right or wrong.
KINDS = (
    "dataset-load",
    "model-load",
    "download",
    "unsafe-load",
    "data-split",
    "seed-set",
    "model-train",
    "model-publish",
    "eval-run",
    "metric-compute",
    "fairness-eval",
    "safety-eval",
    "safety-control",
    "llm-call",
    "ui-app",
    "ai-disclosure",
    "sensitive-attribute",
    "biometric-use",
    "experiment-tracking",
    "energy-tracking",
    "model-card",
    "dataset-card",
    "datasheet",
    "croissant",
    "card-section",
    "card-dataset",
    "card-base-model",
    "card-metric",
    "card-language",
    "card-licence",
    "licence",
)

ANYWHERE = "any line of the file"
RECIPE_IDS = "any id of a recipe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled fact.

    `accepted` are the ids that count as right, the labelled one first; `others` are lines as good
    as `line`. `via` are the places (path and line) that use a value which stands in a config.
    `fields` are the labelled fields by name, as written.
    """

    kind: str
    path: str
    line: int
    cell: int | None = None
    id: str = ""
    how: str = ""
    scope: str = ""
    accepted: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    via: tuple[tuple[str, int], ...] = ()
    anywhere: bool = False
    optional: bool = False
    in_config: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Return whether recall counts the row."""
        return not self.optional and not self.in_config


def read(path: Path) -> list[Row]:
    """Return the rows of a label table (tab-separated, one header line, eight columns)."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return with_recipe_ids([_row(record) for record in table])


def with_recipe_ids(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, with "any id of a recipe" replaced by the ids that point to their line."""
    rows = list(rows)
    ids: dict[tuple[str, int], list[str]] = {}
    for row in rows:
        for place in row.via if row.in_config else ():
            ids.setdefault(place, []).append(row.id)
    return [_expanded(row, ids.get((row.path, row.line), [])) for row in rows]


def _expanded(row: Row, recipe_ids: list[str]) -> Row:
    if RECIPE_IDS not in row.accepted:
        return row
    kept = tuple(name for name in row.accepted if name != RECIPE_IDS)
    return replace(row, accepted=kept + tuple(dict.fromkeys(recipe_ids)))


def _row(record: Mapping[str, str | None]) -> Row:
    text = {key: (value or "").strip() for key, value in record.items()}
    extra = dict(_pair(part) for part in text["extra"].split(";") if part.strip())
    return Row(
        kind=text["kind"],
        path=text["path"],
        line=int(text["line"] or 1),
        cell=int(text["cell"]) if text["cell"] else None,
        id=text["id"],
        how=text["how"],
        scope=text["scope"],
        accepted=_accepted(text["id"], text["how"], extra),
        others=tuple(int(line) for line in extra.get("alt", "").split(",") if line),
        via=_places(extra.get("via", "")),
        anywhere=extra.get("match") == ANYWHERE,
        optional=extra.get("optional") == "yes" or extra.get("sure") == "no",
        in_config=extra.get("at") == "config",
        fields=extra,
    )


def _pair(part: str) -> tuple[str, str]:
    key, _, value = part.partition("=")
    return key.strip(), value.strip()


def _accepted(identity: str, how: str, extra: Mapping[str, str]) -> tuple[str, ...]:
    names = [identity] if identity else []
    for name in filter(None, extra.get("accept", "").split("|")):
        names += extra.get("candidates", "").split("|") if name == "any candidate" else [name]
    # A default that a user may override: saying "unknown" is as good an answer.
    if identity and "default" in how:
        names.append("unknown")
    return tuple(dict.fromkeys(names))


def _places(text: str) -> tuple[tuple[str, int], ...]:
    found = []
    for part in text.split(","):
        word = part.strip().split(" ", 1)[0]
        path, _, line = word.rpartition(":")
        if path and line.isdigit():
            found.append((path, int(line)))
    return tuple(found)
