"""Everything wrong in one file, collected: problems know the line they stand on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rai_lint.errors import Problem
from rai_lint.packs.yaml_nodes import Node, Steps, locate

_SHOWN = 12
#: How alike two words must be for the one to be taken for the other.
_NEAR = 0.7


@dataclass(frozen=True, slots=True)
class Problems:
    """Collects what is wrong in a file; `steps` is where in the document the collector stands.

    `broken` are the places that do not fit the document's type. They have been reported, and
    nothing is said any more of what stands there: it was put there to check the rest.
    """

    path: str
    root: Node
    steps: Steps = ()
    found: list[Problem] = field(default_factory=list)
    broken: frozenset[Steps] = frozenset()

    def at(self, *steps: str | int) -> Problems:
        """Return a collector further down in the document; it collects into the same list."""
        return Problems(self.path, self.root, (*self.steps, *steps), self.found, self.broken)

    def add(self, text: str, *, key: bool = False, wants: Iterable[str] = ()) -> None:
        """Note a problem at the value where the collector stands, or at its key.

        `wants` are the keys whose lack is the problem: if one of them stands here misspelt, that
        has been reported as an unknown key.
        """
        if self.broken and (self._is_broken() or self._misspelt(tuple(wants))):
            return
        line, column = locate(self.root, self.steps, key=key)
        self.found.append(Problem(self.path, line, column, text))

    def sound(self, *steps: str | int) -> bool:
        """Say whether nothing at a place further down, or inside it, is broken."""
        place = (*self.steps, *steps)
        return not any(each[: len(place)] == place for each in self.broken)

    def _is_broken(self) -> bool:
        return any(self.steps[:end] in self.broken for end in range(len(self.steps) + 1))

    def _misspelt(self, wants: tuple[str, ...]) -> bool:
        from difflib import get_close_matches  # noqa: PLC0415 - only for messages

        here = (str(each[-1]) for each in self.broken if each and each[:-1] == self.steps)
        return any(get_close_matches(name, wants, n=1, cutoff=_NEAR) for name in here)


def near(word: str, allowed: Iterable[str]) -> str:
    """Return `; did you mean …?` if a word is close to an allowed one, else what is allowed."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for messages

    names = list(allowed)
    close = get_close_matches(word, names, n=1, cutoff=_NEAR)
    if close:
        return f"; did you mean `{close[0]}`?"
    shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    return f"; allowed: {shown}" if names else ""
