"""The mistakes a person can make, told apart from bugs in rai-lint.

Everything below the command line raises; only `cli` turns these into a message and exit code 2.
Any other exception that reaches the command line is a bug (exit code 3).
"""

from __future__ import annotations

from msgspec import Struct


class UserError(Exception):
    """Something the user gave is wrong: an argument, a config key, a rule file.

    The message says where, what was found and what is allowed; it is shown as it is.
    """


class Problem(Struct, frozen=True):
    """One thing wrong in a file people write (a rule pack, a config); 1-based line and column."""

    path: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.text}"


class PackError(UserError):
    """A rule pack, or a config, does not say what it must. Carries every problem at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Take every problem of the file, in the order they are to be shown."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
