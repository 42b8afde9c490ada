"""What a run is asked to do: arguments and configuration, already checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from rai_lint.model.baseline import Baseline
from rai_lint.model.source import Place

DEFAULT_PROFILE = "basic"


class Waiver(Struct, frozen=True, kw_only=True):
    """A rule accepted for a whole unit, by somebody, for a reason, perhaps until a day.

    `rule` is an id, a name or a family prefix; `unit` a directory ("." for the root), with all
    below it. `path` and `line` say where it is written, for messages about it.
    """

    rule: str
    reason: str
    owner: str
    unit: str = "."
    expires: dt.date | None = None
    path: str = ""
    line: int = 1


class Attestation(Struct, frozen=True, kw_only=True):
    """What a person vouches for because no machine can see it: a guideline item.

    `over` if its last day has passed. `path` and `line` say where it is written, for messages.
    """

    item: str
    owner: str
    date: dt.date
    link: str = ""
    expires: dt.date | None = None
    over: bool = False
    path: str = ""
    line: int = 1


class Request(Struct, frozen=True, kw_only=True):
    """One run.

    `paths` are relative to `root` and narrow the findings to those with such a path (or one below
    it) among their evidence; empty means all. `select` and `ignore` are ids, names, family
    prefixes or ALL. `exclude` are gitignore patterns. `roles` overrides what the code shows.
    `packs` are folders of rules beside the built-in ones. `per_file_ignores` maps a glob to codes.
    `all_facts`: look for facts of every kind, also those that no selected rule asks for, as a
    report with an inventory needs. `config_path` is the configuration read, relative to `root`,
    or "". `written` says where its values stand, by key and value: `("ignore", "DAT001")`,
    `("per-file-ignores", pattern, code)`, `("waiver", line, code)`,
    `("attestation", line, item)`. `baseline` holds the findings that are accepted; with `accept`,
    all that are found now. `jobs` is how many processes may read files.
    """

    root: Path
    paths: tuple[str, ...] = ()
    profile: str = DEFAULT_PROFILE
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    roles: tuple[str, ...] | None = None
    packs: tuple[Path, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    cache_dir: Path | None = None
    all_facts: bool = False
    config_path: str = ""
    written: Mapping[tuple[str, ...], Place] = field(default_factory=dict)
    baseline: Baseline | None = None
    accept: bool = False
    jobs: int = 1
