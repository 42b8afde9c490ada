"""Values that a configuration file holds: the ones code loads by name, and Hydra's composition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from msgspec import Struct

from rai_lint.link.context import Context, Stop
from rai_lint.link.entities import Given, look_up
from rai_lint.link.origins import Origins
from rai_lint.model import expression as ir
from rai_lint.model.configfile import ConfigEntry, ConfigFile
from rai_lint.model.module import Function
from rai_lint.model.source import Place
from rai_lint.model.value import Known, Unknown

_LOADERS = frozenset(
    {
        "yaml.safe_load",
        "yaml.load",
        "yaml.full_load",
        "json.load",
        "toml.load",
        "tomllib.load",
        "tomli.load",
        "omegaconf.OmegaConf.load",
        "anyconfig.load",
        "ruamel.yaml.safe_load",
    }
)
_HYDRA = frozenset({"hydra.main"})


class Recipes(Struct, dict=True):
    """The configuration files of a repository by path."""

    files: Mapping[str, ConfigFile]

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[ConfigFile]]:
        """Files by their last path segment, for paths that are relative to who knows what."""
        found: dict[str, list[ConfigFile]] = {}
        for path, file in self.files.items():
            found.setdefault(PurePosixPath(path).name, []).append(file)
        return found

    def loads(self, dotted: str) -> bool:
        """Say whether a call of that name reads a configuration file."""
        return dotted in _LOADERS

    def file(self, path: str) -> ConfigFile | None:
        """Return the file of that path, or the only one whose path ends with it."""
        clean = path.removeprefix("./")
        if clean in self.files:
            return self.files[clean]
        tail = "/" + clean.lstrip("./")
        ending = [
            f
            for f in self.by_name.get(PurePosixPath(clean).name, ())
            if f"/{f.path}".endswith(tail)
        ]
        return ending[0] if len(ending) == 1 else None

    def value(self, path: str, keys: Sequence[str]) -> Known | Unknown | Stop:
        """Return the value of a key of a file; the place it stands at is in `at`."""
        file = self.file(path)
        if file is None:
            return Stop(f"`{path}` is not in the repository", "outside")
        entry = _entry(file, ".".join(keys))
        if entry is None:
            return Stop(f"`{file.path}` has no key `{'.'.join(keys)}`")
        return self._settled(file, entry, keys)

    def composed(
        self, expr: ir.Expr, keys: Sequence[str], context: Context, origins: Origins
    ) -> Known | Unknown | Stop | None:
        """Return the value of `cfg.…` in a function that Hydra calls with its composed recipe."""
        if not isinstance(expr, ir.Name):
            return None
        entity = look_up(origins.program, context.path, context.scope, expr.name)
        if not isinstance(entity, Given):
            return None
        named = _hydra_file(entity.function, entity.path, context, origins)
        if named is None:
            return None
        file = self.file(named)
        if file is None:
            return Stop(f"the recipe `{named}` is not in the repository")
        entry = _entry(file, ".".join(keys)) or self._in_group(file, keys)
        if entry is None:
            return Stop(f"`{'.'.join(keys)}` comes from the recipes that are composed at run time")
        return self._settled(file, entry, keys)

    def _in_group(self, file: ConfigFile, keys: Sequence[str]) -> ConfigEntry | None:
        """Return an entry of the group that a Hydra default names: `defaults: [{model: bert}]`."""
        folder = PurePosixPath(file.path).parent
        for entry in file.entries:
            if entry.key.startswith("defaults[") and entry.key.endswith(f".{keys[0]}"):
                chosen = self.files.get(f"{folder}/{keys[0]}/{entry.value}.yaml")
                if chosen is not None:
                    return _entry(chosen, ".".join(keys[1:]))
        return None

    def _settled(
        self, file: ConfigFile, entry: ConfigEntry, keys: Sequence[str]
    ) -> Known | Unknown | Stop:
        if isinstance(entry.value, str) and "${" in entry.value:
            return Unknown(entry.value, "it is put together when the recipe is composed")
        if entry.value == "???":
            return Stop(f"`{'.'.join(keys)}` must be given at run time", "user")
        return Known(entry.value, "config", Place(file.path, entry.line))


def _entry(file: ConfigFile, key: str) -> ConfigEntry | None:
    return next((entry for entry in file.entries if entry.key == key), None)


def _hydra_file(function: Function, path: str, context: Context, origins: Origins) -> str | None:
    """Return the recipe that `@hydra.main(config_path=…, config_name=…)` names."""
    for decorator in function.decorators:
        if not isinstance(decorator, ir.Call):
            continue
        entity = origins.entity(decorator.callee, Context(path, function.scope, context.depth))
        if getattr(entity, "dotted", "") not in _HYDRA:
            continue
        given = {
            item.keyword: item.value.value
            for item in decorator.arguments
            if item.keyword and isinstance(item.value, ir.Const)
        }
        name = str(given.get("config_name") or "config")
        folder = PurePosixPath(path).parent / str(given.get("config_path") or ".")
        return _normal(folder / (name if name.endswith(".yaml") else f"{name}.yaml"))
    return None


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return "/".join(parts)
