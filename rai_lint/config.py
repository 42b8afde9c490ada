"""Configuration: the nearest `rai-lint.toml`, or `[tool.rai-lint]` in a `pyproject.toml`, upward.

It belongs to the repository that is checked, so it is untrusted: it can choose rules, patterns and
roles, and nothing in it can run code or write a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from rai_lint.config_types import Settings
from rai_lint.disk import is_folder, is_there, real
from rai_lint.errors import PackError, Problem
from rai_lint.model.request import Attestation, Waiver
from rai_lint.model.source import Place
from rai_lint.toml_file import parse, read_text
from rai_lint.toml_lines import line_of, place_of


class Config(Struct, frozen=True, kw_only=True):
    """A configuration as it concerns a root: patterns and units are relative to the root.

    `path` is the file it came from, None if there is none. `written` says where values stand, by
    key and value: `("ignore", "DAT001")`, `("per-file-ignores", pattern, code)`,
    `("waiver", line, code)`.
    """

    settings: Settings
    path: Path | None = None
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]]
    waivers: tuple[Waiver, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    packs: tuple[Path, ...] = ()
    written: Mapping[tuple[str, ...], Place] = field(default_factory=dict)


def load_config(root: Path) -> Config:
    """Return the configuration for a root directory; without a file, the defaults.

    Raises `PackError` with everything that is wrong in the file, each with its line.
    """
    root = real(root)
    folders, top = _upward(root)
    for folder in folders:
        for name, keys in (("rai-lint.toml", ()), ("pyproject.toml", ("tool", "rai-lint"))):
            if _leads_out(folder / name, top):
                continue
            found = _read(folder / name, keys)
            if found is not None:
                return _placed(found, root)
    return Config(settings=Settings(), per_file_ignores={})


def _upward(root: Path) -> tuple[tuple[Path, ...], Path]:
    """Return the folders to look in, and the one that holds all that is not the user's own.

    That is the top of the git work tree, and nothing above it is looked at; without git the root.
    """
    folders = (root, *root.parents)
    for index, folder in enumerate(folders):
        if is_there(folder / ".git"):
            return folders[: index + 1], folder
    return folders, root


def _leads_out(file: Path, top: Path) -> bool:
    """Say whether a file of the repository is a link to one elsewhere, which nobody may quote."""
    return file.is_relative_to(top) and not real(file).is_relative_to(top)


class _Found(Struct, frozen=True):
    """The settings in a file, its text, and the keys of the table that holds them."""

    settings: Settings
    file: Path
    text: str
    keys: tuple[str, ...]

    def place(self, value: str, *keys: str) -> Place:
        """Return where a text stands that the keys hold."""
        line, column = place_of(self.text, (*self.keys, *keys), value)
        return Place(str(self.file), line, column)


def _read(file: Path, keys: tuple[str, ...]) -> _Found | None:
    """Return the settings in a file, or None if the file or its table is not there."""
    text = read_text(file)
    if text is None:
        return None
    if keys and "rai-lint" not in text:
        return None  # somebody else's file; whether it is sound TOML is not our business
    table: object = parse(file, text)
    for key in keys:
        table = _get(table, key)
    if table is None:
        return None
    from rai_lint.strict import Trouble, build  # noqa: PLC0415 - defaults need no checking

    trouble = Trouble()
    settings = build(Settings, table, trouble)
    if settings is None or trouble.found:
        problems = (
            Problem(str(file), *_place(text, table, keys, path), message)
            for path, message in trouble.found
        )
        raise PackError(tuple(sorted(problems, key=lambda each: (each.line, each.column))))
    return _Found(settings, file, text, keys)


def _place(
    text: str, table: object, keys: tuple[str, ...], path: tuple[str, ...]
) -> tuple[int, int]:
    """Return line and column of a key, or of a text in a list."""
    value = table
    for step in path:
        value = value[int(step)] if isinstance(value, list) else _get(value, step)
    if isinstance(value, str) and path[-1].isdecimal():
        return place_of(text, (*keys, *path[:-1]), value)
    return line_of(text, (*keys, *path)), 1


def _get(table: object, key: str) -> object:
    return table.get(key) if isinstance(table, dict) else None


def _placed(found: _Found, root: Path) -> Config:
    """Return the settings with patterns, units and folders as they concern the root."""
    settings, file = found.settings, found.file
    base = PurePosixPath(root.relative_to(file.parent).as_posix())
    ignores = {
        pattern: (each, tuple(codes))
        for each, codes in settings.per_file_ignores.items()
        if (pattern := _pattern(each, base))
    }
    return Config(
        settings=settings,
        path=file,
        exclude=tuple(kept for each in settings.exclude if (kept := _pattern(each, base))),
        per_file_ignores={pattern: codes for pattern, (_, codes) in ignores.items()},
        waivers=_waivers(found, root, base),
        attestations=_attestations(found, root),
        packs=_folders(found),
        written=_written(found, ignores),
    )


def _waivers(found: _Found, root: Path, base: PurePosixPath) -> tuple[Waiver, ...]:
    shown = _shown(found.file, root)
    return tuple(
        Waiver(
            rule=each.rule,
            reason=each.reason,
            owner=each.owner,
            unit=unit,
            expires=each.expires,
            path=shown,
            line=line_of(found.text, (*found.keys, "waiver", str(index))),
        )
        for index, each in enumerate(found.settings.waiver)
        if (unit := _unit(each.unit, base)) is not None
    )


def _attestations(found: _Found, root: Path) -> tuple[Attestation, ...]:
    return tuple(
        Attestation(
            item=each.item,
            owner=each.owner,
            date=each.date,
            link=each.link,
            expires=each.expires,
            path=_shown(found.file, root),
            line=line_of(found.text, (*found.keys, "attestation", str(index))),
        )
        for index, each in enumerate(found.settings.attestation)
    )


def _shown(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


def _written(
    found: _Found, ignores: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Mapping[tuple[str, ...], Place]:
    """Return where the values stand that only the rules can tell to be wrong."""
    settings = found.settings
    places: dict[tuple[str, ...], Place]
    places = {("profile", settings.profile): found.place(settings.profile, "profile")}
    for key, codes in (("select", settings.select), ("ignore", settings.ignore)):
        places |= {(key, code): found.place(code, key) for code in codes}
    for pattern, (raw, codes_of) in ignores.items():
        key = "per-file-ignores"
        places |= {(key, pattern, code): found.place(code, key, raw) for code in codes_of}
    for index, each in enumerate(settings.waiver):
        line = str(line_of(found.text, (*found.keys, "waiver", str(index))))
        places["waiver", line, each.rule] = found.place(each.rule, "waiver", str(index), "rule")
    for index, vouched in enumerate(settings.attestation):
        keys = ("attestation", str(index))
        line = str(line_of(found.text, (*found.keys, *keys)))
        places["attestation", line, vouched.item] = found.place(vouched.item, *keys, "item")
    return places


def _pattern(pattern: str, base: PurePosixPath) -> str | None:
    """Return a pattern relative to the root, or None if it speaks of folders beside the root.

    One without a slash speaks of every folder; one with a slash starts at the configuration.
    """
    core = pattern.removeprefix("./").removeprefix("/")
    if base == PurePosixPath() or "/" not in core.rstrip("/") or core.startswith("**/"):
        return pattern
    prefix = f"{base}/"
    return "/" + core[len(prefix) :] if core.startswith(prefix) and core != prefix else None


def _unit(unit: str, base: PurePosixPath) -> str | None:
    """Return a waiver's unit relative to the root, or None if it lies beside the root."""
    path = PurePosixPath(unit)
    if base == path or base.is_relative_to(path):
        return "."
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else None


