"""Whether the programs that scripts, images and pipelines run are there: `script-run` facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec.structs import replace

from rai_lint.link.references import Tree
from rai_lint.model.fact import Fact
from rai_lint.model.value import ABSENT, Known, Unknown, Value

KIND = "script-run"

_FILES = (".py", ".sh", ".ipynb")


def settled_runs(facts: Iterable[Fact], listed: AbstractSet[str]) -> Iterator[Fact]:
    """Yield all facts; those of what scripts run say whether it is among `listed`.

    A script may run in any folder, so any that has the program as it is written will do.
    """
    tree: Tree | None = None
    for fact in facts:
        if fact.kind == KIND:
            tree = tree or Tree(listed)
            exists, instead = _settled(fact, tree)
            yield replace(fact, fields={**fact.fields, "exists": exists, "instead": instead})
        else:
            yield fact


def _settled(fact: Fact, tree: Tree) -> tuple[Value, Value]:
    """Return whether a program exists as written, and where the only one of its name lies."""
    raw, parts = str(fact.known("raw")), _parts(fact, "id")
    why = _elsewhere(raw, parts, _parts(fact, "below"), tree)
    if not parts or why:
        return Unknown(raw, why), ABSENT
    name = parts[-1]
    tail = "/" + "/".join(parts)
    alike = [p for p in tree.named.get(name.lower(), ()) if PurePosixPath(p).name == name]
    package = tail.removesuffix(".py") + "/__"
    if any(f"/{path}".endswith(tail) for path in alike):
        return Known(value=True), ABSENT
    if not raw.endswith(_FILES) and any(package in f"/{path}" for path in tree.paths):
        return Known(value=True), ABSENT
    return Known(value=False), Known(alike[0]) if len(alike) == 1 else ABSENT


def _elsewhere(raw: str, parts: list[str], below: list[str], tree: Tree) -> str:
    """Return why a program may lie where this repository does not reach, "" if it may not."""
    if below and below[-1].lower() not in tree.folder_names:
        return "the script changes to a folder that is not here"
    if any("/".join(parts[:end]) in tree.paths for end in range(1, len(parts))):
        return "it lies in a repository of its own, which is not here"
    if raw.endswith(".sh") and len(parts) == 1:
        return "scripts of other programs are run by their name alone"
    if not raw.endswith(_FILES) and ":" not in raw and not _is_own(parts, tree):
        return "the module may be one of a package that is installed"
    return ""


def _is_own(parts: list[str], tree: Tree) -> bool:
    """Say whether a module stands below a folder of the repository."""
    return len(parts) > 1 and parts[0].lower() in tree.folder_names


def _parts(fact: Fact, name: str) -> list[str]:
    return [p for p in str(fact.known(name) or "").split("/") if p not in ("", ".", "..")]
