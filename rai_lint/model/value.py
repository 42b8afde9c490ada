"""The value of a field of a fact: known (and how), unknown (and why), or absent."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from rai_lint.model.source import Place

#: What a value may hold: text, numbers, truth values, None, and tuples or mappings of these.
Plain: TypeAlias = Any

#: Who decides a value that is not known: the repository (and it was not followed there), the user
#: at run time (command line, environment, prompt), a caller outside the repository (an argument of
#: a function that nothing here calls), or something else outside (a file or an answer of a server
#: that is not in the repository, an object of a library).
Decider = Literal["repository", "user", "caller", "outside"]

How = Literal["literal", "constant", "default", "call site", "config", "joined", "implied"]


class Known(Struct, frozen=True, tag=True, array_like=True):
    """A value that is settled. `how` says how it was found; `at` where it stands, if elsewhere.

    `how="default"` means that a user may override it: what hangs on it is less sure.
    """

    value: Plain
    how: How = "literal"
    at: Place | None = None


class Unknown(Struct, frozen=True, tag=True, array_like=True):
    """A value that cannot be known: the expression's text, what stopped it, what it might be.

    `complete`: it is one of the candidates, or each of them in turn, and nothing else. `by` is who
    decides it.
    """

    text: str
    because: str
    candidates: tuple[Plain, ...] = ()
    complete: bool = False
    by: Decider = "repository"


class Absent(Struct, frozen=True, tag=True, array_like=True):
    """The field is not given at all."""


Value: TypeAlias = Known | Unknown | Absent

ABSENT = Absent()
