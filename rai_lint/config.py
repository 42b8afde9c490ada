"""Configuration: the nearest `rai-lint.toml`, or `[tool.rai-lint]` in a `pyproject.toml`, upward.

It belongs to the repository that is checked, so it is untrusted: it can choose rules, patterns and
roles, and nothing in it can run code or write a file.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rai_lint.config_types import Settings
from rai_lint.errors import PackError, Problem, UserError
from rai_lint.model.request import Attestation, Waiver
from rai_lint.toml_lines import line_of

#: A configuration above this many bytes is refused.
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A configuration as it concerns a root: patterns and units are relative to the root.

    `path` is the file it came from, None if there is none.
    """

    settings: Settings
    path: Path | None = None
    exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]]
    waivers: tuple[Waiver, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    packs: tuple[Path, ...] = ()


def load_config(root: Path) -> Config:
    """Return the configuration for a root directory; without a file, the defaults.

    Raises `PackError` with everything that is wrong in the file, each with its line.
    """
    root = root.resolve()
    for folder in _upward(root):
        for name, keys in (("rai-lint.toml", ()), ("pyproject.toml", ("tool", "rai-lint"))):
            found = _read(folder / name, keys)
            if found is not None:
                return _placed(found, folder / name, root)
    return Config(settings=Settings(), per_file_ignores={})


def _upward(root: Path) -> tuple[Path, ...]:
    """Return the folders to look in: up to the top of the git work tree, if there is one."""
    folders = (root, *root.parents)
    for index, folder in enumerate(folders):
        if (folder / ".git").exists():
            return folders[: index + 1]
    return folders


def _read(file: Path, keys: tuple[str, ...]) -> Settings | None:
    """Return the settings in a file, or None if the file or its table is not there."""
    text = _text(file)
    if text is None:
        return None
    if keys and "rai-lint" not in text:
        return None  # somebody else's file; whether it is sound TOML is not our business
    table: object = _parsed(file, text)
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    if table is None:
        return None
    from rai_lint.strict import Trouble, build  # noqa: PLC0415 - defaults need no checking

    trouble = Trouble()
    settings = build(Settings, table, trouble)
    if settings is None or trouble.found:
        problems = (
            Problem(str(file), line_of(text, (*keys, *path)), 1, message)
            for path, message in trouble.found
        )
        raise PackError(tuple(sorted(problems, key=lambda each: each.line)))
    return settings


def _text(file: Path) -> str | None:
    try:
        if not file.is_file():
            return None
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise PackError((Problem(str(file), 1, 1, f"larger than {MAX_BYTES} bytes"),))
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise PackError((Problem(str(file), 1, 1, "not UTF-8 text"),)) from error
    except OSError as error:
        message = f"{file}: cannot be read ({error.strerror})"
        raise UserError(message) from error


def _parsed(file: Path, text: str) -> dict[str, object]:
    if sys.version_info >= (3, 11):
        import tomllib  # noqa: PLC0415 - many repositories have no configuration
    else:
        import tomli as tomllib  # noqa: PLC0415 - see above

    try:
        table: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Its text ends in "(at line 3, column 5)" or "(at end of document)".
        raise PackError((Problem(str(file), _line_in(str(error), text), 1, str(error)),)) from error
    except RecursionError as error:
        raise PackError((Problem(str(file), 1, 1, "nested too deeply"),)) from error
    return table


def _line_in(message: str, text: str) -> int:
    if "(at end of document)" in message:
        return text.rstrip("\n").count("\n") + 1
    _, found, rest = message.rpartition("at line ")
    digits = rest.partition(",")[0]
    return int(digits) if found and digits.isdecimal() else 1


def _placed(settings: Settings, file: Path, root: Path) -> Config:
    """Return the settings with patterns, units and folders as they concern the root."""
    base = PurePosixPath(root.relative_to(file.parent).as_posix())
    shown = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
    text = _text(file) or ""
    keys = ("tool", "rai-lint") if file.name == "pyproject.toml" else ()
    waivers = [
        Waiver(
            rule=each.rule,
            reason=each.reason,
            owner=each.owner,
            unit=unit,
            expires=each.expires,
            path=shown,
            line=line_of(text, (*keys, "waiver", str(index))),
        )
        for index, each in enumerate(settings.waiver)
        if (unit := _unit(each.unit, base)) is not None
    ]
    patterns = {each: _pattern(each, base) for each in settings.per_file_ignores}
    return Config(
        settings=settings,
        path=file,
        exclude=tuple(found for each in settings.exclude if (found := _pattern(each, base))),
        per_file_ignores={
            patterns[each] or each: tuple(codes)
            for each, codes in settings.per_file_ignores.items()
            if patterns[each]
        },
        waivers=tuple(waivers),
        attestations=tuple(
            Attestation(
                item=each.item,
                owner=each.owner,
                date=each.date,
                link=each.link,
                expires=each.expires,
            )
            for each in settings.attestation
        ),
        packs=tuple(_folder(each, file) for each in settings.packs),
    )


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


def _folder(pack: str, file: Path) -> Path:
    """Return a pack's folder, which must lie below the configuration that names it."""
    folder = (file.parent / pack).resolve()
    if not folder.is_relative_to(file.parent):
        message = f"{file}: `packs`: `{pack}` lies outside {file.parent}"
        raise UserError(message)
    return folder
