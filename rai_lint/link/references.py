"""Whether what documents point at is there: `local-reference` facts and the paths of the tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.model.fact import Fact
from rai_lint.model.regex import found_in
from rai_lint.model.value import ABSENT, Known, Unknown, Value

KIND = "local-reference"

#: Names of files that hold a licence, without suffix and case.
_LICENCE = r"(?i)(^|[-_. ])(licen[sc]es?|copying|unlicense)($|[-_. ])"
#: A page may be linked without the suffix that its file has; data may be kept by DVC.
_SUFFIXES = ("", ".md", ".dvc")
_WILD = {"\0": "(?:.*/)?", "\1": ".*", "*": "[^/]*", "?": "[^/]"}
_SPECIAL = frozenset(r"\.^$+{}()|[]")


def settled_references(facts: Iterable[Fact], listed: AbstractSet[str]) -> Iterator[Fact]:
    """Yield all facts; those of local references say whether their target is among `listed`."""
    tree: Tree | None = None
    for fact in facts:
        if fact.kind == KIND:
            tree = tree or Tree(listed)
            fields = {**fact.fields, "exists": tree.answer(fact), "instead": tree.instead(fact)}
            yield replace(fact, fields=fields)
        else:
            yield fact


class Tree(Struct):
    """The paths of a repository, by name, and the folders they lie in."""

    paths: AbstractSet[str]
    folders: set[str] = field(default_factory=set)
    named: dict[str, list[str]] = field(default_factory=dict)
    folder_names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.paths = {path for path in self.paths if path.isascii() or _is_text(path)}
        for path in self.paths:
            pure = PurePosixPath(path)
            self.named.setdefault(pure.name.lower(), []).append(path)
            self.folders.update(map(str, pure.parents))
            self.folder_names.update(map(str.lower, pure.parts[:-1]))

    def answer(self, fact: Fact) -> Value:
        """Return whether the target exists; unknown where it lies in another repository."""
        target, what = str(fact.known("id") or "."), fact.known("what")
        if what == "licence":
            return Known(self._licence_at(target))
        if what == "pattern":
            return Known(any(found_in(_as_regex(target), path) for path in self.paths))
        if any(target + suffix in self.paths for suffix in _SUFFIXES) or target in self.folders:
            return Known(value=True)
        if what == "tree":
            # What stands one folder higher or lower than it is drawn is still found.
            name = PurePosixPath(target).name.lower()
            return Known(name in self.named or name in self.folder_names)
        # A list of files leaves the folders out more often than not, and a command runs anywhere.
        by_name = what in {"layout", "command", "command-elsewhere"}
        if by_name and PurePosixPath(target).name.lower() in self.named:
            return Known(value=True)
        if what == "command" and str(PurePosixPath(target).with_suffix("")) in self.folders:
            return Known(value=True)
        if what == "command-elsewhere":
            return Unknown(target, "the command runs in another folder")
        above = next((str(p) for p in PurePosixPath(target).parents if str(p) in self.paths), None)
        if above is not None:
            return Unknown(target, f"`{above}` is a repository of its own, which is not here")
        return Known(value=False)

    def instead(self, fact: Fact) -> Value:
        """Return where the one file of a command's name lies, if no folder has it as written."""
        target, written = str(fact.known("id") or "."), str(fact.known("raw") or "")
        if fact.known("what") != "command" or "/" not in written or written.startswith("/"):
            return ABSENT
        tail = "/" + "/".join(part for part in written.split("/") if part not in (".", ".."))
        name = PurePosixPath(target).name
        alike = [p for p in self.named.get(name.lower(), ()) if PurePosixPath(p).name == name]
        if target in alike or any(f"/{path}".endswith(tail) for path in alike):
            return ABSENT
        return Known(alike[0]) if len(alike) == 1 else ABSENT

    def _licence_at(self, folder: str) -> bool:
        """Say whether a licence file lies in a folder or in one above it."""
        above = {folder, *map(str, PurePosixPath(folder).parents)}
        return any(
            str(PurePosixPath(path).parent) in above or "LICENSES" in path.split("/")
            for path in self.paths
            if found_in(_LICENCE, PurePosixPath(path).name) or path.startswith("LICENSES/")
        )


def _is_text(path: str) -> bool:
    """Say whether a path is text: git may know names that are not UTF-8."""
    return path.encode("utf-8", "ignore").decode() == path


def _as_regex(pattern: str) -> str:
    """Return a glob (`data/*.jsonl`, `**`) as a pattern that runs in linear time."""
    pieces = pattern.replace("**/", "\0").replace("**", "\1")
    return f"^(?:.*/)?{''.join(map(_piece, pieces))}$"


def _piece(character: str) -> str:
    if character in _WILD:
        return _WILD[character]
    return f"\\{character}" if character in _SPECIAL else character
