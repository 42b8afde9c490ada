"""Reads the documents of a pack strictly: every problem of every file, with line and column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from rai_lint.errors import PackError, Problem
from rai_lint.packs.documents import Document, RuleDoc
from rai_lint.packs.files import PackFile, read_file
from rai_lint.packs.mend import mend
from rai_lint.packs.problems import Problems
from rai_lint.packs.schema import KINDS
from rai_lint.packs.violations import explain
from rai_lint.packs.yaml_nodes import Node, plain, read_node

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Read(Generic[D]):
    """A document, and the collector for what else may be wrong in it.

    Of a document that does not fit its type, only the sound parts are here.
    """

    document: D
    problems: Problems


@dataclass(slots=True)
class Reader:
    """Reads files of a pack; `found` holds what is wrong in any of them."""

    folder: Path
    shown: str = ""
    found: list[Problem] = field(default_factory=list)

    def documents(self, files: tuple[PackFile, ...], document: type[D]) -> Iterator[Read[D]]:
        """Yield the documents of all files of that type of which anything can be read."""
        for file in files:
            if kind_of(file.path) is document:
                read = self.read(file, document)
                if read is not None:
                    yield read

    def read(self, file: PackFile, document: type[D]) -> Read[D] | None:
        """Return one document, or None where nothing of it can be made out."""
        root = self.node(file)
        if root is None:
            return None
        problems = Problems(f"{self.shown}{file.path}", root, (), self.found)
        data = plain(root)
        try:
            return Read(msgspec.convert(data, document), problems)
        except msgspec.ValidationError as error:
            before = len(self.found)
            broken = explain(document, data, problems)
            if len(self.found) == before:
                problems.add(str(error))
        mended = mend(document, data) if broken else None
        if broken is None or mended is None:
            return None
        return Read(mended, replace(problems, broken=broken))

    def node(self, file: PackFile) -> Node | None:
        """Return the tree of a file, or None where it is no YAML that packs may hold."""
        path = f"{self.shown}{file.path}"
        try:
            return read_node(read_file(self.folder, file), path)
        except PackError as error:
            self.found += error.problems
        except UnicodeDecodeError as error:
            self.found.append(Problem(path, 1, 1, f"not UTF-8 text: {error.reason}"))
        except OSError as error:
            self.found.append(Problem(path, 1, 1, f"cannot be read: {error.strerror}"))
        return None


def kind_of(path: str) -> type[Document]:
    """Return what a file of a pack holds, by the folder it stands in."""
    head, slash, _ = path.partition("/")
    return KINDS.get(head, RuleDoc) if slash else RuleDoc
