"""What a repository says as a whole: all that rules and reports ask of it."""

from __future__ import annotations

from msgspec import Struct

from rai_lint.model.fact import Directive, Fact
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Skipped


class Gathered(Struct, frozen=True, kw_only=True, array_like=True):
    """The facts of a repository, its units and roles, and what was not read.

    `facts` are in reading order; `files` is how many files count.
    """

    facts: tuple[Fact, ...] = ()
    units: frozenset[str] = frozenset({"."})
    roles: tuple[RoleEvidence, ...] = ()
    directives: tuple[Directive, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    files: int = 0
