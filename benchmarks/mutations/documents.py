"""The YAML of the benchmark as types: projects, and mutations of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

T = TypeVar("T")
HERE = Path(__file__).parent


class BrokenEntryError(ValueError):
    """A project or mutation that does not say what it should."""


class Table(msgspec.Struct, forbid_unknown_fields=True):
    """A file of many rows: a head line, and one row as often as `rows` says."""

    head: str
    row: str
    rows: int


class Shared(msgspec.Struct, forbid_unknown_fields=True):
    """A text that several projects have, by its name in `shared.yaml`."""

    shared: str


class ProjectDocument(msgspec.Struct, forbid_unknown_fields=True):
    """One file below `projects/`."""

    about: str
    files: dict[str, str | dict[str, str | int]]


class Edit(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    """One change of one file.

    `replace` (or `remove`) must stand in the file exactly once; `with_` takes its place.
    `remove_section` is a heading, which goes with all below it. `append` goes to the end of a
    file, which is made if there is none. `delete` takes the file away.
    """

    path: str
    replace: str = ""
    with_: str = msgspec.field(default="", name="with")
    remove: str = ""
    remove_section: str = ""
    append: str = ""
    delete: bool = False


class Place(msgspec.Struct, forbid_unknown_fields=True):
    """Where the finding must stand: a file, and a text that one line of it holds after the change."""

    path: str
    at: str = ""


class Mutation(msgspec.Struct, forbid_unknown_fields=True):
    """One statement taken away or changed, and the finding that must follow.

    `edits` are several only where the project makes the same statement in several places.
    """

    project: str
    rule: str
    title: str
    expect: Place
    edits: list[Edit]
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A complete small repository on which no rule fires: its files as texts."""

    name: str
    about: str
    files: dict[str, str] = field(default_factory=dict)


def projects(folder: Path = HERE) -> dict[str, Project]:
    """Return the projects by name. Raises BrokenEntryError."""
    shared = _read(folder / "shared.yaml", dict[str, str])
    found: dict[str, Project] = {}
    for path in sorted((folder / "projects").glob("*.yaml")):
        document = _read(path, ProjectDocument)
        files = {name: _text(content, shared, path) for name, content in document.files.items()}
        found[path.stem] = Project(name=path.stem, about=document.about, files=files)
    return found


def mutations(folder: Path = HERE) -> list[Mutation]:
    """Return all mutations, by rule. Raises BrokenEntryError."""
    found: list[Mutation] = []
    for path in sorted((folder / "entries").glob("*.yaml")):
        found += _read(path, list[Mutation])
    return sorted(found, key=lambda one: (one.rule, one.project))


def _text(content: str | dict[str, str | int], shared: dict[str, str], path: Path) -> str:
    if isinstance(content, str):
        return content
    if "shared" in content:
        name = msgspec.convert(content, Shared).shared
        if name not in shared:
            raise BrokenEntryError(f"{path.name}: `shared.yaml` has no text `{name}`")
        return shared[name]
    table = msgspec.convert(content, Table)
    return f"{table.head}\n" + f"{table.row}\n" * table.rows


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), kind)
    except (msgspec.ValidationError, yaml.YAMLError) as error:
        raise BrokenEntryError(f"{path.name}: {error}") from error
