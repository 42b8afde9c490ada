"""Words of names that say which split of a dataset something holds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from msgspec import Struct

from rai_lint.model.regex import regex
from rai_lint.model.vocabulary import Table

_WORDS = regex(r"[A-Z]?[a-z]+|[A-Z]+")


class SplitWords(Struct, frozen=True):
    """Reads names by the vocabulary of splits."""

    table: Table

    def of(self, name: str) -> str:
        """Return the split that a name speaks of (`X_test`, `valLoader`, `train_df`), or ""."""
        words = {word.casefold() for word in _WORDS.findall(name)}
        found = {self.table.index[word].id for word in words if word in self.table.index}
        return found.pop() if len(found) == 1 else ""

    def of_path(self, path: str) -> str:
        """Return the split that a path speaks of: by its last name, else by the folder's."""
        pure = PurePosixPath(path.replace("\\", "/"))
        term = self.table.index.get(pure.parent.name.casefold())
        return self.of(pure.name.partition(".")[0]) or (term.id if term else "")

    def first(self, names: Iterable[str]) -> str:
        """Return the split that the first name that speaks of one names, or ""."""
        return next((word for name in names if (word := self.of(name))), "")
