"""environment-record facts: files that fix the versions of all packages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath
from types import MappingProxyType

from rai_lint.model.fact import Fact
from rai_lint.model.regex import regex
from rai_lint.model.source import Place
from rai_lint.model.value import Known
from rai_lint.sources import scope_of

_LOCKS: Mapping[str, str] = MappingProxyType(
    {
        "uv.lock": "uv",
        "poetry.lock": "poetry",
        "pipfile.lock": "pipenv",
        "pdm.lock": "pdm",
        "pixi.lock": "pixi",
        "conda-lock.yml": "conda-lock",
        "conda-lock.yaml": "conda-lock",
        "pylock.toml": "pip",
        "requirements.lock": "rye",
        "requirements-dev.lock": "rye",
        "flake.lock": "nix",
    }
)

#: Lists that pip-compile, `pip freeze` and `conda env export` write: `requirements.lock.txt`.
_LOCKED_LIST = regex(
    r"(?:requirements?|constraints?|environment|env|conda)[-_.](?:lock(?:ed)?|freeze|frozen)\.(?:txt|ya?ml)"
)


def environment_records(listed: AbstractSet[str]) -> Iterator[Fact]:
    """Yield each lock file among the paths of a repository."""
    for path in sorted(listed):
        name = PurePosixPath(path).name.lower()
        tool = _LOCKS.get(name) or ("pip" if _LOCKED_LIST.fullmatch(name) else None)
        if tool is not None:
            fields = {"id": Known(path), "tool": Known(tool)}
            scope = scope_of(path, None)
            yield Fact(kind="environment-record", place=Place(path), scope=scope, fields=fields)
