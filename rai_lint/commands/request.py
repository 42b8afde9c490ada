"""Arguments and configuration together: what a run is asked to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from rai_lint.config import Config, load_config
from rai_lint.disk import real
from rai_lint.model.request import Request
from rai_lint.model.source import Place
from rai_lint.roots import find_target


class Arguments(Struct, frozen=True, kw_only=True):
    """What the command line said about a run; None or empty where it said nothing."""

    paths: tuple[str, ...] = ()
    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    cache: bool = True
    cache_dir: str | None = None
    jobs: int = 0


def make_request(arguments: Arguments) -> tuple[Request, Config]:
    """Return the request, and the configuration it took the rest from.

    The command line wins: `--select` puts `select` and `ignore` of the configuration aside,
    `--profile` its `profile` and `select`. `--ignore` adds.
    """
    target = find_target(arguments.paths)
    config = load_config(target.root)
    settings = config.settings
    own_select = () if arguments.profile else tuple(settings.select)
    own_ignore = () if arguments.select else tuple(settings.ignore)
    request = Request(
        root=target.root,
        paths=target.paths,
        profile=arguments.profile or settings.profile,
        select=arguments.select or own_select,
        ignore=(*own_ignore, *arguments.ignore),
        exclude=config.exclude,
        roles=None if settings.roles is None else tuple(settings.roles),
        packs=config.packs,
        per_file_ignores=config.per_file_ignores,
        waivers=config.waivers,
        attestations=config.attestations,
        cache_dir=_cache_dir(arguments),
        jobs=arguments.jobs or cores(),
        config_path=_shown(config, target.root),
        written=_written(arguments, config),
    )
    return request, config


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def codes(values: Sequence[str]) -> tuple[str, ...]:
    """Return the codes in options that may repeat and hold several, with commas."""
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())


def user_cache() -> Path | None:
    """Return the folder for caches of this user, as the platform has it; None without a home."""
    try:
        return _user_cache()
    except RuntimeError:  # a container may run as a user that no file knows
        return None


def _user_cache() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "rai-lint"


def _cache_dir(arguments: Arguments) -> Path | None:
    if not arguments.cache:
        return None
    return real(arguments.cache_dir) if arguments.cache_dir else user_cache()


def _written(arguments: Arguments, config: Config) -> Mapping[tuple[str, ...], Place]:
    """Return where the values of the configuration stand; those of options stand nowhere."""
    options = {
        *(("select", code) for code in arguments.select),
        *(("ignore", code) for code in arguments.ignore),
        ("profile", arguments.profile or ""),
    }
    return {key: place for key, place in config.written.items() if key not in options}


def _shown(config: Config, root: Path) -> str:
    if config.path is None or not config.path.is_relative_to(root):
        return ""
    return config.path.relative_to(root).as_posix()
