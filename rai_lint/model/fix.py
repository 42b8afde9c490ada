"""Fixes: what edit of a file would mend a finding, and what came of trying."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from rai_lint.model.source import Place
from rai_lint.model.value import Plain

FixOp = Literal[
    "set-argument", "remove-argument", "add-item", "add-key", "set-value", "make-list", "drop-codes"
]

#: Edits of the call that a finding stands at, and edits of the front matter of a card.
OF_CALLS: tuple[FixOp, ...] = ("set-argument", "remove-argument")
OF_METADATA: tuple[FixOp, ...] = ("add-item", "add-key", "set-value", "make-list")


class Fix(Struct, frozen=True, kw_only=True):
    """One edit that mends a finding at `places` (of the finding); it is made at `at`.

    `name` is an argument or a key of front matter, `value` what it gets, `current` the values that
    it may have before. `of` are names that the called function may have, `not_with` arguments that
    must not be there. The edit is safe if `safe`; with `in_loops` false, only outside of loops;
    with `passed_to`, only where the value of the call goes to a function of that name and nowhere
    else.
    """

    op: FixOp
    at: Place
    places: tuple[Place, ...]
    name: str = ""
    value: Plain = None
    current: tuple[Plain, ...] = ()
    of: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    safe: bool = False
    in_loops: bool = True
    passed_to: str = ""


class Edit(Struct, frozen=True):
    """One piece of a file that is replaced: from a line and column (1-based) to before another.

    Positions are those of the file as it is, in characters, without a byte order mark; `text` has
    the line ends of the file. `what` says in a few words what the edit does, `key` which entry of
    front matter it is about.
    """

    path: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str
    what: str
    key: str = ""

    def disturbs(self, other: Edit) -> bool:
        """Say whether the two, made at once, could come to something else than one by one."""
        if self.path != other.path or self == other:
            return False
        overlap = self.start < other.end and other.start < self.end
        if self.key and other.key:
            return overlap or self.key == other.key
        return overlap or self.start == other.start


class Fixed(Struct, frozen=True):
    """An edit that was made (or would be): of which rule, where, and in a few words what."""

    rule: str
    place: Place
    what: str


class NotFixed(Struct, frozen=True):
    """An edit that a rule knows and that could not be made here, and why."""

    rule: str
    place: Place
    because: str