def _folders(found: _Found) -> tuple[Path, ...]:
    """Return the folders of packs, which must lie below the configuration that names them."""
    looked = [(pack, *_folder(pack, found.file.parent)) for pack in found.settings.packs]
    wrong = [(found.place(pack, "packs"), pack, fault) for pack, _, fault in looked if fault]
    problems = tuple(
        Problem(at.path, at.line, at.column, f"`packs`: `{pack}` {fault}")
        for at, pack, fault in wrong
    )
    if problems:
        raise PackError(problems)
    return tuple(folder for _, folder, _ in looked)


def _folder(pack: str, base: Path) -> tuple[Path, str]:
    """Return a pack's folder, and what is wrong with it or ""."""
    about = f"; a pack is a folder of rules below {base}"
    try:
        folder = (base / pack).resolve()
        if not folder.is_relative_to(base):
            return folder, f"lies outside {base}"
        return folder, "" if is_folder(folder) else f"is no folder{_beside(folder)}{about}"
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle, a null byte
        return base, f"is no folder{about}"


def _beside(folder: Path) -> str:
    """Return " (did you mean `x`?)" with the folder whose name is nearest, or nothing."""
    from rai_lint.strict import nearest  # noqa: PLC0415 - only for messages

    try:
        names = [each.name for each in folder.parent.iterdir() if each.is_dir()]
    except OSError:
        return ""
    return nearest(folder.name, names)
