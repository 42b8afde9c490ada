"""Words without which a pattern cannot match, so that most texts need no regular expression.

RE2 makes a machine of each pattern before it looks at a text; a check of a small repository would
spend a tenth of its time on that. What the pattern spells out is read once, when the pack is
compiled, and a text that holds none of it is not searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct, field

#: A shorter piece of text is everywhere.
_SHORTEST = 2
#: Looking for more pieces than this costs what the search would.
_MOST = 60
_TOKEN = re.compile(
    r"(?P<open>\((?:\?(?:P?<\w+>|[a-zA-Z]*:))?)"
    r"|(?P<flags>\(\?[a-zA-Z-]+\))"
    r"|(?P<close>\))"
    r"|(?P<either>\|)"
    r"|(?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])"
    r"|(?P<times>[*+?]|\{\d+(?:,\d*)?\})\??"
    r"|(?P<nothing>\\[bBAz]|[\^$])"
    r"|(?P<property>\\[pP](?:\w|\{\^?\w+\})|\\x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]+\})|\\Q)"
    r"|(?P<kind>\\[a-zA-Z0-9]|\.)"
    r"|(?P<letter>\\.|.)",
    re.DOTALL,
)


def needles(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return case-folded pieces of text of which any match of the patterns holds at least one.

    There are none if a pattern may match without a word that can be told from it.
    """
    found: set[str] = set()
    for pattern in patterns:
        pieces = _Reader(pattern).pieces()
        if not pieces:
            return ()
        found |= pieces
    return tuple(sorted(found)) if len(found) <= _MOST else ()


class _Branch(Struct):
    """One way through a group: the piece being spelled, and the best set of pieces so far."""

    spelled: str = ""
    best: frozenset[str] = frozenset()

    def letter(self, text: str) -> None:
        self.spelled += text

    def gap(self) -> None:
        """Go on after something that may be anything."""
        self.group(frozenset({self.spelled}))
        self.spelled = ""

    def group(self, pieces: frozenset[str]) -> None:
        """Take the better of what is known and what else a match must hold."""
        if _worth(pieces) > _worth(self.best):
            self.best = pieces

    def last(self) -> str:
        """Take back the last letter, which turned out to be optional or repeated."""
        letter, self.spelled = self.spelled[-1:], self.spelled[:-1]
        return letter


def _worth(pieces: frozenset[str]) -> tuple[int, int]:
    """Rate pieces: long ones are rare, and few are quick to look for."""
    shortest = min(map(len, pieces), default=0)
    return (shortest, -len(pieces)) if shortest >= _SHORTEST else (0, 0)


class _Reader(Struct):
    """Reads a pattern once, from left to right."""

    pattern: str
    groups: list[list[_Branch]] = field(default_factory=lambda: [[_Branch()]])
    #: What the token before was: a quantifier speaks of it.
    before: str = ""
    closed: frozenset[str] = frozenset()

    def pieces(self) -> frozenset[str]:
        """Return the pieces that the whole pattern needs; none if nothing is known."""
        for kind, text in _tokens(self.pattern):
            if text == "\\Q":  # what follows is spelled by other rules
                return frozenset()
            self._take(kind, text)
        return self._close()

    def _take(self, kind: str, text: str) -> None:
        self._settle(kind, text)
        branch = self.groups[-1][-1]
        if kind == "open":
            branch.gap()
            self.groups.append([_Branch()])
        elif kind == "close" and len(self.groups) > 1:
            self.closed = self._close()
        elif kind == "either":
            self.groups[-1].append(_Branch())
        elif kind in ("set", "kind", "property"):
            branch.gap()
        elif kind == "letter":
            branch.letter(text.removeprefix("\\").casefold())
        if kind != "nothing":
            self.before = kind

    def _settle(self, kind: str, text: str) -> None:
        """Decide about what stood before: it counts if it must be there at least once."""
        branch = self.groups[-1][-1]
        optional = kind == "times" and (text[0] in "*?" or text.startswith("{0"))
        if self.before == "close" and not optional:
            branch.group(self.closed)
        if kind == "times" and self.before == "letter":
            letter = branch.last()
            if not optional:
                branch.letter(letter)
            branch.gap()
        if self.before == "close":
            self.closed = frozenset()

    def _close(self) -> frozenset[str]:
        """End a group: a match holds what one of its branches needs."""
        self._settle("", "")
        found: set[str] = set()
        for branch in self.groups.pop():
            branch.gap()
            if _worth(branch.best) == (0, 0):
                return frozenset()
            found |= branch.best
        return frozenset(found)


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(pattern):
        yield str(match.lastgroup), match.group()
