"""Everything wrong in one file, collected: problems know the line they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rai_lint.errors import Problem
from rai_lint.packs.yaml_nodes import Node, Steps, locate

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Problems:
    """Collects what is wrong in a file; `steps` is where in the document the collector stands."""

    path: str
    root: Node
    steps: Steps = ()
    found: list[Problem] = field(default_factory=list)

    def at(self, *steps: str | int) -> Problems:
        """Return a collector further down in the document; it collects into the same list."""
        return Problems(self.path, self.root, (*self.steps, *steps), self.found)

    def add(self, text: str, *, key: bool = False) -> None:
        """Note a problem at the value where the collector stands, or at its key."""
        line, column = locate(self.root, self.steps, key=key)
        self.found.append(Problem(self.path, line, column, text))


def near(word: str, allowed: Iterable[str]) -> str:
    """Return `; did you mean …?` if a word is close to an allowed one, else what is allowed."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for messages

    names = list(allowed)
    close = get_close_matches(word, names, n=1, cutoff=0.7)
    if close:
        return f"; did you mean `{close[0]}`?"
    shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    return f"; allowed: {shown}" if names else ""
